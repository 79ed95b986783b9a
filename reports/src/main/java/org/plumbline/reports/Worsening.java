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
        String factor = share == 0 ? "" : factor(1 + share) + " * ";
        return switch (definition.direction()) {
            case LOWER -> {
                if (logs) {
                    double bound = log1p(definition, share + margin / before);
                    yield new Worsening("ln(after / before)", bound, bound, List.of(e.contrast(1, -1, -bound)));
                }
                yield new Worsening(
                        "after - " + factor + "before",
                        margin,
                        allowance,
                        List.of(e.contrast(1, -1 - share * Math.signum(before), -margin)));
            }
            case HIGHER -> {
                if (logs) {
                    double bound = -log1p(definition, -share - margin / before);
                    yield new Worsening("ln(before / after)", bound, bound, List.of(e.contrast(-1, 1, -bound)));
                }
                String less = share == 0 ? "" : factor(1 - share) + " * ";
                yield new Worsening(
                        less + "before - after",
                        margin,
                        allowance,
                        List.of(e.contrast(-1, 1 - share * Math.signum(before), -margin)));
            }
            case TOWARDS -> {
                double target = definition.target();
                double scaled = logs ? Math.log(target) : target;
                double side = (e.before().mean() >= scaled ? 1 : -1) * (1 + share);
                String distance = logs ? "|ln(%s / " + target + ")|" : "|%s - " + target + "|";
                yield new Worsening(
                        distance.replace("%s", "after") + " - " + factor + distance.replace("%s", "before"),
                        margin,
                        margin + share * Math.abs(e.before().mean() - scaled),
                        List.of(towards(e, scaled, 1, side, margin), towards(e, scaled, -1, side, margin)));
            }
            case NEITHER -> throw new IllegalArgumentException(definition.name() + " has no better side");
        };
    }

    private static double log1p(MetricDefinition definition, double change) {
        if (!(change > -1)) {
            throw new InputException(Problem.of(
                            "margin of " + definition.name(),
                            "is as large as the value before, which is always positive")
                    .accepted("a smaller margin, or a percentage"));
        }
        return Math.log1p(change);
    }

    private static String factor(double value) {
        return String.valueOf(Math.round(value * 1e6) / 1e6);
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
