package org.plumbline.core.ppo;

/**
 * Coefficient of the KL penalty: fixed, or adaptive towards a target (Ziegler et al. 2019, section 2.2): the relative
 * error, held to +-0.2, times episodes over horizon.
 */
final class KlController {
    private static final double MOST_ERROR = 0.2;

    private final PpoSettings.Kl settings;
    private double coefficient;

    KlController(PpoSettings.Kl settings) {
        this.settings = settings;
        this.coefficient = settings.coefficient();
    }

    double coefficient() {
        return coefficient;
    }

    /**
     * Once an update.
     *
     * @param klPerSequenceNats mean over responses of the KL summed over tokens
     * @param episodes responses of the update
     */
    void update(double klPerSequenceNats, int episodes) {
        settings.targetPerSequenceNats().ifPresent(target -> {
            double error = Math.max(-MOST_ERROR, Math.min(MOST_ERROR, klPerSequenceNats / target - 1));
            coefficient *= 1 + error * episodes / settings.horizonEpisodes();
        });
    }
}
