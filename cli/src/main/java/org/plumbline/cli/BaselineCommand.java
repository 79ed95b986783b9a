package org.plumbline.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Outputs;
import org.plumbline.datasets.input.Problem;
import org.plumbline.datasets.input.VisibleText;
import org.plumbline.reports.gate.Baseline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Evaluations that someone answers for. */
@Command(
        name = "baseline",
        mixinStandardHelpOptions = true,
        description = "Blesses an evaluation as the baseline of later gates, or says who blessed one.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Example:",
            "  plumbline baseline bless runs/probe --out baselines/main --approver \"Safety team\"",
            "  plumbline baseline show baselines/main"
        },
        subcommands = {BaselineCommand.Bless.class, BaselineCommand.Show.class})
final class BaselineCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new picocli.CommandLine.ParameterException(spec.commandLine(), "Missing required subcommand");
    }

    /** Records who answers for an evaluation. */
    @Command(
            name = "bless",
            mixinStandardHelpOptions = true,
            description = {
                "Copies results.json and items.jsonl and records approver, day, reason and hashes in baseline.json.",
                "A baseline that is there already becomes part of the lineage."
            },
            footer = {
                "",
                "Example:",
                "  plumbline baseline bless runs/probe --out baselines/main --approver \"Safety team\" --reason \"release 4\""
            })
    static final class Bless implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "RESULTS_DIR", description = "Directory of an evaluation.")
        Path results = Path.of("");

        @Option(names = "--out", paramLabel = "DIR", required = true, description = "Directory of the baseline.")
        Path out = Path.of("");

        @Option(names = "--approver", paramLabel = "NAME", required = true, description = "Who answers for it.")
        String approver = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why it is the baseline now.")
        Optional<String> reason = Optional.empty();

        @Override
        public Integer call() {
            if (approver.isBlank()) {
                throw new InputException(Problem.of("--approver", "is blank").accepted("a name"));
            }
            int before = Baseline.bless(
                    results, Outputs.directory("--out", out), approver, reason.orElse(""), Clock.systemUTC());
            Terminal.data("blessed: " + out.resolve(Baseline.FILE) + ", baselines before it: " + before);
            return Main.OK;
        }
    }

    /** Says who answers for one. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Checks the hashes of a baseline and says who blessed it.",
            footer = {"", "Example:", "  plumbline baseline show baselines/main"})
    static final class Show implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "DIR", description = "Directory of a baseline.")
        Path directory = Path.of("");

        @Override
        public Integer call() {
            Terminal.data(VisibleText.line(Baseline.describe(directory)));
            return Main.OK;
        }
    }
}
