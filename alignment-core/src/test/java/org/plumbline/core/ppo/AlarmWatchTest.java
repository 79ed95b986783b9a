package org.plumbline.core.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlarmWatchTest {
    private static final double[] NO_KL = new double[16];

    private static Map<String, Double> metrics(double kl, double entropy, double tokens, double repeated) {
        return Map.of(
                "objective/kl_per_sequence_nats", kl,
                "policy/entropy_nats", entropy,
                "response/tokens_mean", tokens,
                "response/repeated_pairs_share", repeated);
    }

    private static double[] around(double mean, double spread) {
        double[] values = new double[16];
        Arrays.setAll(values, i -> mean + (i % 2 == 0 ? spread : -spread));
        return values;
    }

    @Test
    void eachLimitIsSaidOnceAndAgainAfterItWasOver() {
        AlarmWatch watch = new AlarmWatch(PpoSettings.defaults());
        assertThat(watch.look(1, metrics(0, 3, 20, 0.1), NO_KL)).isEmpty();
        List<Alarm> alarms = watch.look(2, metrics(150, 0.2, 90, 0.7), NO_KL);
        assertThat(alarms).extracting(Alarm::name).containsExactly("kl", "entropy", "tokens", "repetition");
        assertThat(alarms.get(1).message()).contains("fell to 0.200 nats a token from 3.000");
        assertThat(watch.look(3, metrics(150, 0.2, 90, 0.7), NO_KL)).isEmpty();
        assertThat(watch.look(4, metrics(0, 3, 20, 0.1), NO_KL)).isEmpty();
        assertThat(watch.look(5, metrics(0, 3, 4.9, 0.1), NO_KL))
                .extracting(Alarm::name)
                .containsExactly("tokens");
    }

    @Test
    void limitsCanBeSwitchedOff() {
        AlarmWatch watch = new AlarmWatch(
                PpoSettings.parse("alarms: {kl-above-per-sequence-nats: none, entropy-below-share-of-start: none,"
                        + " tokens-outside-factor-of-start: none, repeated-above-share: none}"));
        watch.look(1, metrics(0, 3, 20, 0.1), NO_KL);
        assertThat(watch.look(2, metrics(1e9, 0, 1, 1), NO_KL)).isEmpty();
    }

    @Test
    void aNegativeKlNamesTheTwoTemperatures() {
        AlarmWatch watch = new AlarmWatch(
                PpoSettings.parse("temperature: 0.7\nlog-prob-temperature: one\nkl: {allow-sampling-mismatch: true}"));
        List<Alarm> alarms = watch.look(1, metrics(-2, 3, 20, 0), around(-2, 0.5));
        assertThat(alarms).extracting(Alarm::name).containsExactly("negative-kl");
        assertThat(alarms.get(0).message())
                .contains("-2.00 nats a response (standard error 0.13)")
                .contains("sampled at temperature 0.7, and their log-probs are taken at 1")
                .contains("next: set log-prob-temperature: sampling");
    }

    @Test
    void aKlThatIsNegativeByChanceRaisesNothing() {
        AlarmWatch watch = new AlarmWatch(PpoSettings.defaults());
        assertThat(watch.look(1, metrics(-1, 3, 20, 0), around(-1, 4))).isEmpty();
        assertThat(watch.look(2, metrics(-1, 3, 20, 0), around(-1, 0.5)).get(0).message())
                .contains("though the settings agree");
    }

    @Test
    void whatItRemembersGoesOn() {
        AlarmWatch watch = new AlarmWatch(PpoSettings.defaults());
        watch.look(1, metrics(0, 3, 20, 0.1), NO_KL);
        watch.look(2, metrics(150, 3, 20, 0.1), NO_KL);
        AlarmWatch resumed = new AlarmWatch(PpoSettings.defaults());
        resumed.restore(watch.state());
        assertThat(resumed.look(3, metrics(150, 0.1, 20, 0.1), NO_KL))
                .extracting(Alarm::name)
                .containsExactly("entropy");
    }
}
