package org.plumbline.core.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.plumbline.core.policy.KlEstimator;
import org.plumbline.core.ppo.PpoSettings.Variance;

/** Golden vectors of TRL 0.11's PPO, set A: two responses of four and three tokens. */
class AdvantagesTest {
    private static final Offset<Double> TOLERANCE = within(1e-6);
    private static final List<float[]> LOGPROBS =
            List.of(new float[] {-1, -.5f, -2, -.3f}, new float[] {-.7f, -1.2f, -.4f});
    private static final List<float[]> REFERENCE =
            List.of(new float[] {-1.2f, -.4f, -1.5f, -.9f}, new float[] {-.6f, -1, -.9f});
    private static final List<float[]> VALUES = List.of(new float[] {.1f, .2f, .3f, .4f}, new float[] {0, -.1f, .2f});
    private static final double[] SCORES = {1, -.5};

    private static List<double[]> kl(KlEstimator estimator) {
        return List.of(
                Advantages.kl(estimator, LOGPROBS.get(0), REFERENCE.get(0)),
                Advantages.kl(estimator, LOGPROBS.get(1), REFERENCE.get(1)));
    }

    private static List<double[]> rewards() {
        List<double[]> rewards = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            double[] kl = kl(KlEstimator.K1).get(i);
            rewards.add(Advantages.tokenRewards(kl, 0.1, SCORES[i], kl.length));
        }
        return rewards;
    }

    private static List<double[]> advantages() {
        List<double[]> advantages = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            advantages.add(Advantages.gae(rewards().get(i), VALUES.get(i), 0, 1, 0.95));
        }
        return advantages;
    }

    private static void assertRows(List<double[]> actual, double[] first, double[] second) {
        assertThat(actual.get(0)).containsExactly(first, TOLERANCE);
        assertThat(actual.get(1)).containsExactly(second, TOLERANCE);
    }

    @Test
    void klEstimatorsEqualTheGoldenVectors() {
        assertRows(kl(KlEstimator.K1), new double[] {.2, -.1, -.5, .6}, new double[] {-.1, -.2, .5});
        assertRows(kl(KlEstimator.K2), new double[] {.02, .005, .125, .18}, new double[] {.005, .02, .125});
        assertRows(kl(KlEstimator.K3), new double[] {.018731, .005171, .148721, .148812}, new double[] {
            .005171, .021403, .106531
        });
        assertThat(Advantages.sum(kl(KlEstimator.K1).get(0))).isCloseTo(.2, TOLERANCE);
        assertThat(Advantages.sum(kl(KlEstimator.K1).get(1))).isCloseTo(.2, TOLERANCE);
    }

    @Test
    void scoreStandsOnTheLastTokenAndKlOnAll() {
        assertRows(rewards(), new double[] {-.02, .01, .05, .94}, new double[] {.01, .02, -.55});
    }

    @Test
    void advantagesAndReturnsEqualTheGoldenVectors() {
        assertRows(advantages(), new double[] {.782857, .73985, .663, .54}, new double[] {-.462875, -.3925, -.75});
        assertRows(
                List.of(
                        Advantages.returns(advantages().get(0), VALUES.get(0)),
                        Advantages.returns(advantages().get(1), VALUES.get(1))),
                new double[] {.882857, .93985, .963, .94},
                new double[] {-.462875, -.4925, -.55});
    }

    @Test
    void whitenedAdvantagesEqualTheGoldenVectors() {
        List<double[]> advantages = advantages();
        Advantages.whiten(advantages, Variance.UNBIASED, false);
        assertRows(advantages, new double[] {.938403, .873603, .757811, .572484}, new double[] {
            -.938573, -.832537, -1.371191
        });
    }

    @Test
    void whitenedRewardsKeepTheirMean() {
        List<double[]> rewards = rewards();
        Advantages.whiten(rewards, Variance.UNBIASED, true);
        assertRows(rewards, new double[] {-.129278, -.061031, .029966, 2.054636}, new double[] {
            -.061031, -.038282, -1.334981
        });
    }

    @Test
    void whiteningOneTokenGivesNoNaN() {
        List<double[]> one = List.of(new double[] {3});
        Advantages.whiten(one, Variance.UNBIASED, true);
        assertThat(one.get(0)).containsExactly(3);
        Advantages.whiten(one, Variance.UNBIASED, false);
        assertThat(one.get(0)).containsExactly(0);
    }

    private static KlController controller(String yaml) {
        return new KlController(PpoSettings.parse("kl: {" + yaml + "}").kl());
    }

    @Test
    void adaptiveKlEqualsTheGoldenSequence() {
        KlController controller = controller("coefficient: 0.2, target-per-sequence-nats: 6, horizon-episodes: 10000");
        double[] observed = {12, 3, 6.6};
        double[] expected = {.202048, .199979, .201003};
        for (int i = 0; i < 3; i++) {
            controller.update(observed[i], 1e9, 512);
            assertThat(controller.coefficient(i + 2)).isCloseTo(expected[i], TOLERANCE);
        }
    }

    @Test
    void anAdaptiveCoefficientByTokenLooksAtTokens() {
        KlController controller = controller("coefficient: 0.2, target-per-token-nats: 0.1, horizon-episodes: 10000");
        controller.update(1e9, 0.05, 1000);
        assertThat(controller.coefficient(2)).isCloseTo(0.2 * (1 - 0.2 * 0.1), TOLERANCE);
    }

    @Test
    void fixedKlStaysWhatItIs() {
        KlController controller = controller("coefficient: 0.2");
        controller.update(1000, 1000, 512);
        assertThat(controller.coefficient(2)).isEqualTo(0.2);
    }
}
