package org.plumbline.reports.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.plumbline.datasets.input.VisibleText;
import org.plumbline.eval.statistics.Interval;

/** The arithmetic of a verdict in words. */
public final class Explanation {
    private Explanation() {}

    /** Why a check came out as it did, without a full stop. */
    public static String reason(Check check) {
        Outcome outcome = check.outcome();
        if (outcome instanceof Outcome.NotRun notRun) {
            return notRun.reason();
        }
        String measured = check.subject() + ", " + check.expression() + " = " + number(check.estimate())
                + check.interval().map(i -> ", " + interval(i)).orElse("") + " on "
                + count(check.items(), check.clusters());
        String bound = Numbers.plain(check.bound());
        if (outcome instanceof Outcome.Pass) {
            return measured + ": the whole interval is " + (check.above() ? "below " : "above ") + bound;
        }
        if (outcome instanceof Outcome.Fail) {
            return measured + ": the whole interval is " + (check.above() ? "above " : "below ") + bound + ", adjusted "
                    + p(check.adjustedP());
        }
        return measured + ": " + ((Outcome.Inconclusive) outcome).reason();
    }

    /** Every step of every rule, a line each, as {@code gate --explain} prints it. */
    public static List<String> lines(Verdict verdict) {
        List<String> lines = new ArrayList<>();
        for (RuleResult rule : verdict.rules()) {
            lines.add(rule.name() + ": " + rule.outcome().word()
                    + (rule.outcome().kind() == rule.counted()
                            ? ""
                            : ", which the policy counts as "
                                    + rule.counted().name().replace('_', ' ')));
            for (Check check : rule.checks()) {
                explain(lines, check);
            }
        }
        lines.add("gate: " + verdict.word() + ", exit code " + verdict.exitCode() + ". " + verdict.sentence());
        return lines.stream().map(Explanation::line).toList();
    }

    /** A name in it must not begin a line of its own; the indentation stays. */
    private static String line(String text) {
        return (text.startsWith("  ") ? "  " : "") + VisibleText.line(text);
    }

    private static void explain(List<String> lines, Check check) {
        lines.add("  asked: " + check.subject() + " " + check.requirement());
        if (check.estimate().isEmpty()) {
            lines.add("  " + reason(check));
            return;
        }
        lines.add("  measured: " + check.expression() + " = " + number(check.estimate()) + " on "
                + count(check.items(), check.clusters()));
        double tail = check.alpha() / 2;
        if (check.interval().isPresent()) {
            Interval interval = check.interval().get();
            String quantile = check.degreesOfFreedom() == 0
                    ? "z(" + Numbers.plain(tail) + ")"
                    : "t(" + Numbers.plain(tail) + ", " + check.degreesOfFreedom() + " degrees of freedom)";
            lines.add("  interval: "
                    + check.standardError().stream()
                            .mapToObj(error ->
                                    number(check.estimate()) + " -+ " + quantile + " * " + Numbers.plain(error) + " = ")
                            .findFirst()
                            .orElse(interval.method() + ", " + quantile + ": ")
                    + interval(interval));
            lines.add("  to pass: the whole interval " + (check.above() ? "below " : "above ")
                    + Numbers.plain(check.bound()) + " (no adjustment: every rule must pass)");
            lines.add("  to fail: " + p(check.p()) + ", after Holm's adjustment in a family of "
                    + check.familySize() + " " + p(check.adjustedP()) + ", at most alpha = "
                    + Numbers.plain(check.alpha()));
        }
        check.smallestEffect()
                .ifPresent(effect ->
                        lines.add("  smallest change that these items would have shown: " + Numbers.plain(effect)));
        lines.add("  " + check.outcome().word() + ": " + reason(check));
    }

    /** {@code 95 % interval [low, high]}. */
    static String interval(Interval interval) {
        return Numbers.plain(interval.level() * 100) + " % interval [" + Numbers.plain(interval.low()) + ", "
                + Numbers.plain(interval.high()) + "]";
    }

    private static String number(OptionalDouble value) {
        return value.isEmpty() ? "-" : Numbers.plain(value.getAsDouble());
    }

    private static String count(int items, int clusters) {
        return items + (items == 1 ? " item" : " items") + (clusters == items ? "" : " in " + clusters + " clusters");
    }

    /** {@code p = 0.0312}, or {@code p < 0.0001}. */
    public static String p(double p) {
        return p < 1e-4 ? "p < 0.0001" : "p = " + pValue(p);
    }

    /** As {@link #p} for a column of its own. */
    public static String pValue(double p) {
        return p < 1e-4 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
    }

    /** {@code about 900 items in 12 clusters would decide with 80 % power}. */
    static String needed(OptionalLong needed, int items, int clusters, double power) {
        if (needed.isEmpty()) {
            return "no number of items like these would decide";
        }
        long inClusters = (long) Math.ceil((double) clusters * needed.getAsLong() / items);
        return "about " + String.format(Locale.ROOT, "%,d", needed.getAsLong()) + " items"
                + (clusters == items ? "" : String.format(Locale.ROOT, " in %,d clusters", inClusters))
                + " would decide with " + Numbers.plain(power * 100) + " % power";
    }
}
