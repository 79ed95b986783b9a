package org.plumbline.eval.statistics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Cluster-robust standard errors. */
final class Clustered {
    /** So few clusters that agree exactly say nothing of the spread. */
    static final int FEWEST_TO_AGREE = 10;

    private static final int FEWEST_TO_DIFFER = 10;

    /** A standard error below this share of the largest value is rounding. */
    private static final double ROUNDING = 1e-12;

    private Clustered() {}

    static int count(List<String> clusters) {
        return new HashSet<>(clusters).size();
    }

    /**
     * Standard error of a mean: sqrt(C / (C - 1) * sum over clusters of (sum of deviations)^2) / n (Miller 2024, "Adding
     * error bars to evals", with the small-sample factor of Cameron and Miller 2015). When every value is its own cluster
     * it is the ordinary one.
     *
     * @return NaN for fewer than two clusters
     */
    static double standardError(double[] values, List<String> clusters) {
        double mean = mean(values);
        Map<String, Double> deviations = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            deviations.merge(clusters.get(i), values[i] - mean, Double::sum);
        }
        double c = deviations.size();
        if (c < 2) {
            return Double.NaN;
        }
        // In the order of size: the order of a hash map must not reach the last bits.
        double squares = Arrays.stream(deviations.values().stream()
                        .mapToDouble(d -> d * d)
                        .sorted()
                        .toArray())
                .sum();
        double error = Math.sqrt(squares * c / (c - 1)) / values.length;
        double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        return error <= ROUNDING * largest ? 0 : error;
    }

    /**
     * Items that would tell as much if they were independent: n over the design effect (Korn and Graubard 1998), and the
     * number of clusters when all agree.
     *
     * @param variance of the values, with denominator n
     */
    static double effectiveItems(double variance, double standardError, int items, int clusters) {
        if (clusters == items) {
            return items;
        }
        return standardError == 0 ? clusters : Math.min(items, variance / (standardError * standardError));
    }

    /**
     * The standard error of shares, or of their differences: where fewer than ten items differ from the most common value, at
     * least {@code floor}, which is what one or two items at the other end would give.
     */
    static double ofShares(double[] values, double standardError, double floor) {
        Map<Double, Integer> counts = new HashMap<>();
        for (double value : values) {
            counts.merge(value, 1, Integer::sum);
        }
        int common = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return values.length - common < FEWEST_TO_DIFFER ? Math.max(standardError, floor) : standardError;
    }

    /** Mean squared deviation of the values. */
    static double variance(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / values.length;
    }

    /** Arithmetic mean; NaN for no values. */
    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
