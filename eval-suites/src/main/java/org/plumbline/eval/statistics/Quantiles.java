package org.plumbline.eval.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** Quantiles of the two distributions that everything here needs. */
public final class Quantiles {
    private Quantiles() {}

    /** z with a probability of {@code upper} above it, under the standard normal distribution. */
    public static double normal(double upper) {
        return NormalDistribution.of(0, 1).inverseSurvivalProbability(upper);
    }

    /** t with a probability of {@code upper} above it, under Student's distribution. */
    public static double student(int degreesOfFreedom, double upper) {
        return TDistribution.of(degreesOfFreedom).inverseSurvivalProbability(upper);
    }

    /** Probability of a value above {@code z} under the standard normal distribution. */
    static double normalAbove(double z) {
        return NormalDistribution.of(0, 1).survivalProbability(z);
    }

    /** Probability of a value above {@code t} under Student's distribution. */
    static double studentAbove(int degreesOfFreedom, double t) {
        return TDistribution.of(degreesOfFreedom).survivalProbability(t);
    }
}
