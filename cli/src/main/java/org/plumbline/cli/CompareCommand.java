package org.plumbline.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.plumbline.datasets.input.Outputs;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.EvaluationFiles;
import org.plumbline.reports.Comparison;
import org.plumbline.reports.Example;
import org.plumbline.reports.RunReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Two evaluations side by side; needs no model and no libtorch. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Compares two evaluations of the same items and writes report.html, .md and .json.",
        footer = {"", "Example:", "  plumbline compare runs/old runs/new --out runs/diff"})
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BEFORE_DIR", description = "Directory with results.json and items.jsonl.")
    Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "AFTER_DIR", description = "Directory with results.json and items.jsonl.")
    Path after = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Where to write the report, new or empty.")
    Path out = Path.of("");

    @Override
    public Integer call() {
        Evaluation first = EvaluationFiles.read(before);
        Evaluation second = EvaluationFiles.read(after);
        RunDirectory.requireEmpty(out);
        Comparison comparison = Comparison.of(first, second, Optional.empty());
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put(
                "model before", first.model().id() + ", sha256 " + first.model().contentHash());
        provenance.put(
                "model after",
                second.model().id() + ", sha256 " + second.model().contentHash());
        RunReport report = new RunReport(
                first.model().id() + " against " + second.model().id(),
                comparison,
                List.of(),
                Example.pick(first, second, RunReport.EXAMPLES),
                provenance,
                "plumbline compare " + before + " " + after + " --out " + out);
        report.write(Outputs.directory("--out", out));
        Screen.show(report);
        Terminal.data("report: " + out.resolve("report.html"));
        return Main.OK;
    }
}
