package org.plumbline.core.selection;

import java.util.Arrays;

/** What best-of-n is expected to give, and how far it may lead away from the model. */
public final class BestOfN {
    private BestOfN() {}

    /**
     * Expected highest reward of k draws, for k from 1 to n, estimated without bias from n independent draws: the mean over
     * all subsets of size k of their maximum. With the rewards in rising order r(1), ..., r(n) it is
     *
     * <pre>  sum over i from k to n of C(i-1, k-1) / C(n, k) * r(i)</pre>
     *
     * (Nakano et al. 2021, WebGPT, appendix I; Hilton and Gao 2022, Measuring Goodhart's law). At k = 1 this is the mean, at
     * k = n the maximum.
     *
     * @param rewards one for each draw, in any order
     * @return [n], the entry at k - 1 for k draws
     */
    public static double[] expectedBest(double[] rewards) {
        int n = rewards.length;
        double[] sorted = rewards.clone();
        Arrays.sort(sorted);
        double[] curve = new double[n];
        for (int k = 1; k <= n; k++) {
            // C(n-1, k-1) / C(n, k) = k / n; below, C(i-2, k-1) / C(i-1, k-1) = (i-k) / (i-1): no binomial overflows.
            double weight = (double) k / n;
            double sum = 0;
            for (int i = n; i >= k; i--) {
                sum += weight * sorted[i - 1];
                weight *= i > 1 ? (double) (i - k) / (i - 1) : 0;
            }
            curve[k - 1] = sum;
        }
        return curve;
    }

    /**
     * Upper bound of the KL divergence of best-of-n from the distribution that is sampled, in nats a completion:
     * log n - (n-1)/n. Stiennon et al. 2020 (appendix G.3) use it as the value; Beirami et al. 2024 (theorem 3.1) show that
     * it is a bound, and that the divergence can be far smaller where few completions are likely.
     *
     * @param n draws, from 1
     */
    public static double klBoundNats(int n) {
        return Math.log(n) - (n - 1.0) / n;
    }
}
