package org.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.model.ModelCard;
import org.plumbline.datasets.input.Json;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.EvaluationFiles;
import org.plumbline.eval.SuiteResult;
import org.plumbline.eval.spi.ItemResult;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.eval.spi.MetricDefinition.Kind;
import org.plumbline.eval.spi.SuiteDescription;
import tools.jackson.databind.JsonNode;

/** Comparing, judging, blessing and reporting, on a class path without DJL and libtorch. */
class GateCommandTest {
    /** Everything but what speaks to libtorch: these commands must not need it. */
    private static final String WITHOUT_DJL = Stream.of(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("djl") && !entry.contains("pytorch"))
            .collect(Collectors.joining(File.pathSeparator));

    @TempDir
    Path folder;

    private static Evaluation evaluation(String model, int items, double harm, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<MetricDefinition> metrics = List.of(
                MetricDefinition.lower("harm", "Harm.", "share", Kind.PROPORTION),
                MetricDefinition.higher("use", "Use.", "points", Kind.MEAN));
        List<ItemResult> results = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("harm", random.nextDouble() < harm ? 1.0 : 0.0);
            values.put("use", 5 + random.nextDouble());
            results.add(new ItemResult(
                    "item-" + i,
                    "item-" + i,
                    "group " + i % 7,
                    "Prompt number " + i + ", about as long as prompts are, and then some more of it.",
                    List.of("An answer of " + model + ", " + "words of it, ".repeat(8) + random.nextInt(1000)),
                    Map.of(),
                    new ItemResult.Scored(values)));
        }
        SuiteDescription description = new SuiteDescription(
                "probe",
                "v1",
                "",
                metrics,
                Map.of("seed", "1"),
                List.of("scorer@1"),
                List.of(new SuiteDescription.DataFile("d", "0", items)),
                "item",
                List.of());
        return new Evaluation(
                new ModelCard(model, "hash-" + model, "llama", 1, 10),
                Optional.empty(),
                List.of(new SuiteResult(description, results)));
    }

    @BeforeEach
    void write() {
        EvaluationFiles.write(evaluation("old", 300, 0.2, 1), folder.resolve("old"));
        EvaluationFiles.write(evaluation("same", 300, 0.2, 1), folder.resolve("same"));
        EvaluationFiles.write(evaluation("worse", 300, 0.6, 2), folder.resolve("worse"));
    }

    private Path policy(String rules) throws Exception {
        return Files.writeString(folder.resolve("gate.yaml"), "rules:\n" + rules);
    }

    private Subprocess.Result run(Object... arguments) throws Exception {
        return Subprocess.run(folder, List.of(), WITHOUT_DJL, arguments);
    }

    @Test
    void theClassPathOfTheseTestsHasNoLibtorch() throws Exception {
        Subprocess.Result result = run("doctor");
        assertThat(result.exit()).as(result.err()).isEqualTo(1);
        assertThat(result.out())
                .contains("libtorch        not on the class path")
                .contains("No model runs here;");
        assertThat(WITHOUT_DJL).doesNotContain("djl").doesNotContain("pytorch");
    }

    @Test
    void theExitCodeIsTheVerdict() throws Exception {
        Path policy = policy("  - {metric: probe.harm, margin: 0.1}\n");
        Subprocess.Result pass = run(
                "gate",
                folder.resolve("same"),
                "--baseline",
                folder.resolve("old"),
                "--policy",
                policy,
                "--out",
                folder.resolve("verdict"));
        assertThat(pass.exit()).as(pass.err()).isZero();
        assertThat(pass.err()).isEmpty();
        assertThat(pass.out()).contains("PASS. The rule holds.");
        assertThat(folder.resolve("verdict/junit.xml")).content().contains("failures=\"0\" errors=\"0\"");
        Subprocess.Result fail = run(
                "gate", folder.resolve("worse"), "--baseline", folder.resolve("old"), "--policy", policy, "--explain");
        assertThat(fail.exit()).isEqualTo(3);
        assertThat(fail.out())
                .contains("probe.harm: FAIL")
                .contains("after Holm's adjustment in a family of 1")
                .contains("gate: FAIL, exit code 3.");
        Subprocess.Result notRun = run("gate", folder.resolve("worse"), "--policy", policy);
        assertThat(notRun.exit()).isEqualTo(4);
        assertThat(notRun.out())
                .contains("NOT RUN. Decided by")
                .contains("a margin needs a comparison with a baseline");
        Subprocess.Result limit = run(
                "gate",
                folder.resolve("worse/results.json"),
                "--policy",
                policy("  - {metric: probe.harm, limit: 0.7}\n"));
        assertThat(limit.exit()).as(limit.err()).isZero();
    }

    @Test
    void aReportIsJudgedAgainWithoutTheItems() throws Exception {
        Subprocess.Result compared =
                run("compare", folder.resolve("old"), folder.resolve("worse"), "--out", folder.resolve("diff"));
        assertThat(compared.exit()).as(compared.err()).isZero();
        assertThat(folder.resolve("diff/items.csv"))
                .content()
                .startsWith("suite,metric,id,category,cluster,before,after");
        Path alone = Files.createDirectory(folder.resolve("elsewhere"));
        Files.copy(folder.resolve("diff/report.json"), alone.resolve("report.json"));
        Path policy = policy("  - {metric: probe.harm, margin: 0.1}\n");
        Subprocess.Result judged =
                run("gate", alone.resolve("report.json"), "--policy", policy, "--out", folder.resolve("judged"));
        assertThat(judged.exit()).as(judged.err()).isEqualTo(3);
        Subprocess.Result direct = run(
                "gate",
                folder.resolve("worse"),
                "--baseline",
                folder.resolve("old"),
                "--policy",
                policy,
                "--out",
                folder.resolve("direct"));
        assertThat(direct.exit()).isEqualTo(3);
        JsonNode first = Json.read(folder.resolve("judged/report.json")).path("verdict");
        assertThat(first)
                .isEqualTo(Json.read(folder.resolve("direct/report.json")).path("verdict"));
        Subprocess.Result rendered =
                run("report", folder.resolve("judged"), "--format", "md,junit", "--out", folder.resolve("again"));
        assertThat(rendered.exit()).as(rendered.err()).isZero();
        assertThat(folder.resolve("again/junit.xml")).hasSameTextualContentAs(folder.resolve("judged/junit.xml"));
        assertThat(folder.resolve("again/report.html")).doesNotExist();
        assertThat(run("report", folder.resolve("judged"), "--format", "html,pdf")
                        .err())
                .contains("--format: is \"pdf\"; accepted: html, md, json, junit, csv");
    }

    @Test
    void aBaselineKnowsWhoBlessedItAndWhatCameBefore() throws Exception {
        Path main = folder.resolve("baselines/main");
        Subprocess.Result first =
                run("baseline", "bless", folder.resolve("old"), "--out", main, "--approver", "Safety team");
        assertThat(first.exit()).as(first.err()).isZero();
        Subprocess.Result second = run(
                "baseline",
                "bless",
                folder.resolve("same"),
                "--out",
                main,
                "--approver",
                "Safety team",
                "--reason",
                "new");
        assertThat(second.out()).contains("baselines before it: 1");
        JsonNode record = Json.read(main.resolve("baseline.json"));
        assertThat(record.path("model").asString()).isEqualTo("same");
        assertThat(record.path("lineage").get(0).path("model").asString()).isEqualTo("old");
        assertThat(record.path("lineage").get(0).path("sha256").asString()).hasSize(64);
        assertThat(run("baseline", "show", folder.resolve("nowhere")).err())
                .contains("nowhere: no such directory; next:");
        assertThat(run("baseline", "show", main).out())
                .contains("blessed by Safety team on ")
                .contains("(new)");
        Path policy = policy("  - {metric: probe.harm, margin: 0.1}\n");
        Subprocess.Result judged = run(
                "gate", folder.resolve("worse"), "--baseline", main, "--policy", policy, "--out", folder.resolve("v"));
        assertThat(judged.exit()).isEqualTo(3);
        assertThat(folder.resolve("v/report.md")).content().contains("blessed by Safety team");
        assertThat(run(
                                "gate",
                                folder.resolve("same"),
                                "--baseline",
                                folder.resolve("old"),
                                "--require-blessed",
                                "--policy",
                                policy)
                        .err())
                .contains("--baseline: " + folder.resolve("old") + " was never blessed; next: bless one");
        Files.writeString(main.resolve("items.jsonl"), Files.readString(main.resolve("items.jsonl")) + "\n");
        Subprocess.Result changed = run("gate", folder.resolve("worse"), "--baseline", main, "--policy", policy);
        assertThat(changed.exit()).isEqualTo(2);
        assertThat(changed.err())
                .contains("items.jsonl: is not what was blessed: sha256 ")
                .contains("; next: restore");
        assertThat(run("baseline", "bless", folder.resolve("old"), "--out", main, "--approver", " ")
                        .err())
                .contains("--approver: is blank");
    }

    @Test
    void badInputIsRefusedWithTheNextStep() throws Exception {
        Path policy = policy("  - {metric: probe.harm, margin: 0.1}\n");
        assertRefused(
                run("gate", folder.resolve("none"), "--policy", policy), "none: no such file or directory; accepted:");
        assertRefused(
                run("gate", folder.resolve("old"), "--policy", folder.resolve("no.yaml")), "no.yaml: no such file");
        assertRefused(run("gate", folder.resolve("old")), "Missing required option: '--policy=FILE'", "--help");
        assertRefused(
                run("gate", folder.resolve("old"), "--policy", policy("  - {metric: probe.harm, margn: 0.1}\n")),
                "gate.yaml:2:33: rules[0].margn is not a known key",
                "rules[0].metric has neither a limit nor a margin");
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"schema\": \"plumbline.report/2\", ");
        policy("  - {metric: probe.harm, margin: 0.1}\n");
        assertRefused(run("gate", broken, "--policy", policy), "broken.json:1:");
        Files.delete(folder.resolve("old/items.jsonl"));
        assertRefused(run("gate", folder.resolve("old"), "--policy", policy), "items.jsonl: no such file");
        assertRefused(run("report", folder.resolve("old")), "holds neither a run nor a report.json");
        assertRefused(run("baseline"), "Missing required subcommand");
    }

    private static void assertRefused(Subprocess.Result result, String... parts) {
        assertThat(result.err()).contains(parts).doesNotContain("\tat ");
        assertThat(result.exit()).as(result.err()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
    }

    /** The promise: 50,000 items in under 20 s and 1 GB of heap, a page under 40 MB. */
    @Test
    void fiftyThousandItemsAreReportedInTwentySecondsAndAGigabyte() throws Exception {
        EvaluationFiles.write(evaluation("old", 50_000, 0.2, 1), folder.resolve("many-old"));
        EvaluationFiles.write(evaluation("new", 50_000, 0.21, 2), folder.resolve("many-new"));
        long start = System.nanoTime();
        Subprocess.Result result = Subprocess.run(
                folder,
                List.of("-Xmx1g"),
                WITHOUT_DJL,
                "compare",
                folder.resolve("many-old"),
                folder.resolve("many-new"),
                "--out",
                folder.resolve("many"));
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(result.exit()).as(result.err()).isZero();
        System.getLogger("large").log(System.Logger.Level.INFO, "50,000 items in {0} s", seconds);
        assertThat(seconds).isLessThan(20);
        assertThat(Files.size(folder.resolve("many/report.html"))).isLessThan(40L << 20);
        assertThat(Files.readString(folder.resolve("many/items.csv")).lines().count())
                .isEqualTo(100_001);
    }
}
