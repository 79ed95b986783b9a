package org.plumbline.eval.statistics;

import java.util.Optional;

/**
 * An estimated number with a standard error, tested against 0 by Student's t.
 *
 * @param standardError NaN when it cannot be estimated
 */
public record Contrast(double value, double standardError, int degreesOfFreedom) {

    /**
     * Whether the spread is known well enough: at least two clusters, and at least ten when all agree exactly.
     */
    public boolean determined() {
        return degreesOfFreedom >= 1
                && !Double.isNaN(value)
                && (standardError > 0 || (standardError == 0 && degreesOfFreedom + 1 >= Clustered.FEWEST_TO_AGREE));
    }

    /** Student's interval; empty when the spread is not known. */
    public Optional<Interval> interval(double level, String method) {
        if (!determined()) {
            return Optional.empty();
        }
        double half = Quantiles.student(degreesOfFreedom, (1 - level) / 2) * standardError;
        return Optional.of(new Interval(value - half, value + half, level, method));
    }

    /** Two-sided p-value of 0 for a value above 0; 1 for a value that is not, or whose spread is not known. */
    public double pAbove() {
        if (!determined() || !(value > 0)) {
            return 1;
        }
        return standardError == 0
                ? 0
                : Math.min(1, 2 * Quantiles.studentAbove(degreesOfFreedom, value / standardError));
    }

    /** Two-sided p-value of 0, either way; 1 when the spread is not known. */
    public double p() {
        return Math.min(pAbove(), new Contrast(-value, standardError, degreesOfFreedom).pAbove());
    }
}
