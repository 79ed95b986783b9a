package org.plumbline.reports.gate;

import java.util.Optional;
import java.util.OptionalDouble;
import org.plumbline.eval.statistics.Interval;

/**
 * One comparison of a measured quantity with its bound, with the arithmetic behind it.
 *
 * @param subject {@code suite.metric}, and the category if there is one
 * @param requirement what is asked for, for readers
 * @param expression what is estimated: {@code after}, {@code after - before}, ...
 * @param estimate of the expression; empty when nothing was measured
 * @param interval of the expression, two-sided; empty when the spread is not known
 * @param bound that the interval must keep on the right side of
 * @param above whether the bound is the highest value allowed, not the lowest
 * @param standardError on the scale of the expression; empty for a score test
 * @param degreesOfFreedom of Student's t; 0 for the normal distribution
 * @param p two-sided p-value that the bound is violated; 1 when the estimate does not violate it
 * @param adjustedP {@code p} after Holm's adjustment within the family
 * @param familySize checks of the family
 * @param alpha of the family
 * @param items items measured
 * @param clusters groups of items that count together
 * @param smallestEffect smallest change found with the policy's power; empty when the spread is not known
 */
public record Check(
        String subject,
        String requirement,
        String expression,
        OptionalDouble estimate,
        Optional<Interval> interval,
        double bound,
        boolean above,
        OptionalDouble standardError,
        int degreesOfFreedom,
        double p,
        double adjustedP,
        int familySize,
        double alpha,
        int items,
        int clusters,
        OptionalDouble smallestEffect,
        Outcome outcome) {

    /** Whether the interval lies wholly on the wrong side of the bound, before any adjustment. */
    public boolean beyond() {
        return interval.isPresent()
                && (above ? interval.get().low() > bound : interval.get().high() < bound);
    }
}
