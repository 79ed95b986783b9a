package org.plumbline.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Outputs;
import org.plumbline.datasets.input.Problem;
import org.plumbline.eval.EvaluationFiles;
import org.plumbline.reports.render.ItemsCsv;
import org.plumbline.reports.render.Report;
import org.plumbline.reports.render.ReportFiles;
import org.plumbline.reports.render.ReportFiles.Format;
import org.plumbline.reports.render.Reports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reports of a run, again and in other formats; needs no model and no libtorch. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the report of a run again: from before/ and after/ where they are, else from report.json.",
            "csv is a row for each item and metric, and needs before/ and after/."
        },
        footer = {"", "Example:", "  plumbline report runs/align --format html,junit --out public"})
final class ReportCommand implements Callable<Integer> {
    private static final String CSV = "csv";

    @Parameters(index = "0", paramLabel = "RUN_DIR", description = "Directory of a run or a comparison.")
    Path run = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "html,md,json,junit",
            description = "html, md, json, junit, csv; several with commas (default: ${DEFAULT-VALUE}).")
    List<String> formats = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "Where to write (default: RUN_DIR).")
    Optional<Path> out = Optional.empty();

    @Override
    public Integer call() {
        Set<Format> chosen = EnumSet.noneOf(Format.class);
        for (String name : formats) {
            if (!name.equals(CSV)) {
                chosen.add(Stream.of(Format.values())
                        .filter(format -> format.option().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new InputException(Problem.of("--format", "is \"" + name + "\"")
                                .accepted(Stream.of(Format.values())
                                                .map(Format::option)
                                                .collect(Collectors.joining(", "))
                                        + ", " + CSV))));
            }
        }
        boolean evaluations = Files.isDirectory(run.resolve("before")) && Files.isDirectory(run.resolve("after"));
        if (formats.contains(CSV) && !evaluations) {
            throw new InputException(
                    Problem.of("--format", "csv needs " + run.resolve("before") + " and " + run.resolve("after"))
                            .next("leave csv out, or name the run directory"));
        }
        Report report = evaluations && Files.exists(run.resolve("manifest.json"))
                ? Reports.ofRun(run)
                : Reports.find(run)
                        .orElseThrow(() -> new InputException(Problem.at(run, "holds neither a run nor a report.json")
                                .next("make one with plumbline align or plumbline compare")));
        Path directory = out.orElse(
                Files.isDirectory(run)
                        ? run
                        : Optional.ofNullable(run.getParent()).orElse(Path.of("")));
        ReportFiles.write(report, Outputs.directory("--out", directory), chosen);
        chosen.forEach(format -> Terminal.data(format.option() + ": " + directory.resolve(format.file())));
        if (formats.contains(CSV)) {
            Path csv = directory.resolve("items.csv");
            ItemsCsv.write(
                    csv, EvaluationFiles.read(run.resolve("before")), EvaluationFiles.read(run.resolve("after")));
            Terminal.data("csv: " + csv);
        }
        return Main.OK;
    }
}
