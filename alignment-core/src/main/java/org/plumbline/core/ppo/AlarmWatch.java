package org.plumbline.core.ppo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** Compares each update with limits and with the first update. An alarm is raised once, and again after it was over. */
final class AlarmWatch {
    /** Fewer responses say too little of their mean. */
    private static final int FEWEST_RESPONSES = 8;
    /** Standard errors that a mean KL may lie below 0 by chance. */
    private static final double STANDARD_ERRORS = 5;

    private static final double LEAST_NEGATIVE_NATS = 0.05;

    private final PpoSettings settings;
    private double startEntropy = Double.NaN;
    private double startTokens = Double.NaN;
    private final Set<String> raised = new HashSet<>();

    AlarmWatch(PpoSettings settings) {
        this.settings = settings;
    }

    /** What it remembers: the first update's entropy and length, and alarms that are on. */
    record State(double startEntropy, double startTokens, List<String> raised) {}

    State state() {
        return new State(startEntropy, startTokens, List.copyOf(new TreeSet<>(raised)));
    }

    void restore(State state) {
        startEntropy = state.startEntropy();
        startTokens = state.startTokens();
        raised.clear();
        raised.addAll(state.raised());
    }

    /**
     * Alarms that began in this update.
     *
     * @param sequenceK1 log-ratio to the reference summed over each response, nats
     */
    List<Alarm> look(int update, Map<String, Double> metrics, double[] sequenceK1) {
        double entropy = metrics.getOrDefault("policy/entropy_nats", Double.NaN);
        double tokens = metrics.getOrDefault("response/tokens_mean", Double.NaN);
        if (Double.isNaN(startEntropy)) {
            startEntropy = entropy;
            startTokens = tokens;
        }
        List<Alarm> alarms = new ArrayList<>();
        PpoSettings.Alarms limits = settings.alarms();
        double kl = metrics.getOrDefault("objective/kl_per_sequence_nats", 0.0);
        check(
                alarms,
                update,
                "kl",
                above(kl, limits.klAbovePerSequenceNats()),
                "the KL to the reference is %.1f nats a response, above %.1f; next: raise kl.coefficient or lower the"
                        + " learning rate",
                kl,
                limits.klAbovePerSequenceNats().orElse(0));
        double leastEntropy = startEntropy * limits.entropyBelowShareOfStart().orElse(0);
        check(
                alarms,
                update,
                "entropy",
                limits.entropyBelowShareOfStart().isPresent() && entropy < leastEntropy,
                "the entropy fell to %.3f nats a token from %.3f in the first update: answers become all alike; next:"
                        + " raise kl.coefficient or entropy-coefficient, or stop",
                entropy,
                startEntropy);
        double factor = limits.tokensOutsideFactorOfStart().orElse(Double.POSITIVE_INFINITY);
        check(
                alarms,
                update,
                "tokens",
                tokens > startTokens * factor || tokens < startTokens / factor,
                "responses have %.1f tokens, and %.1f in the first update; next: look at samples.jsonl for a reward that"
                        + " length alone earns",
                tokens,
                startTokens);
        double repeated = metrics.getOrDefault("response/repeated_pairs_share", 0.0);
        check(
                alarms,
                update,
                "repetition",
                above(repeated, limits.repeatedAboveShare()),
                "%.0f %% of the token pairs of a response repeat, more than %.0f %%; next: look at samples.jsonl, reward"
                        + " fluency, or raise kl.coefficient",
                100 * repeated,
                100 * limits.repeatedAboveShare().orElse(0));
        check(
                alarms,
                update,
                "no-step",
                metrics.getOrDefault("optimizer/steps", 1.0) == 0,
                "no optimiser step was taken: the mean ratio was too large, the KL limit was passed at once, or no response"
                        + " counts; next: look at optimizer/skipped_steps, response/ended_fraction and the guards");
        negativeKl(alarms, update, sequenceK1);
        return alarms;
    }

    private static boolean above(double value, OptionalDouble limit) {
        return limit.isPresent() && value > limit.getAsDouble();
    }

    private void check(List<Alarm> alarms, int update, String name, boolean on, String message, Object... numbers) {
        if (!on) {
            raised.remove(name);
        } else if (raised.add(name)) {
            alarms.add(new Alarm(update, name, String.format(Locale.ROOT, message, numbers)));
        }
    }

    /** The mean log-ratio of samples of a policy to another is a KL, which no chance keeps below 0 for long. */
    private void negativeKl(List<Alarm> alarms, int update, double[] sequenceK1) {
        int n = sequenceK1.length;
        double mean = UpdateMetrics.mean(sequenceK1);
        double error = Math.sqrt(UpdateMetrics.variance(sequenceK1) / Math.max(1, n - 1));
        boolean negative = n >= FEWEST_RESPONSES && mean < -LEAST_NEGATIVE_NATS && mean < -STANDARD_ERRORS * error;
        double sampled = settings.rollout().temperature().at(update);
        double scored = settings.rollout().logProbTemperature(update);
        String why = sampled == scored
                ? "log-probs are not those of the distribution that was sampled from, though the settings agree; next:"
                        + " set precision to float32, and report it when that changes nothing"
                : String.format(
                        Locale.ROOT,
                        "responses are sampled at temperature %s, and their log-probs are taken at %s; next: set"
                                + " log-prob-temperature: sampling, or temperature: 1",
                        sampled,
                        scored);
        check(
                alarms,
                update,
                "negative-kl",
                negative,
                "the KL to the reference is %.2f nats a response (standard error %.2f), and a KL is never negative: %s",
                mean,
                error,
                why);
    }
}
