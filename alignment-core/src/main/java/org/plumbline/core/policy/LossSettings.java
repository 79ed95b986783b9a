package org.plumbline.core.policy;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The PPO loss. Where it is optional, empty switches a bound off.
 *
 * @param temperature divisor of the logits, as in sampling
 * @param ratioClipLow how far below 1 the probability ratio still earns
 * @param ratioClipHigh how far above 1
 * @param dualClip bound of the loss of a token with a negative advantage, in multiples of it (Ye et al. 2020), above 1
 * @param logRatioClamp bound of the log-ratio before it is exponentiated, nats; outside there is no gradient
 * @param mean what is averaged over what
 * @param valueClip most that a value may move from its old estimate
 * @param valueCoefficient weight of the value loss
 * @param entropyCoefficient weight of the entropy that is added to the objective
 * @param kl the KL penalty, where it stands in the loss
 */
public record LossSettings(
        double temperature,
        double ratioClipLow,
        double ratioClipHigh,
        OptionalDouble dualClip,
        OptionalDouble logRatioClamp,
        Mean mean,
        OptionalDouble valueClip,
        double valueCoefficient,
        double entropyCoefficient,
        Optional<Kl> kl) {

    /**
     * A KL penalty in the loss.
     *
     * @param estimator not K1: the gradient of its mean is zero in expectation
     * @param coefficient weight of the penalty
     * @param clamp bound of the estimate of a token, nats
     */
    public record Kl(KlEstimator estimator, double coefficient, OptionalDouble clamp) {}

    /** What a loss is averaged over. */
    public enum Over {
        /** All tokens of the optimiser step: a long response weighs more than a short one (TRL, OpenRLHF, verl). */
        TOKEN,
        /** The tokens of a response first, then the responses: each weighs the same (safe-rlhf, the GRPO paper). */
        SEQUENCE,
        /** Summed over the tokens of a response, then averaged over the responses. */
        SEQUENCE_SUM,
        /** Summed over all tokens, divided by responses times a constant length (Liu et al. 2025, Dr. GRPO). */
        CONSTANT
    }

    /**
     * How the tokens of an optimiser step are averaged.
     *
     * @param constantTokens the length that CONSTANT divides by
     */
    public record Mean(Over over, int constantTokens) {
        public static final Mean TOKENS = new Mean(Over.TOKEN, 1);

        /** What each of {@code positions} positions of a response counts. */
        float weight(int positions) {
            return over == Over.SEQUENCE ? 1f / positions : 1;
        }

        /** What the weighted sum of an optimiser step is divided by. */
        public double divisor(long positions, long sequences) {
            double divisor = switch (over) {
                case TOKEN -> positions;
                case SEQUENCE, SEQUENCE_SUM -> sequences;
                case CONSTANT -> (double) sequences * constantTokens;
            };
            return Math.max(1, divisor);
        }
    }

    /** Symmetric clip, token mean, nothing else. */
    public static LossSettings of(double temperature, double ratioClip, double valueClip, double valueCoefficient) {
        return new LossSettings(
                temperature,
                ratioClip,
                ratioClip,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Mean.TOKENS,
                OptionalDouble.of(valueClip),
                valueCoefficient,
                0,
                Optional.empty());
    }

    /** Whether training needs the reference's log-probs of the sampled tokens. */
    boolean needsReference() {
        return kl.filter(k -> k.estimator() != KlEstimator.FULL).isPresent();
    }

    /** Whether training needs the reference's whole distribution. */
    boolean needsDistribution() {
        return kl.filter(k -> k.estimator() == KlEstimator.FULL).isPresent();
    }
}
