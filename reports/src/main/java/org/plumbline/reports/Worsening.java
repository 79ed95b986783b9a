package org.plumbline.reports;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.eval.spi.MetricDefinition.Kind;
import org.plumbline.eval.statistics.Contrast;
import org.plumbline.eval.statistics.Interval;
import org.plumbline.eval.statistics.PairedEstimate;

/**
 * How much worse a metric became, against what is allowed. Most metrics have one contrast; towards a target there are two,
 * one for each side that the value after may lie on, and the worsening is the larger of them.
 *
 * @param expression what is estimated, such as {@code after - before}; geometric means are compared by logs
 * @param bound the most that is allowed of it
 * @param allowance how far the bound lies above no change at all
 * @param sides the expression less the bound
 */
public record Worsening(String expression, double bound, double allowance, List<Contrast> sides) {

    public Worsening {
        sides = List.copyOf(sides);
    }

    /**
     * The worsening and its bound.
     *
     * @param margin allowed, on the metric's scale; negative demands an improvement
     * @param share allowed besides, as a share of the value (of the distance from the target) before
     * @throws IllegalArgumentException for a metric of which neither side is better
     */
    public static Worsening of(MetricDefinition definition, PairedEstimate e, double margin, double share) {
        boolean logs = definition.kind() == Kind.GEOMETRIC_MEAN;
        double before = e.before().value();
        double allowance = margin + share * Math.abs(before);
        double relative = share * Math.signum(before);
        return switch (definition.direction()) {
            case LOWER ->
                logs
                        ? ratio(definition, e, 1, before * (1 + share), margin)
                        : new Worsening(
                                "after - " + times(1 + relative) + "before",
                                margin,
                                allowance,
                                List.of(e.contrast(1, -1 - relative, -margin)));
            case HIGHER ->
                logs
                        ? ratio(definition, e, -1, before * (1 - share), -margin)
                        : new Worsening(
                                times(1 - relative) + "before - after",
                                margin,
                                allowance,
                                List.of(e.contrast(-1, 1 - relative, -margin)));
            case TOWARDS -> {
                double target = definition.target();
                if (logs && (margin != 0 || !(target > 0))) {
                    throw new InputException(Problem.of(
                                    "gate, " + definition.name(),
                                    "towards " + target + " of a geometric mean is measured by logs")
                            .accepted("a target above 0, and a margin of 0 or a percentage of the distance before"));
                }
                double scaled = logs ? Math.log(target) : target;
                double side = (e.before().mean() >= scaled ? 1 : -1) * (1 + share);
                String distance = logs ? "|ln(%s / " + target + ")|" : "|%s - " + target + "|";
                yield new Worsening(
                        distance.replace("%s", "after") + " - " + times(1 + share) + distance.replace("%s", "before"),
                        margin,
                        margin + share * Math.abs(e.before().mean() - scaled),
                        List.of(towards(e, scaled, 1, side, margin), towards(e, scaled, -1, side, margin)));
            }
            case NEITHER -> throw new IllegalArgumentException(definition.name() + " has no better side");
        };
    }

    /**
     * A geometric mean against {@code base + margin}, by logs. The bound moves with the value before, which is itself estimated:
     * its slope is base / (base + margin), by the delta method.
     */
    private static Worsening ratio(
            MetricDefinition definition, PairedEstimate e, int sign, double base, double margin) {
        double limit = base + margin;
        if (!(limit > 0)) {
            throw new InputException(Problem.of(
                            "gate, " + definition.name(),
                            "the margin is as large as the value before, which is always positive")
                    .accepted("a smaller margin, or a percentage"));
        }
        double slope = base / limit;
        double logBefore = e.before().mean();
        double bound = sign * (Math.log(limit) - logBefore);
        Contrast side = e.contrast(sign, -sign * slope, sign * (slope * logBefore - Math.log(limit)));
        return new Worsening(sign > 0 ? "ln(after / before)" : "ln(before / after)", bound, bound, List.of(side));
    }

    private static String times(double factor) {
        return factor == 1 ? "" : Math.round(factor * 1e6) / 1e6 + " * ";
    }

    /** {@code a (after - target) - b (before - target) - margin}. */
    private static Contrast towards(PairedEstimate e, double target, double a, double b, double margin) {
        return e.contrast(a, -b, (b - a) * target - margin);
    }

    /** The side that decides: the larger worsening. */
    public Contrast largest() {
        return sides.stream().max(Comparator.comparingDouble(Contrast::value)).orElseThrow();
    }

    /** The estimate of the expression. */
    public double estimate() {
        return largest().value() + bound;
    }

    /**
     * Interval of the expression. Its upper bound holds at the level, since both sides must lie below it; so does the lower,
     * wherever only one side can be the larger. Empty when the spread is not known.
     */
    public Optional<Interval> interval(double level) {
        List<Interval> intervals = sides.stream()
                .flatMap(side -> side.interval(level, expression).stream())
                .toList();
        if (intervals.size() < sides.size()) {
            return Optional.empty();
        }
        double low = intervals.stream().mapToDouble(Interval::low).max().orElseThrow();
        double high = intervals.stream().mapToDouble(Interval::high).max().orElseThrow();
        return Optional.of(new Interval(bound + low, bound + high, level, expression));
    }

    /** Two-sided p-value that the expression is above its bound; see {@link Contrast#pAbove}. */
    public double p() {
        return sides.stream().mapToDouble(Contrast::pAbove).min().orElse(1);
    }
}
