package org.plumbline.eval.statistics;

/**
 * A two-sided confidence interval.
 *
 * @param method name of the formula
 */
public record Interval(double low, double high, double level, String method) {
    /** Confidence level wherever nothing else was asked for. */
    public static final double LEVEL = 0.95;
}
