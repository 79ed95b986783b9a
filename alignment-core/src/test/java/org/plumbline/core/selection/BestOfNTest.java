package org.plumbline.core.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BestOfNTest {
    private static double[] bruteForce(double[] rewards) {
        int n = rewards.length;
        double[] sum = new double[n];
        int[] subsets = new int[n];
        for (int mask = 1; mask < 1 << n; mask++) {
            double best = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < n; i++) {
                best = (mask >> i & 1) == 1 ? Math.max(best, rewards[i]) : best;
            }
            sum[Integer.bitCount(mask) - 1] += best;
            subsets[Integer.bitCount(mask) - 1]++;
        }
        for (int k = 0; k < n; k++) {
            sum[k] /= subsets[k];
        }
        return sum;
    }

    @Test
    void theCurveIsTheMeanOverAllSubsets() {
        Random random = new Random(4);
        for (int n = 1; n <= 11; n++) {
            double[] rewards = random.doubles(n, -2, 3).toArray();
            if (n > 3) {
                rewards[1] = rewards[2];
            }
            assertThat(BestOfN.expectedBest(rewards)).containsExactly(bruteForce(rewards), within(1e-12));
        }
    }

    @Test
    void theCurveEndsAtTheMaximumAndStaysFiniteForManyDraws() {
        double[] rewards = new Random(5).doubles(2000).toArray();
        double[] before = rewards.clone();
        double[] curve = BestOfN.expectedBest(rewards);
        assertThat(rewards).as("left as it was").containsExactly(before);
        assertThat(curve[0]).isCloseTo(Arrays.stream(rewards).average().orElseThrow(), within(1e-9));
        assertThat(curve[1999]).isEqualTo(Arrays.stream(rewards).max().orElseThrow());
        for (int k = 1; k < curve.length; k++) {
            assertThat(curve[k]).isGreaterThanOrEqualTo(curve[k - 1] - 1e-12);
        }
        // The best of k uniforms is k / (k + 1) on average.
        assertThat(curve[9]).isCloseTo(10.0 / 11, within(0.02));
    }

    @Test
    void theBoundOfTheDivergence() {
        assertThat(BestOfN.klBoundNats(1)).isZero();
        assertThat(BestOfN.klBoundNats(2)).isCloseTo(0.193147, within(1e-6));
        assertThat(BestOfN.klBoundNats(64)).isCloseTo(3.174508, within(1e-6));
        // Two equally likely completions, rewards differ: the best of two is the better one with 3/4.
        double exact = 0.75 * Math.log(1.5) + 0.25 * Math.log(0.5);
        assertThat(exact).isLessThan(BestOfN.klBoundNats(2));
    }
}
