package org.plumbline.eval.statistics;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/** McNemar's test of paired yes-or-no items (McNemar 1947) from the two discordant counts. */
public final class McNemar {
    private McNemar() {}

    /** Exact two-sided p-value, 2 * P(X at most min(b, c)) with X binomial(b + c, 1/2); 1 without discordant pairs. */
    public static double exact(int b, int c) {
        return b + c == 0 ? 1 : Math.min(1, 2 * lower(b, c));
    }

    /** Mid-p: {@link #exact} less the probability of the observed count; less conservative (Fagerland et al. 2013). */
    public static double midP(int b, int c) {
        if (b + c == 0) {
            return 1;
        }
        double point = BinomialDistribution.of(b + c, 0.5).probability(Math.min(b, c));
        return Math.min(1, 2 * lower(b, c) - point);
    }

    private static double lower(int b, int c) {
        return BinomialDistribution.of(b + c, 0.5).cumulativeProbability(Math.min(b, c));
    }
}
