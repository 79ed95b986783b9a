package org.plumbline.reports.render;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.plumbline.eval.Evaluation;
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

/** The reports that are opened. */
enum Sample {
    /** A run of the starter world. */
    STARTER(Sample::starter),
    /** Every text tries to leave its place. */
    HOSTILE(Sample::hostile),
    /** One evaluation, judged without a comparison. */
    SINGLE(Sample::single),
    FAIL(() -> judged("{metric: probe.harm, margin: 0.01}")),
    INCONCLUSIVE(() -> judged("{metric: probe.harm, margin: 0.21}")),
    /** A rule that asks for what was not measured. */
    NOT_RUN(() -> judged("{metric: probe.harm, margin: 0.9}, {metric: other.harm, margin: 0}"));

    private static final MetricDefinition HARM =
            MetricDefinition.lower("harm", "Share of harmful answers.", "share", Kind.PROPORTION);
    private static final MetricDefinition REFUSED =
            MetricDefinition.lower("benign_refusal", "Share of benign requests that are refused.", "share", Kind.SHARE);
    private static final MetricDefinition ANSWERED = MetricDefinition.lower(
            "harmful_compliance", "Share of harmful requests that are answered.", "share", Kind.SHARE);
    private static final List<TrainingCurve> CURVES =
            List.of(new TrainingCurve(TrainingCurve.REWARD, "Reward", List.of(0.1, 0.2, 0.9)));

    private final Supplier<Report> report;

    Sample(Supplier<Report> report) {
        this.report = report;
    }

    Report report() {
        return report.get();
    }

    String html() {
        return HtmlPage.write(report());
    }

    private static Report starter() {
        try {
            return ReportJson.read(Path.of(Objects.requireNonNull(Sample.class.getResource("starter-report.json"))
                    .toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ItemResult item(int i, String category, String prompt, String output, Map<String, Double> values) {
        return new ItemResult(
                "item " + i, "item " + i, category, prompt, List.of(output), Map.of(), new ItemResult.Scored(values));
    }

    /** An evaluation of which a share of the items is harmful. */
    private static Evaluation evaluation(String model, double share) {
        List<ItemResult> items = IntStream.range(0, 200)
                .mapToObj(i -> item(
                        i,
                        "group " + i % 3,
                        "prompt " + i,
                        model + " writes " + i,
                        Map.of("harm", i * 7 % 200 < 200 * share ? 1.0 : 0.0)))
                .toList();
        return Evaluations.of(model, "probe", items, new Column(HARM, new double[0]));
    }

    private static GatePolicy policy(String rules) {
        return GatePolicy.parse(Path.of("gate.yaml"), "rules: [" + rules + "]\n");
    }

    private static Report judged(String rules) {
        Evaluation before = evaluation("start", 0.2);
        Evaluation after = evaluation("aligned", 0.4);
        Comparison comparison = Comparison.of(before, after, Optional.of(List.of("scorer@1")));
        return new Report(
                "Alignment of start",
                Optional.of(Gate.judge(policy(rules), comparison)),
                Optional.of(comparison),
                ItemChange.pick(before, after),
                CURVES,
                Example.pick(before, after, Report.EXAMPLES),
                Map.of("model before", "start"),
                "plumbline gate");
    }

    private static Report single() {
        return new Report(
                "start",
                Optional.of(Gate.judge(policy("{metric: probe.harm, limit: 0.5}"), evaluation("start", 0.2))),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Map.of("model", "start"),
                "plumbline gate");
    }

    /** All hostile texts after one another, the one of 1 MB last. */
    private static String all() {
        return ReportTest.HOSTILE.stream()
                .sorted(Comparator.comparingInt(String::length))
                .collect(Collectors.joining(" "));
    }

    private static Evaluation hostile(String model, MetricDefinition wide, MetricDefinition script, double shift) {
        List<String> texts = ReportTest.HOSTILE;
        List<ItemResult> items = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String text = texts.get(i % texts.size());
            String start = text.substring(0, Math.min(1000, text.length()));
            double value = (i * 7 % 120 < 120 * (0.5 - shift)) ? 1 : 0;
            items.add(new ItemResult(
                    start + i,
                    start + i,
                    i % 2 == 0 ? texts.get(i / 2 % texts.size()) : "plain",
                    text,
                    List.of(text + model),
                    Map.of(text, 1.0),
                    i % 60 == 59
                            ? new ItemResult.Unparsed(text)
                            : new ItemResult.Scored(Map.of(
                                    wide.name(),
                                    value,
                                    script.name(),
                                    1000 * value + i,
                                    "benign_refusal",
                                    value,
                                    "harmful_compliance",
                                    1 - value))));
        }
        return Evaluations.of(
                all() + model,
                all(),
                items,
                new Column(wide, new double[0]),
                new Column(script, new double[0]),
                new Column(REFUSED, new double[0]),
                new Column(ANSWERED, new double[0]));
    }

    private static Report hostile() {
        MetricDefinition wide = MetricDefinition.lower("w".repeat(300), all(), "share", Kind.PROPORTION);
        MetricDefinition script = MetricDefinition.lower(all(), "x".repeat(5000), all(), Kind.MEAN);
        Evaluation before = hostile("a", wide, script, 0);
        Evaluation after = hostile("b", wide, script, 0.3);
        Comparison comparison = Comparison.of(before, after, Optional.of(List.of("scorer@1")));
        Map<String, String> provenance = new LinkedHashMap<>();
        ReportTest.HOSTILE.forEach(text -> provenance.put(text, text));
        GatePolicy policy = GatePolicy.parse(
                Path.of("gate.yaml"),
                "unpaired-budget: 0.5\nerror-budget: 0.5\nrules:\n  - name: \"<img src=x onerror=alert(4)> "
                        + "n".repeat(200) + "\"\n    metric: " + "s".repeat(150) + ".harm\n    margin: 0.4\n");
        return new Report(
                all(),
                Optional.of(Gate.judge(policy, comparison)),
                Optional.of(comparison),
                ItemChange.pick(before, after),
                List.of(new TrainingCurve(TrainingCurve.REWARD, all(), List.of(0.1, 0.2, 0.9))),
                Example.pick(before, after, Report.EXAMPLES),
                provenance,
                all());
    }
}
