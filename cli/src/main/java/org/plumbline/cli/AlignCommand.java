package org.plumbline.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.plumbline.core.model.ModelCard;
import org.plumbline.core.policy.Policy;
import org.plumbline.core.ppo.PpoTrainer;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.datasets.input.Json;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.EvaluationFiles;
import org.plumbline.reports.Comparison;
import org.plumbline.reports.RunReport;
import org.plumbline.reports.TrainingCurve;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** The main job: probe, train, probe again, compare, report. */
@Command(
        name = "align",
        mixinStandardHelpOptions = true,
        description = "Probes a model, trains it with PPO, probes it again and reports the difference.",
        footer = {
            "",
            "Example:",
            "  plumbline align --model models/my-llama --config examples/stories.yaml --out runs/first"
        })
final class AlignCommand implements Callable<Integer> {
    /** Share of items that may fail in a probe. */
    private static final double ERROR_BUDGET = 0.01;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "What to train on, reward and probe.")
    Path config = Path.of("");

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Hugging Face model directory; goes before the config's.")
    Optional<Path> model = Optional.empty();

    @Option(names = "--out", paramLabel = "DIR", description = "Run directory, new or empty (default: runs/NAME).")
    Optional<Path> out = Optional.empty();

    @Mixin
    ModelOptions options = new ModelOptions();

    @Override
    public Integer call() {
        RunConfig run = RunConfig.read(config, true);
        Path modelDirectory = run.modelOr(model);
        TorchRuntime runtime = TorchRuntime.on(options.device);
        try (Policy policy = options.load(modelDirectory)) {
            Path directory = RunDirectory.create(out, config);
            String command = command(modelDirectory);
            ModelCard card = policy.card();
            ObjectNode manifest = RunDirectory.manifest(directory, run, card.contentHash(), runtime, command);

            Evaluation before = Probing.run("before", policy, run.suites(), Integer.MAX_VALUE);
            EvaluationFiles.write(before, directory.resolve("before"));
            if (Probing.overBudget(before, ERROR_BUDGET, directory.resolve("before"))) {
                return Main.ERROR_BUDGET;
            }

            PpoTrainer.Outcome outcome = Training.run(run, policy, directory);
            if (outcome.interrupted()) {
                return Main.INTERRUPTED;
            }
            try (Policy aligned = options.load(outcome.model())) {
                Evaluation after = Probing.run("after", aligned, run.suites(), Integer.MAX_VALUE);
                EvaluationFiles.write(after, directory.resolve("after"));
                manifest.put("aligned_model_sha256", after.model().contentHash());
                Json.write(directory.resolve("manifest.json"), manifest);
                report(run, before, after, directory, manifest, command);
                if (Probing.overBudget(after, ERROR_BUDGET, directory.resolve("after"))) {
                    return Main.ERROR_BUDGET;
                }
            }
        }
        return Main.OK;
    }

    private void report(
            RunConfig run, Evaluation before, Evaluation after, Path directory, ObjectNode manifest, String command) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put(
                "model before",
                before.model().id() + ", sha256 " + before.model().contentHash());
        provenance.put(
                "model after", after.model().id() + ", sha256 " + after.model().contentHash());
        for (var suite : before.suites()) {
            suite.description()
                    .data()
                    .forEach(data -> provenance.put(
                            "data of " + suite.description().name(),
                            data.name() + ", " + data.items() + " items, sha256 " + data.sha256()));
            if (!suite.description().scorers().isEmpty()) {
                provenance.put(
                        "scorers of " + suite.description().name(),
                        String.join(", ", suite.description().scorers()));
            }
            provenance.put(
                    "decoding of " + suite.description().name(),
                    suite.description().decoding().toString());
        }
        provenance.put("scorers of training", String.join(", ", run.rewards().scorers()));
        provenance.put("training", manifest.path("ppo").toString());
        provenance.put(
                "versions",
                String.format(
                        Locale.ROOT,
                        "plumbline %s, libtorch %s, Java %s, device %s, %d threads",
                        Main.version(),
                        manifest.path("libtorch").asString(),
                        manifest.path("java").asString(),
                        manifest.path("device").asString(),
                        manifest.path("threads").asInt()));
        RunReport report = new RunReport(
                "Alignment of " + before.model().id(),
                Comparison.of(before, after, Optional.of(run.rewards().scorers())),
                TrainingCurve.read(directory.resolve("metrics.jsonl")),
                provenance,
                command);
        report.write(directory);
        Screen.show(report);
        Terminal.data("report: " + directory.resolve("report.html"));
        Terminal.data("model:  " + directory.resolve("model"));
    }

    private String command(Path modelDirectory) {
        List<String> words = new ArrayList<>(List.of("plumbline", "align", "--model", modelDirectory.toString()));
        words.addAll(List.of("--config", config.toString()));
        out.ifPresent(path -> words.addAll(List.of("--out", path.toString())));
        words.addAll(List.of("--device", options.device));
        return words.stream()
                .map(word -> word.matches("[\\w./:=@+-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
