package org.plumbline.core.ppo;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.plumbline.core.policy.KlEstimator;
import org.plumbline.core.ppo.PpoSettings.GroupScale;
import org.plumbline.core.ppo.PpoSettings.Variance;

/** The arithmetic between rollout and update, in float64 over real response tokens. */
final class Advantages {
    private static final double WHITEN_EPSILON = 1e-8;

    private Advantages() {}

    /** KL estimates by token, nats, of an estimator that needs the sampled token only. */
    static double[] kl(KlEstimator estimator, float[] logprobs, float[] referenceLogprobs) {
        double[] kl = new double[logprobs.length];
        for (int t = 0; t < kl.length; t++) {
            double difference = (double) logprobs[t] - referenceLogprobs[t];
            kl[t] = switch (estimator) {
                case K1 -> difference;
                case K2 -> 0.5 * difference * difference;
                case K3 -> Math.expm1(-difference) + difference;
                case FULL -> throw new IllegalArgumentException("needs the whole distribution");
            };
        }
        return kl;
    }

    /**
     * Rewards by position: minus coefficient times KL, plus the score.
     *
     * @param positions as many as tokens, or one more: then the score stands on the state after the last token
     */
    static double[] tokenRewards(double[] kl, double coefficient, double score, int positions) {
        double[] rewards = new double[positions];
        for (int t = 0; t < kl.length; t++) {
            rewards[t] = -coefficient * kl[t];
        }
        rewards[positions - 1] += score;
        return rewards;
    }

    /** Holds every number to [-bound, bound], in place. */
    static void clip(double[] values, OptionalDouble bound) {
        bound.ifPresent(b -> {
            for (int t = 0; t < values.length; t++) {
                values[t] = Math.max(-b, Math.min(b, values[t]));
            }
        });
    }

    /**
     * Generalised advantage estimation (Schulman et al. 2016, eq. 16).
     *
     * @param values value estimate before each position's reward
     * @param valueAfter what is still to come after the last one
     */
    static double[] gae(double[] rewards, float[] values, double valueAfter, double gamma, double lambda) {
        double[] advantages = new double[rewards.length];
        double next = 0;
        double nextValue = valueAfter;
        for (int t = rewards.length - 1; t >= 0; t--) {
            double delta = rewards[t] + gamma * nextValue - values[t];
            next = delta + gamma * lambda * next;
            advantages[t] = next;
            nextValue = values[t];
        }
        return advantages;
    }

    /** Discounted sums of the rewards from each position on. */
    static double[] discounted(double[] rewards, double gamma) {
        double[] sums = new double[rewards.length];
        double next = 0;
        for (int t = rewards.length - 1; t >= 0; t--) {
            next = rewards[t] + gamma * next;
            sums[t] = next;
        }
        return sums;
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
     * Scales all numbers together to unit variance, in place. One number alone has no variance: it becomes 0, or keeps its
     * value when the mean is kept.
     *
     * @param lengths how many numbers of each row take part; the others are scaled likewise
     * @param keepMean adds the mean back, for rewards
     */
    static void whiten(List<double[]> rows, int[] lengths, Variance kind, boolean keepMean) {
        int n = Arrays.stream(lengths).sum();
        double sum = IntStream.range(0, lengths.length)
                .boxed()
                .flatMapToDouble(i -> Arrays.stream(rows.get(i), 0, lengths[i]))
                .sum();
        double mean = n == 0 ? 0 : sum / n;
        double squares = 0;
        for (int i = 0; i < lengths.length; i++) {
            for (int t = 0; t < lengths[i]; t++) {
                double distance = rows.get(i)[t] - mean;
                squares += distance * distance;
            }
        }
        double variance = n > 1 ? squares / (kind == Variance.UNBIASED ? n - 1 : n) : 0;
        double scale = 1 / Math.sqrt(variance + WHITEN_EPSILON);
        for (double[] row : rows) {
            for (int t = 0; t < row.length; t++) {
                row[t] = (row[t] - mean) * scale + (keepMean ? mean : 0);
            }
        }
    }

    /** Every number of every row takes part. */
    static void whiten(List<double[]> rows, Variance kind, boolean keepMean) {
        whiten(rows, rows.stream().mapToInt(row -> row.length).toArray(), kind, keepMean);
    }

    /** Distances from the mean of the group, over its deviation (n - 1) plus epsilon. */
    static double[] normalised(double[] group, GroupScale scale, double epsilon) {
        double mean = sum(group) / group.length;
        double squares = 0;
        for (double x : group) {
            squares += (x - mean) * (x - mean);
        }
        double divisor = scale == GroupScale.NONE ? 1 : Math.sqrt(squares / Math.max(1, group.length - 1)) + epsilon;
        return Arrays.stream(group).map(x -> (x - mean) / divisor).toArray();
    }

    /** Distances from the mean of the others of the group. */
    static double[] leaveOneOut(double[] group) {
        double sum = sum(group);
        return Arrays.stream(group).map(x -> x - (sum - x) / (group.length - 1)).toArray();
    }

    static void add(double[] row, double[] other) {
        for (int t = 0; t < other.length; t++) {
            row[t] += other[t];
        }
    }

    static void scale(double[] row, double factor) {
        for (int t = 0; t < row.length; t++) {
            row[t] *= factor;
        }
    }

    static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int t = 0; t < floats.length; t++) {
            floats[t] = (float) values[t];
        }
        return floats;
    }

    static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int t = 0; t < doubles.length; t++) {
            doubles[t] = values[t];
        }
        return doubles;
    }

    static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
