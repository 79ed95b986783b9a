package org.plumbline.reports.render;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;
import org.plumbline.datasets.input.VisibleText;
import org.plumbline.reports.gate.Check;
import org.plumbline.reports.gate.Explanation;
import org.plumbline.reports.gate.GatePolicy;
import org.plumbline.reports.gate.RuleResult;

/** The gate as the command line and builds call it: one reading of the input, one wording. */
public final class Judging {
    private static final int NAME = 60;
    private static final int LINE = 200;

    private Judging() {}

    /**
     * Judges what lies on disk.
     *
     * @param input a run or comparison (directory or {@code report.json}), or an evaluation (directory or
     *     {@code results.json})
     * @param baseline directory of the evaluation to compare an evaluation with
     * @param command what judges again
     * @throws InputException when the input cannot be read, or is a comparison already and there is a baseline too
     */
    public static Report judge(Path input, Optional<Path> baseline, GatePolicy policy, String command) {
        Optional<Report> found = Reports.find(input);
        if (found.isPresent()) {
            if (baseline.isPresent()) {
                throw new InputException(Problem.of(
                                "baseline " + baseline.get(), "cannot be used: " + input + " is a comparison already")
                        .next("leave the baseline out, or name the directory of an evaluation"));
            }
            return found.get().judgedBy(policy, command);
        }
        Path directory = Files.isDirectory(input)
                ? input
                : Optional.ofNullable(input.toAbsolutePath().getParent()).orElse(input);
        return Reports.judged(directory, baseline, policy, command);
    }

    /** A rule's name, short enough for a line. */
    public static String name(RuleResult rule) {
        return VisibleText.line(rule.name(), NAME);
    }

    /** What the checks of a rule found, on one line. */
    public static String summary(RuleResult rule) {
        return rule.checks().stream()
                .map(check -> VisibleText.line(summary(check), LINE))
                .collect(Collectors.joining("; "));
    }

    private static String summary(Check check) {
        return check.estimate().isEmpty()
                ? Explanation.reason(check)
                : check.requirement() + ": " + check.expression() + " "
                        + Labels.signed(check.estimate().getAsDouble()) + " "
                        + Labels.interval(check.interval());
    }
}
