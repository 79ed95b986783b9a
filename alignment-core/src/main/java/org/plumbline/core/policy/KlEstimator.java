package org.plumbline.core.policy;

/** Estimators of KL(policy || reference) at a position; see Schulman 2020, "Approximating KL divergence". */
public enum KlEstimator {
    /** log p - log r of the sampled token: unbiased, can be negative. */
    K1,
    /** Half the squared log-ratio of the sampled token: biased, low variance, never negative. */
    K2,
    /** r/p - 1 - log(r/p) of the sampled token: unbiased, never negative. */
    K3,
    /** The sum over the vocabulary: exact, and as dear as the logits of both models. */
    FULL
}
