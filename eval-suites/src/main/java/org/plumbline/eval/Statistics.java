package org.plumbline.eval;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** Intervals for means, proportions and paired differences. */
public final class Statistics {
    /** Confidence level of every interval. */
    public static final double LEVEL = 0.95;

    private static final int FEWEST_TO_AGREE = 10;

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
        return Optional.of(wilson((double) successes / n, n, z, "wilson"));
    }

    private static Interval wilson(double p, double n, double z, String method) {
        double spread = 1 + z * z / n;
        double centre = (p + z * z / (2 * n)) / spread;
        double half = z / spread * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n));
        // Rounding must not push the bound past what can be.
        double low = p == 0 ? 0 : Math.max(0, centre - half);
        double high = p == 1 ? 1 : Math.min(1, centre + half);
        return new Interval(low, high, LEVEL, method);
    }

    /**
     * Wilson's interval for a proportion of clustered items: n is divided by the design effect (Korn and Graubard 1998), and
     * is the number of clusters when all items agree; Student's quantile with C - 1 degrees of freedom.
     *
     * @param values 0 or 1
     * @return empty for fewer than two clusters
     */
    public static Optional<Interval> clusteredWilson(double[] values, List<String> clusters) {
        int c = (int) clusters.stream().distinct().count();
        if (c < 2) {
            return Optional.empty();
        }
        double p = average(values);
        double standardError = standardError(values, clusters);
        double effective =
                standardError == 0 ? c : Math.min(values.length, p * (1 - p) / (standardError * standardError));
        double t = TDistribution.of(c - 1).inverseCumulativeProbability(1 - (1 - LEVEL) / 2);
        return Optional.of(wilson(p, effective, t, "clustered wilson, " + c + " clusters"));
    }

    /** Cluster-robust standard error of a mean; see {@link #mean}. */
    private static double standardError(double[] values, List<String> clusters) {
        double mean = average(values);
        Map<String, Double> deviations = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            deviations.merge(clusters.get(i), values[i] - mean, Double::sum);
        }
        double c = deviations.size();
        double squares = deviations.values().stream().mapToDouble(d -> d * d).sum();
        return Math.sqrt(squares * c / (c - 1)) / values.length;
    }

    /**
     * Student's t interval for a mean with the cluster-robust standard error sqrt(C / (C - 1) * sum over clusters of (sum of
     * deviations)^2) / n and C - 1 degrees of freedom (Miller 2024, "Adding error bars to evals", with the small-sample
     * factor of Cameron and Miller 2015). When every value is its own cluster it is the ordinary t interval.
     *
     * @param clusters one name a value
     * @return empty for fewer than two clusters, and for fewer than ten that agree exactly on something else than 0: so few
     *     say nothing of the spread
     */
    public static Optional<Interval> mean(double[] values, List<String> clusters, String method) {
        int c = (int) clusters.stream().distinct().count();
        if (c < 2) {
            return Optional.empty();
        }
        double mean = average(values);
        double standardError = standardError(values, clusters);
        if (standardError == 0 && mean != 0 && c < FEWEST_TO_AGREE) {
            return Optional.empty();
        }
        double t = TDistribution.of(c - 1).inverseCumulativeProbability(1 - (1 - LEVEL) / 2);
        String name = c == values.length ? method : "clustered " + method + ", " + c + " clusters";
        return Optional.of(new Interval(mean - t * standardError, mean + t * standardError, LEVEL, name));
    }

    /** Interval of the mean of after - before over the same items, in the same order; see {@link #mean}. */
    public static Optional<Interval> pairedDifference(double[] before, double[] after, List<String> clusters) {
        double[] differences = new double[before.length];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = after[i] - before[i];
        }
        return mean(differences, clusters, "paired t");
    }

    /** Natural logs of positive values. */
    public static double[] logs(double[] values) {
        return Arrays.stream(values).map(Math::log).toArray();
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
