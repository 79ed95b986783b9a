package org.plumbline.reports.gate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.plumbline.eval.spi.MetricDefinition.Direction;

/**
 * One line of a policy: all its conditions must hold. A joint rule has several.
 *
 * @param name for readers; unique in the policy
 * @param family rules of one family share the chance of failing without cause
 * @param alpha two-sided, of the whole family
 * @param minItems fewer items never pass
 */
public record Rule(
        String name,
        String family,
        double alpha,
        int minItems,
        OnInconclusive onInconclusive,
        OnNotRun onNotRun,
        List<Condition> conditions) {

    /** What an inconclusive rule does to the gate. */
    public enum OnInconclusive {
        /** The gate is inconclusive, exit 4. */
        INCONCLUSIVE,
        /** The gate fails, exit 3. */
        FAIL,
        /** The gate may still pass. */
        PASS
    }

    /** What a rule that did not run does to the gate; it never passes. */
    public enum OnNotRun {
        /** The gate did not run, exit 4. */
        NOT_RUN,
        /** The gate fails, exit 3. */
        FAIL
    }

    /** Which way is better, where a policy says so itself. */
    public record Better(Direction direction, double target) {}

    /**
     * How much worse than before is allowed.
     *
     * @param absolute on the metric's scale; negative demands an improvement
     * @param share of the value before
     */
    public record Margin(double absolute, double share) {
        /** As it was written: {@code 0.02} or {@code 10%}. */
        public String text() {
            return share == 0 ? Numbers.plain(absolute) : Numbers.plain(share * 100) + "%";
        }
    }

    /**
     * What one metric must fulfil: a limit, a margin, or both.
     *
     * @param metric {@code suite.metric}
     * @param category of items; all items when empty
     * @param better the metric's own direction when empty
     * @param limit the worst value after: the highest, the lowest, or the largest distance from the target
     */
    public record Condition(
            String metric,
            Optional<String> category,
            Optional<Better> better,
            OptionalDouble limit,
            Optional<Margin> margin) {

        static final String METRIC = "[^.].*\\.[^.]+";

        public Condition {
            if (!metric.matches(METRIC)) {
                throw new IllegalArgumentException("\"" + metric + "\" is not SUITE.METRIC");
            }
        }

        /** {@code suite.metric}, and the category if there is one. */
        public String subject() {
            return metric + category.map(c -> "[" + c + "]").orElse("");
        }
    }

    public Rule {
        conditions = List.copyOf(conditions);
        if (name.isBlank() || !(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("rule \"" + name + "\", alpha " + alpha);
        }
    }
}
