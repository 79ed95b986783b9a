package org.plumbline.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
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
import org.plumbline.eval.spi.Subject;
import org.plumbline.reports.Comparison;
import org.plumbline.reports.Example;
import org.plumbline.reports.RunReport;
import org.plumbline.reports.TrainingCurve;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ObjectNode;

/** The main job: probe, train, probe again, compare, report. */
@Command(
        name = "align",
        mixinStandardHelpOptions = true,
        description = {
            "Probes a model, trains it with PPO, probes it again and reports the difference.",
            "Without arguments: the starter model and data."
        },
        footer = {
            "",
            "Example:",
            "  plumbline align",
            "  plumbline align --model models/my-llama --config my-align.yaml --out runs/first"
        })
final class AlignCommand implements Callable<Integer> {
    /** Share of items that may fail in a probe. */
    private static final double ERROR_BUDGET = 0.01;

    @Mixin
    RunOptions options = new RunOptions();

    @Override
    public Integer call() {
        Path config = options.configFile();
        RunConfig run = RunConfig.read(config, options.seed, true);
        Path modelDirectory = run.modelOr(options.model);
        TorchRuntime runtime = TorchRuntime.on(options.device.device);
        try (Policy policy = options.device.load(modelDirectory)) {
            PpoTrainer trainer = run.trainer(policy);
            Path directory = RunDirectory.create(options.out, config);
            String command = options.commandLine("align", modelDirectory);
            ModelCard card = policy.card();
            ObjectNode manifest = RunDirectory.manifest(directory, run, card.contentHash(), runtime, command);

            Evaluation before =
                    Probing.run("before", new Subject(policy, Optional.of(policy)), run.suites(), Integer.MAX_VALUE);
            EvaluationFiles.write(before, directory.resolve("before"));
            if (Probing.overBudget(before, ERROR_BUDGET, directory.resolve("before"))) {
                return Main.ERROR_BUDGET;
            }

            PpoTrainer.Outcome outcome = Training.run(trainer, run.ppo().updates(), directory);
            if (outcome.interrupted()) {
                return Main.INTERRUPTED;
            }
            try (Policy aligned = options.device.load(outcome.model())) {
                Evaluation after = Probing.run(
                        "after", new Subject(aligned, Optional.of(policy)), run.suites(), Integer.MAX_VALUE);
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
            provenance.put(
                    "data of " + suite.description().name(),
                    suite.description().data().stream()
                            .map(data -> data.name() + ", " + data.items() + " items, sha256 " + data.sha256())
                            .collect(Collectors.joining("; ")));
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
                Example.pick(before, after, RunReport.EXAMPLES),
                provenance,
                command);
        report.write(directory);
        Screen.show(report);
        Terminal.data("report: " + directory.resolve("report.html"));
        Terminal.data("model:  " + directory.resolve("model"));
    }
}
