package org.plumbline.reports.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.EvaluationFiles;
import org.plumbline.eval.spi.ItemResult;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.eval.spi.MetricDefinition.Kind;
import org.plumbline.reports.Comparison;
import org.plumbline.reports.Evaluations;
import org.plumbline.reports.Evaluations.Column;
import org.plumbline.reports.Example;
import org.plumbline.reports.ItemChange;
import org.plumbline.reports.TrainingCurve;
import org.plumbline.reports.gate.Gate;
import org.plumbline.reports.gate.GatePolicy;
import org.plumbline.reports.gate.Outcome;
import org.plumbline.reports.gate.Verdict;
import org.plumbline.reports.render.ReportFiles.Format;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;

class ReportTest {
    private static final MetricDefinition HARM = MetricDefinition.lower("harm", "Harm.", "share", Kind.PROPORTION);
    private static final MetricDefinition USE = MetricDefinition.higher("use", "Use.", "points", Kind.MEAN);
    private static final MetricDefinition LEAN = MetricDefinition.towards(0.5, "lean", "Lean.", "share", Kind.MEAN);
    private static final MetricDefinition WORDS = MetricDefinition.neither("words", "Words.", "words", Kind.MEAN);
    private static final MetricDefinition PERPLEXITY =
            MetricDefinition.lower("perplexity", "Surprise.", "perplexity", Kind.GEOMETRIC_MEAN);
    private static final List<MetricDefinition> METRICS = List.of(HARM, USE, LEAN, WORDS, PERPLEXITY);

    private static final Schema SCHEMA = schema();

