package org.plumbline.eval;

import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** Intervals for means, proportions and paired differences. */
public final class Statistics {
    /** Confidence level of every interval. */
    public static final double LEVEL = 0.95;

    /**
     * A two-sided confidence interval.
     *
     * @param method name of the formula
     */
    public record Interval(double low, double high, double level, String method) {}

    private Statistics() {}

    /** Wilson's score interval (Wilson 1927) for {@code successes} of {@code n}; empty for n = 0. */
    public static Optional<Interval> wilson(long successes, long n) {
        if (n == 0) {
            return Optional.empty();
        }
        double z = NormalDistribution.of(0, 1).inverseCumulativeProbability(1 - (1 - LEVEL) / 2);
        double p = (double) successes / n;
        double spread = 1 + z * z / n;
        double centre = (p + z * z / (2 * n)) / spread;
        double half = z / spread * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n));
        // Rounding must not push the bound past what can be.
        double low = successes == 0 ? 0 : Math.max(0, centre - half);
        double high = successes == n ? 1 : Math.min(1, centre + half);
        return Optional.of(new Interval(low, high, LEVEL, "wilson"));
    }

    /** Student's t interval for a mean of independent values; empty for fewer than two. */
    public static Optional<Interval> mean(double[] values, String method) {
        int n = values.length;
        if (n < 2) {
            return Optional.empty();
        }
        double mean = average(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double standardError = Math.sqrt(squares / (n - 1) / n);
        double t = TDistribution.of(n - 1).inverseCumulativeProbability(1 - (1 - LEVEL) / 2);
        return Optional.of(new Interval(mean - t * standardError, mean + t * standardError, LEVEL, method));
    }

    /** Interval of the mean of after - before over the same items, in the same order. */
    public static Optional<Interval> pairedDifference(double[] before, double[] after) {
        double[] differences = new double[before.length];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = after[i] - before[i];
        }
        return mean(differences, "paired t");
    }

    /** Arithmetic mean; NaN for no values. */
    public static double average(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
