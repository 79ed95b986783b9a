package org.plumbline.core.ppo;

import java.util.List;

/** The arithmetic between rollout and update, in float64 over real response tokens. */
final class Advantages {
    private static final double WHITEN_EPSILON = 1e-8;

    private Advantages() {}

    /** KL estimates by token, nats. */
    static double[] kl(PpoSettings.Kl.Estimator estimator, float[] logprobs, float[] referenceLogprobs) {
        double[] kl = new double[logprobs.length];
        for (int t = 0; t < kl.length; t++) {
            double difference = (double) logprobs[t] - referenceLogprobs[t];
            kl[t] = switch (estimator) {
                case K1 -> difference;
                case K2 -> 0.5 * difference * difference;
                case K3 -> Math.expm1(-difference) + difference;
            };
        }
        return kl;
    }

    /** Rewards by token: minus coefficient times KL, plus the score on the last token (TRL 0.11 and most others). */
    static double[] tokenRewards(double[] kl, double coefficient, double score) {
        double[] rewards = new double[kl.length];
        for (int t = 0; t < kl.length; t++) {
            rewards[t] = -coefficient * kl[t];
        }
        rewards[kl.length - 1] += score;
        return rewards;
    }

    /**
     * Generalised advantage estimation (Schulman et al. 2016, eq. 16); the value after the last token is 0.
     *
     * @param values value estimate before each token
     */
    static double[] gae(double[] rewards, float[] values, double gamma, double lambda) {
        double[] advantages = new double[rewards.length];
        double next = 0;
        double nextValue = 0;
        for (int t = rewards.length - 1; t >= 0; t--) {
            double delta = rewards[t] + gamma * nextValue - values[t];
            next = delta + gamma * lambda * next;
            advantages[t] = next;
            nextValue = values[t];
        }
        return advantages;
    }

    /** Advantages plus values: the targets of the value function. Taken before advantages are whitened. */
    static double[] returns(double[] advantages, float[] values) {
        double[] returns = new double[advantages.length];
        for (int t = 0; t < returns.length; t++) {
            returns[t] = advantages[t] + values[t];
        }
        return returns;
    }

    /**
     * Scales all tokens together to unit variance (Bessel-corrected, as TRL does), in place. One token alone has no
     * variance: it becomes 0, or keeps its value when the mean is kept.
     *
     * @param keepMean adds the mean back, for rewards
     */
    static void whiten(List<double[]> rows, boolean keepMean) {
        int n = rows.stream().mapToInt(row -> row.length).sum();
        double mean = rows.stream().flatMapToDouble(java.util.Arrays::stream).sum() / n;
        double squares = 0;
        for (double[] row : rows) {
            for (double x : row) {
                squares += (x - mean) * (x - mean);
            }
        }
        double variance = n > 1 ? squares / (n - 1) : 0;
        double scale = 1 / Math.sqrt(variance + WHITEN_EPSILON);
        for (double[] row : rows) {
            for (int t = 0; t < row.length; t++) {
                row[t] = (row[t] - mean) * scale + (keepMean ? mean : 0);
            }
        }
    }

    static void add(double[] row, double[] other) {
        for (int t = 0; t < row.length; t++) {
            row[t] += other[t];
        }
    }

    static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int t = 0; t < floats.length; t++) {
            floats[t] = (float) values[t];
        }
        return floats;
    }

    static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