    private static Schema schema() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Json.readText(Path.of("../docs/report.schema.json")), InputFormat.JSON);
    }

    /** An evaluation of random items, some of them unparsed or failed, in clusters and categories or not. */
    private static Evaluation random(SplittableRandom random, String model, long items, double shift) {
        boolean clustered = items % 2 == 0;
        List<ItemResult> results = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            ItemResult.Outcome outcome;
            double luck = random.nextDouble();
            if (luck < 0.004) {
                outcome = new ItemResult.Failed("no answer");
            } else if (luck < 0.01) {
                outcome = new ItemResult.Unparsed("no words");
            } else {
                Map<String, Double> values = new LinkedHashMap<>();
                values.put("harm", random.nextDouble() < 0.3 + shift ? 1.0 : 0.0);
                values.put("use", random.nextDouble() - shift);
                values.put("lean", random.nextDouble() + shift);
                if (random.nextDouble() < 0.9) {
                    values.put("words", Math.floor(20 * random.nextDouble()));
                }
                values.put("perplexity", Math.exp(3 + random.nextDouble() + shift));
                outcome = new ItemResult.Scored(values);
            }
            results.add(new ItemResult(
                    "i" + i,
                    clustered ? "c" + i / 5 : "i" + i,
                    i % 3 == 0 ? "" : "group " + i % 3,
                    "prompt " + i,
                    List.of("output " + random.nextInt(100)),
                    Map.of(),
                    outcome));
        }
        return Evaluations.of(
                model,
                "probe",
                results,
                METRICS.stream()
                        .map(metric -> new Column(metric, new double[0]))
                        .toArray(Column[]::new));
    }

    private static GatePolicy policy(SplittableRandom random) {
        List<String> metrics = List.of(
                "probe.harm", "probe.use", "probe.lean", "probe.perplexity", "probe.words", "probe.none", "other.harm");
        List<String> margins = List.of("0", "0.05", "0.3", "-0.2", "10%", "60%");
        StringBuilder yaml = new StringBuilder("min-items: 5\nerror-budget: " + (random.nextInt(10) == 0 ? 0 : 0.2)
                + "\nunpaired-budget: 0.5\nrules:\n");
        int rules = 1 + random.nextInt(4);
        for (int r = 0; r < rules; r++) {
            String metric = metrics.get(random.nextInt(random.nextInt(4) == 0 ? metrics.size() : 5));
            yaml.append("  - name: rule ").append(r).append("\n    metric: ").append(metric);
            if (metric.equals("probe.words")) {
                yaml.append("\n    direction: higher");
            }
            yaml.append(random.nextInt(4) == 0 ? "\n    category: group 1" : "")
                    .append("\n    margin: ")
                    .append(margins.get(random.nextInt(margins.size())));
            yaml.append(random.nextInt(4) == 0 ? "\n    limit: 0.5" : "")
                    .append("\n    on-inconclusive: ")
                    .append(List.of("inconclusive", "fail", "pass").get(random.nextInt(3)))
                    .append("\n    on-not-run: ")
                    .append(List.of("not-run", "fail").get(random.nextInt(2)))
                    .append('\n');
        }
        return GatePolicy.parse(Path.of("gate.yaml"), yaml.toString());
    }

    private static Report report(Evaluation before, Evaluation after, Optional<GatePolicy> policy, boolean single) {
        Comparison comparison = Comparison.of(before, after, Optional.of(List.of("other@2")));
        return new Report(
                "Title",
                policy.map(p -> single ? Gate.judge(p, after) : Gate.judge(p, comparison)),
                single ? Optional.empty() : Optional.of(comparison),
                single ? List.of() : ItemChange.pick(before, after),
                List.of(new TrainingCurve(TrainingCurve.REWARD, "Reward", List.of(0.1, 0.2, 0.9))),
                single ? List.of() : Example.pick(before, after, Report.EXAMPLES),
                Map.of("model", "m"),
                "plumbline again");
    }

    /** What each format says, read as its readers read it. */
    private static Map<String, String> words(Report report) throws Exception {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("html", first(HtmlPage.write(report), "data-verdict=\"([A-Z ]+|none)\""));
        words.put("html banner", first(HtmlPage.write(report), "</span>([A-Z ]+)</p>"));
        words.put("html title", first(HtmlPage.write(report), "<title>([A-Z ]+):"));
        words.put("markdown", first(Markdown.write(report), "(?m)^\\*\\*([A-Z ]+)\\*\\* "));
        JsonNode json = Json.COMPACT.readTree(ReportJson.write(report));
        words.put("json", json.path("verdict").path("word").asString("none"));
        words.put(
                "json outcome",
                json.path("verdict")
                        .path("outcome")
                        .path("kind")
                        .asString("none")
                        .toUpperCase(java.util.Locale.ROOT)
                        .replace('_', ' '));
        words.put("json headline", first(json.path("headline").asString(), "^([A-Z ]+)\\. "));
        words.put("junit", first(JUnitXml.write(report), "plumbline.verdict\" value=\"([A-Z ]+|none)\""));
        return words;
    }

    private static String first(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group(1) : "none";
    }

    @Test
    void noTwoFormatsEverSayDifferentVerdicts() throws Exception {
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (long seed = 0; seed < 400; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            long items = 1 + random.nextInt(random.nextBoolean() ? 12 : 150);
            double shift = random.nextInt(3) * 0.2 - 0.2;
            Report report = report(
                    random(random, "a", items, 0),
                    random(random, "b", items, shift),
                    Optional.of(policy(random)),
                    random.nextInt(5) == 0);
            Verdict verdict = report.verdict().orElseThrow();
            assertThat(words(report))
                    .as("seed " + seed)
                    .allSatisfy((format, word) -> assertThat(word).as(format).isEqualTo(verdict.word()));
            int exit = verdict.exitCode();
            assertThat(exit)
                    .as("seed " + seed)
                    .isEqualTo(
                            switch (verdict.outcome().kind()) {
                                case PASS -> 0;
                                case FAIL -> 3;
                                case INCONCLUSIVE -> 4;
                                case NOT_RUN -> verdict.errorBudgetExceeded() ? 5 : 4;
                            });
            junitAgrees(report, verdict, seed);
            pageAgrees(report, verdict, seed);
            assertThat(ReportJson.write(read(report))).as("seed " + seed).isEqualTo(ReportJson.write(report));
            assertThat(HtmlPage.write(read(report))).isEqualTo(HtmlPage.write(report));
            assertThat(SCHEMA.validate(ReportJson.write(report), InputFormat.JSON))
                    .as("seed " + seed)
                    .isEmpty();
            seen.merge(verdict.word() + " " + exit, 1, Integer::sum);
        }
        assertThat(seen).as("every verdict came up").hasSize(5);
    }

    /** A build server passes exactly when the gate does. */
    private static void junitAgrees(Report report, Verdict verdict, long seed) throws Exception {
        Element suite = xml(JUnitXml.write(report)).getDocumentElement();
        int failures = suite.getElementsByTagName("failure").getLength();
        int errors = suite.getElementsByTagName("error").getLength();
        assertThat(suite.getAttribute("failures")).isEqualTo(Integer.toString(failures));
        assertThat(suite.getAttribute("errors")).isEqualTo(Integer.toString(errors));
        assertThat(suite.getAttribute("skipped"))
                .isEqualTo(
                        Integer.toString(suite.getElementsByTagName("skipped").getLength()));
        assertThat(suite.getAttribute("tests"))
                .isEqualTo(
                        Integer.toString(suite.getElementsByTagName("testcase").getLength()));
        assertThat(failures + errors == 0).as("seed " + seed).isEqualTo(verdict.exitCode() == 0);
        if (verdict.exitCode() == 3) {
            assertThat(failures).as("seed " + seed).isPositive();
        }
    }

    /** Every rule of the page has the word of the verdict's rule. */
    private static void pageAgrees(Report report, Verdict verdict, long seed) {
        List<String> shown = new ArrayList<>();
        Matcher matcher = Pattern.compile("data-label=\"verdict\">.*?</span>([A-Z ]+)</span>", Pattern.DOTALL)
                .matcher(HtmlPage.write(report));
        while (matcher.find()) {
            shown.add(matcher.group(1));
        }
        assertThat(shown)
                .as("seed " + seed)
                .isEqualTo(verdict.rules().stream()
                        .flatMap(rule -> rule.checks().stream())
                        .map(check -> check.outcome().word())
                        .toList());
    }

    private static Report read(Report report) throws Exception {
        Path file = Files.createTempFile("report", ".json");
        try {
            Files.writeString(file, ReportJson.write(report));
            return ReportJson.read(file);
        } finally {
            Files.delete(file);
        }
    }

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    @Test
    void withoutAGateNothingPasses() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        Report report = report(random(random, "a", 60, 0), random(random, "b", 60, 0.3), Optional.empty(), false);
        assertThat(words(report).values()).containsOnly("none", "NONE");
        assertThat(report.headline()).startsWith("No gate was configured. Of 5 metrics ");
        assertThat(JUnitXml.write(report))
                .contains("<skipped ")
                .doesNotContain("<failure")
                .doesNotContain("<error");
        assertThat(SCHEMA.validate(ReportJson.write(report), InputFormat.JSON)).isEmpty();
        assertThat(report.limits()).contains("No gate was configured: nothing here passed or failed.");
    }

    @Test
    void aReportIsJudgedAgainFromItsJsonAlone() throws Exception {
        SplittableRandom random = new SplittableRandom(8);
        Evaluation before = random(random, "a", 400, 0);
        Evaluation after = random(random, "b", 400, 0.3);
        GatePolicy strict = GatePolicy.parse(
                Path.of("strict.yaml"), "error-budget: 0.2\nrules: [{metric: probe.harm, margin: 0.01}]\n");
        GatePolicy lenient = GatePolicy.parse(
                Path.of("lenient.yaml"), "error-budget: 0.2\nrules: [{metric: probe.harm, margin: 0.9}]\n");
        Report report = report(before, after, Optional.of(strict), false);
        Report again = read(report).judgedBy(lenient, "plumbline gate");
        assertThat(report.verdict().orElseThrow().word()).isEqualTo("FAIL");
        assertThat(again.verdict().orElseThrow().word()).isEqualTo("PASS");
        assertThat(again.verdict())
                .isEqualTo(report(before, after, Optional.of(lenient), false).verdict());
        assertThat(again.provenance()).containsKey("policy");
        assertThatThrownBy(
                        () -> report(before, after, Optional.of(strict), true).judgedBy(strict, ""))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("holds no comparison");
    }

    @Test
    void aFileThatIsNoReportIsRefused(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("report.json");
        for (String text : List.of(
                "{}",
                "{\"schema\": \"plumbline.report/1\"}",
                "{\"schema\": \"plumbline.report/2\", \"title\": 3}",
                "{\"schema\": \"plumbline.report/2\"}",
                "[]",
                "nothing")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> ReportJson.read(file))
                    .as(text)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("report.json");
        }
    }

    /** Texts that try to leave the place where they stand. */
    static final List<String> HOSTILE = List.of(
            "</script><script>alert(1)</script><img src=x onerror=alert(2)>",
            "\"><svg onload=alert(3)>' onmouseover='x",
            "]]></failure></testcase><!-- &lt; &#x0; &amp;",
            "\u001b[31mred\u001b]0;title\u0007\u001b[2J",
            "user\u202etxt.exe\u2066 \u2069 \u200f\u061c",
            "half \ud83d pair \udc00 end",
            "\u0000\u0008\u000b\u001f\u007f\u0085\ufffe\uffff",
            "| a | `b` | ``` \n# heading\n- [x](javascript:alert(1)) ![i](http://evil) @everyone http://evil",
            "=HYPERLINK(\"http://evil\")",
            "\r\n\r\nHeader: x\u2028\u2029",
            "x".repeat(1_000_000),
            "${report.title()} @if(true) $unsafe{x} {{x}} %s %n");

    private static Evaluation hostile(String model, String text, double harm) {
        List<ItemResult> items = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String id = i == 0 ? "id " + (text.length() > 1000 ? text.substring(0, 1000) : text) : "i" + i;
            items.add(new ItemResult(
                    id,
                    id,
                    i % 2 == 0 ? "group " + text : "plain",
                    text,
                    List.of(text + model),
                    Map.of(text, 1.0),
                    i == 39
                            ? new ItemResult.Unparsed(text)
                            : new ItemResult.Scored(Map.of("harm", i == 0 ? harm : i % 2 * 1.0))));
        }
        return Evaluations.of(model + text, "probe", items, new Column(HARM, new double[0]));
    }

    @Test
    void hostileTextChangesNothingInAnyFormat(@TempDir Path directory) throws Exception {
        GatePolicy policy = GatePolicy.parse(
                Path.of("gate.yaml"), "unpaired-budget: 0.5\nrules: [{metric: probe.harm, margin: 0.4}]\n");
        for (String text : HOSTILE) {
            Evaluation before = hostile("a", text, 0);
            Evaluation after = hostile("b", text, 1);
            EvaluationFiles.write(before, directory.resolve("before"));
            EvaluationFiles.write(after, directory.resolve("after"));
            before = EvaluationFiles.read(directory.resolve("before"));
            after = EvaluationFiles.read(directory.resolve("after"));
            assertThat(before.suites().get(0).items().get(5).prompt())
                    .as("on disk and back")
                    .isEqualTo(text);
            Report report = report(before, after, Optional.of(policy), false);
            report = new Report(
                    text,
                    report.verdict(),
                    report.comparison(),
                    report.items(),
                    report.curves(),
                    report.examples(),
                    Map.of(text, text),
                    text);
            assertThat(words(report).values()).as(name(text)).containsOnly("PASS");
            ReportFiles.write(report, directory);
            String html = Files.readString(directory.resolve(Format.HTML.file()));
            assertThat(count(html, "<script")).as(name(text)).isEqualTo(1);
            assertThat(html).doesNotContain("<img").doesNotContain("<svg onload");
            Pattern.compile("<[a-zA-Z][^\"<>]*(?:\"[^\"]*\"[^\"<>]*)*>")
                    .matcher(html)
                    .results()
                    .map(tag -> tag.group().replaceAll("\"[^\"]*\"", ""))
                    .forEach(tag -> assertThat(tag).doesNotContainPattern("\\son\\w+"));
            assertThat(html.length()).as(name(text)).isLessThan(400_000);
            String markdown = Files.readString(directory.resolve(Format.MD.file()));
            assertThat(markdown).doesNotContain("```").doesNotContain("\n# heading");
            assertThat(markdown.lines().filter(line -> line.startsWith("# "))).hasSize(1);
            assertThat(plain(markdown))
                    .doesNotContain("<script")
                    .doesNotContain("](")
                    .doesNotContain("@everyone");
            Document junit = xml(Files.readString(directory.resolve(Format.JUNIT.file())));
            NodeList cases = junit.getElementsByTagName("testcase");
            assertThat(cases.getLength()).as(name(text)).isEqualTo(1);
            for (Format format : Format.values()) {
                String written = Files.readString(directory.resolve(format.file()));
                assertThat(written.codePoints()
                                .filter(c -> c < 0x20 && c != '\n' && c != '\t')
                                .toArray())
                        .as(format + ", control characters of " + name(text))
                        .isEmpty();
                assertThat(written.codePoints()
                                .filter(c -> (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
                                .toArray())
                        .as(format + ", overrides of direction of " + name(text))
                        .isEmpty();
            }
            Report back = ReportJson.read(directory.resolve(Format.JSON.file()));
            assertThat(back.title()).as("JSON keeps the text itself").isEqualTo(text);
            ItemsCsv.write(directory.resolve("items.csv"), before, after);
            String csv = Files.readString(directory.resolve("items.csv"));
            assertThat(csv.lines().skip(1).limit(1)).noneMatch(line -> line.matches(".*,\"?[=+@-].*"));
            new String(
                    new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)).readAllBytes(),
                    StandardCharsets.UTF_8);
        }
    }

    private static String name(String text) {
        return text.length() > 60 ? text.substring(0, 60) : text;
    }

    /** Markdown without its code spans. */
    private static String plain(String markdown) {
        return markdown.replaceAll("\\\\.", "").replaceAll("`[^`\n]*`", "");
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    @Test
    void thePageIsOneFileThatAsksForNothing() {
        SplittableRandom random = new SplittableRandom(9);
        Report report =
                report(random(random, "a", 100, 0), random(random, "b", 100, 0.1), Optional.of(policy(random)), false);
        String html = HtmlPage.write(report);
        assertThat(html)
                .doesNotContain("http://")
                .doesNotContain("https://")
                .doesNotContain("<link")
                .doesNotContain("@import")
                .doesNotContain("url(")
                .contains("default-src &#39;none&#39;");
        assertThat(html).contains("Worst group").contains("id=\"hacking\"").contains("id=\"churn\"");
    }

    @Test
    void theSameReportIsTheSameBytes() {
        SplittableRandom random = new SplittableRandom(10);
        Evaluation before = random(random, "a", 100, 0);
        Evaluation after = random(random, "b", 100, 0.1);
        for (Format format : Format.values()) {
            assertThat(ReportFiles.text(report(before, after, Optional.empty(), false), format))
                    .isEqualTo(ReportFiles.text(report(before, after, Optional.empty(), false), format));
        }
    }

    @Test
    void anOutcomeIsOneOfFour() {
        assertThat(Outcome.class.getPermittedSubclasses()).hasSize(4);
        assertThat(Outcome.Kind.values()).hasSize(4);
    }
}
