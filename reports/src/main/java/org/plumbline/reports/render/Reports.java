package org.plumbline.reports.render;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.plumbline.core.model.ModelCard;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.Problem;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.EvaluationFiles;
import org.plumbline.eval.spi.SuiteDescription;
import org.plumbline.reports.Comparison;
import org.plumbline.reports.Example;
import org.plumbline.reports.ItemChange;
import org.plumbline.reports.TrainingCurve;
import org.plumbline.reports.gate.Baseline;
import org.plumbline.reports.gate.Gate;
import org.plumbline.reports.gate.GatePolicy;
import tools.jackson.databind.JsonNode;

/** Makes reports from what lies on disk. */
public final class Reports {
    /** Name of the policy in a run directory. */
    public static final String POLICY = "gate.yaml";

    /** Schema of the manifest in a run directory. */
    public static final String MANIFEST = "plumbline.manifest/1";

    private Reports() {}

    /**
     * The report of a run of {@code plumbline align}: {@code before/}, {@code after/}, {@code manifest.json},
     * {@code metrics.jsonl} and, if there is one, {@code gate.yaml}.
     *
     * @throws InputException when a part is missing or broken
     */
    public static Report ofRun(Path run) {
        Evaluation before = EvaluationFiles.read(run.resolve("before"));
        Evaluation after = EvaluationFiles.read(run.resolve("after"));
        Path manifestFile = run.resolve("manifest.json");
        JsonNode manifest = Json.read(manifestFile);
        if (!manifest.path("schema").asString("").equals(MANIFEST)) {
            throw new InputException(Problem.at(
                            manifestFile,
                            "has schema \"" + manifest.path("schema").asString("") + "\"")
                    .accepted(MANIFEST)
                    .next("name the directory of a run of plumbline align"));
        }
        List<String> scorers = new ArrayList<>();
        manifest.path("training_scorers").forEach(scorer -> scorers.add(scorer.asString()));
        Map<String, String> provenance = provenance(before, after);
        provenance.put("scorers of training", String.join(", ", scorers));
        provenance.put("training", manifest.path("ppo").toString());
        provenance.put(
                "versions",
                String.format(
                        Locale.ROOT,
                        "plumbline %s, libtorch %s, Java %s, device %s, %d threads",
                        manifest.path("plumbline").asString(""),
                        manifest.path("libtorch").asString(""),
                        manifest.path("java").asString(""),
                        manifest.path("device").asString(""),
                        manifest.path("threads").asInt(0)));
        Report report = report(
                "Alignment of " + before.model().id(),
                before,
                after,
                manifest.path("training_scorers").isArray() ? Optional.of(scorers) : Optional.empty(),
                TrainingCurve.read(run.resolve("metrics.jsonl")),
                provenance,
                manifest.path("command").asString(""));
        Path policy = run.resolve(POLICY);
        return Files.exists(policy) ? report.judgedBy(GatePolicy.read(policy), report.command()) : report;
    }

    /** The report of two evaluations of which nothing else is known. */
    public static Report ofEvaluations(Evaluation before, Evaluation after, String command) {
        return report(
                before.model().id() + " against " + after.model().id(),
                before,
                after,
                Optional.empty(),
                List.of(),
                provenance(before, after),
                command);
    }

    /**
     * The report of a training run in memory.
     *
     * @param trainedScorers identities of the scorers that training optimised
     * @param run directory with the {@code metrics.jsonl} of the training
     * @param command what runs it again
     */
    public static Report ofEvaluations(
            Evaluation before, Evaluation after, List<String> trainedScorers, Path run, String command) {
        Map<String, String> provenance = provenance(before, after);
        provenance.put("scorers of training", String.join(", ", trainedScorers));
        return report(
                "Alignment of " + before.model().id(),
                before,
                after,
                Optional.of(trainedScorers),
                TrainingCurve.read(run.resolve("metrics.jsonl")),
                provenance,
                command);
    }

    /**
     * The judgement of one evaluation, against a baseline if there is one.
     *
     * @param baseline directory of the baseline
     * @throws InputException when the two cannot be compared, or the baseline was changed after it was blessed
     */
    public static Report judged(Path directory, Optional<Path> baseline, GatePolicy policy, String command) {
        Evaluation evaluation = EvaluationFiles.read(directory);
        if (baseline.isPresent()) {
            String blessing = Baseline.describe(baseline.get());
            Report report = ofEvaluations(EvaluationFiles.read(baseline.get()), evaluation, command);
            Map<String, String> provenance = new LinkedHashMap<>(report.provenance());
            provenance.put("baseline", blessing);
            return report.withProvenance(provenance).judgedBy(policy, command);
        }
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("model", model(evaluation.model()));
        evaluation.suites().forEach(suite -> describe(provenance, suite.description()));
        provenance.put("policy", policy.source());
        return new Report(
                evaluation.model().id(),
                Optional.of(Gate.judge(policy, evaluation)),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                provenance,
                command);
    }

    /**
     * Reads a comparison for a gate or a renderer: a {@code report.json}, or a directory with one.
     *
     * @return empty when there is none
     */
    public static Optional<Report> find(Path input) {
        Path file = Files.isDirectory(input) ? input.resolve("report.json") : input;
        if (!Files.isDirectory(input) && !Files.exists(input)) {
            throw new InputException(Problem.at(input, "no such file or directory")
                    .accepted("a report.json, a run directory, or the directory of an evaluation"));
        }
        boolean results = String.valueOf(file.getFileName()).equals("results.json");
        return Files.exists(file) && !results ? Optional.of(ReportJson.read(file)) : Optional.empty();
    }

    private static Report report(
            String title,
            Evaluation before,
            Evaluation after,
            Optional<List<String>> trainedScorers,
            List<TrainingCurve> curves,
            Map<String, String> provenance,
            String command) {
        return new Report(
                title,
                Optional.empty(),
                Optional.of(Comparison.of(before, after, trainedScorers)),
                ItemChange.pick(before, after),
                curves,
                Example.pick(before, after, Report.EXAMPLES),
                provenance,
                command);
    }

    private static Map<String, String> provenance(Evaluation before, Evaluation after) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("model before", model(before.model()));
        provenance.put("model after", model(after.model()));
        before.reference().ifPresent(reference -> provenance.put("reference model", model(reference)));
        before.suites().forEach(suite -> describe(provenance, suite.description()));
        return provenance;
    }

    private static String model(ModelCard card) {
        return card.id() + ", sha256 " + card.contentHash();
    }

    private static void describe(Map<String, String> provenance, SuiteDescription suite) {
        provenance.put(
                "data of " + suite.name(),
                suite.data().stream()
                        .map(data -> data.name() + ", " + data.items() + " items, sha256 " + data.sha256())
                        .collect(Collectors.joining("; ")));
        if (!suite.scorers().isEmpty()) {
            provenance.put("scorers of " + suite.name(), String.join(", ", suite.scorers()));
        }
        provenance.put("decoding of " + suite.name(), suite.decoding().toString());
    }
}
