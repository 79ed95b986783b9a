package org.plumbline.core.ppo;

import org.plumbline.core.ppo.PpoSettings.Target;
import org.plumbline.core.ppo.PpoSettings.Unit;

/**
 * Coefficient of the KL penalty: by update, or adaptive towards a target (Ziegler et al. 2019, section 2.2): the relative
 * error, held to +-0.2, times episodes over horizon.
 */
final class KlController {
    private static final double MOST_ERROR = 0.2;

    private final PpoSettings.Kl settings;
    private double adapted;

    KlController(PpoSettings.Kl settings) {
        this.settings = settings;
        this.adapted = settings.coefficient().from();
    }

    double coefficient(int update) {
        return settings.target().isPresent() ? adapted : settings.coefficient().at(update);
    }

    double adapted() {
        return adapted;
    }

    void restore(double saved) {
        adapted = saved;
    }

    /**
     * Once an update.
     *
     * @param perSequenceNats mean over responses of the KL summed over tokens
     * @param perTokenNats mean over responses of the KL averaged over tokens (verl)
     * @param episodes responses of the update
     */
    void update(double perSequenceNats, double perTokenNats, int episodes) {
        if (settings.target().isEmpty()) {
            return;
        }
        Target target = settings.target().get();
        double kl = target.unit() == Unit.PER_SEQUENCE ? perSequenceNats : perTokenNats;
        double error = Math.max(-MOST_ERROR, Math.min(MOST_ERROR, kl / target.nats() - 1));
        adapted *= 1 + error * episodes / target.horizonEpisodes();
    }
}
