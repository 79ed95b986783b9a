package org.plumbline.core.policy;

/** The numbers of a training call, float64 [16], as training.py and losses.py read them; 0 switches a bound off. */
final class LossNumbers {
    private LossNumbers() {}

    /**
     * In the order of the programs.
     *
     * @param policyDivisor what weighted sums of the policy's terms are divided by
     * @param valueDivisor what the weighted sum of the value loss is divided by
     * @param frozen leading tensors that take no gradient
     * @param chunk positions whose logits exist at once
     */
    static double[] of(
            LossSettings loss,
            double policyDivisor,
            double valueDivisor,
            int frozen,
            int chunk,
            boolean gradientCheckpointing) {
        return new double[] {
            loss.temperature(),
            loss.ratioClipLow(),
            loss.ratioClipHigh(),
            loss.dualClip().orElse(0),
            loss.logRatioClamp().orElse(0),
            loss.valueClip().orElse(0),
            loss.valueCoefficient(),
            loss.entropyCoefficient(),
            loss.kl().map(LossSettings.Kl::coefficient).orElse(0.0),
            loss.kl().map(kl -> kl.estimator().ordinal() + 1).orElse(0),
            loss.kl().map(kl -> kl.clamp().orElse(0)).orElse(0.0),
            policyDivisor,
            valueDivisor,
            frozen,
            chunk,
            gradientCheckpointing ? 1 : 0
        };
    }
}
