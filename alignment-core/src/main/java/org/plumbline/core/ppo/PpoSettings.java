package org.plumbline.core.ppo;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.plumbline.core.policy.ActorCritic.ValueNetwork;
import org.plumbline.core.policy.LoraSettings;
import org.plumbline.datasets.input.ConfigNode;
import org.plumbline.datasets.input.InputException;

/**
 * Settings of a PPO run. {@link #parse} takes the same text in Java that stands under {@code ppo:} in a configuration.
 *
 * @param updates rollout-and-optimise rounds
 * @param batchSize responses sampled in one update
 * @param epochs passes over the batch in one update
 * @param minibatchSize responses in one optimiser step
 * @param microBatchSize responses in one backward pass; changes memory, not the result
 * @param maxNewTokens most tokens of a response
 * @param temperature sampling temperature; log-probs are taken at the same one
 * @param seed seed of sampling and shuffling
 * @param valueNetwork where value estimates come from
 * @param ratioClip half width of the trusted range of the probability ratio
 * @param valueClip most that a value may move from its old estimate in one update
 * @param valueCoefficient weight of the value loss
 * @param gamma discount
 * @param lambda GAE's mixing
 * @param whitenRewards scale token rewards to unit variance, mean kept
 * @param whitenAdvantages scale advantages to zero mean and unit variance
 * @param kl the KL penalty
 * @param optimizer the optimiser
 * @param lora a new adapter to train; empty trains all weights, or the adapter that the model was loaded with
 * @param gradientCheckpointing compute the insides of the layers twice instead of keeping them
 * @param ignoreMemoryEstimate start although the run is not expected to fit
 * @param checkpointEvery updates between checkpoints; 0 keeps only the final model
 * @param samplesPerUpdate completions written to samples.jsonl in each update
 */
public record PpoSettings(
        int updates,
        int batchSize,
        int epochs,
        int minibatchSize,
        int microBatchSize,
        int maxNewTokens,
        double temperature,
        long seed,
        ValueNetwork valueNetwork,
        double ratioClip,
        double valueClip,
        double valueCoefficient,
        double gamma,
        double lambda,
        boolean whitenRewards,
        boolean whitenAdvantages,
        Kl kl,
        Optimizer optimizer,
        Optional<LoraSettings> lora,
        boolean gradientCheckpointing,
        boolean ignoreMemoryEstimate,
        int checkpointEvery,
        int samplesPerUpdate) {

    /**
     * The KL penalty on token rewards.
     *
     * @param estimator by token
     * @param coefficient first value, or the fixed one
     * @param targetPerSequenceNats when present the coefficient adapts towards this KL, summed over a response
     * @param horizonEpisodes responses over which an adaptive coefficient reacts, at least a batch
     */
    public record Kl(
            Estimator estimator, double coefficient, OptionalDouble targetPerSequenceNats, double horizonEpisodes) {

        /** Estimators of KL(policy || reference) for a sampled token; see Schulman, "Approximating KL divergence". */
        public enum Estimator {
            /** log p - log r: unbiased, can be negative. */
            K1,
            /** Half the squared log-ratio: biased, low variance. */
            K2,
            /** r/p - 1 - log(r/p): unbiased and never negative. */
            K3
        }
    }

    /** How the learning rate runs over the updates. */
    public enum Schedule {
        CONSTANT,
        /** From the full rate in the first update down to 0 after the last. */
        LINEAR
    }

    /** AdamW in PyTorch's form; {@code maxGradientNorm} 0 never clips. */
    public record Optimizer(
            double learningRate,
            Schedule schedule,
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay,
            double maxGradientNorm) {}

    private static final int MANY = 100_000_000;

    public static PpoSettings defaults() {
        return parse("");
    }

    /**
     * Settings from YAML text.
     *
     * @throws InputException with all problems at once
     */
    public static PpoSettings parse(String yaml) {
        ConfigNode config = ConfigNode.parse(Path.of("ppo.yaml"), yaml);
        PpoSettings settings = read(config);
        config.finish();
        return settings;
    }

    /** Reads the {@code ppo:} section; problems are kept in {@code config}. */
    public static PpoSettings read(ConfigNode config) {
        int batch = config.integer("batch-size", 32, 1, MANY);
        int minibatch = config.integer("minibatch-size", batch, 1, MANY);
        if (minibatch > batch) {
            config.problem("minibatch-size", "is " + minibatch, "at most batch-size, " + batch, "");
        }
        ConfigNode kl = config.section("kl");
        OptionalDouble target = kl.has("target-per-sequence-nats")
                ? OptionalDouble.of(kl.number("target-per-sequence-nats", 6, 1e-6, Double.MAX_VALUE))
                : OptionalDouble.empty();
        ConfigNode optimizer = config.section("optimizer");
        return new PpoSettings(
                config.integer("updates", 100, 1, MANY),
                batch,
                config.integer("epochs", 4, 1, 1000),
                minibatch,
                config.integer("micro-batch-size", minibatch, 1, MANY),
                config.integer("max-new-tokens", 48, 1, MANY),
                config.number("temperature", 1.0, 1e-3, 100),
                config.longInteger("seed", 0),
                config.choice("value-network", ValueNetwork.SHARED),
                config.number("ratio-clip", 0.2, 1e-6, 1),
                config.number("value-clip", 0.2, 1e-6, Double.MAX_VALUE),
                config.number("value-coefficient", 0.1, 0, Double.MAX_VALUE),
                config.number("gamma", 1.0, 0, 1),
                config.number("lambda", 0.95, 0, 1),
                config.flag("whiten-rewards", false),
                config.flag("whiten-advantages", true),
                new Kl(
                        kl.choice("estimator", Kl.Estimator.K1),
                        kl.number("coefficient", 0.05, 0, Double.MAX_VALUE),
                        target,
                        kl.number("horizon-episodes", Math.max(10_000, batch), batch, Double.MAX_VALUE)),
                new Optimizer(
                        optimizer.number("learning-rate", 1e-5, 0, 1),
                        optimizer.choice("schedule", Schedule.CONSTANT),
                        optimizer.number("beta1", 0.9, 0, 0.999999),
                        optimizer.number("beta2", 0.999, 0, 0.999999999),
                        optimizer.number("epsilon", 1e-8, 1e-12, 1),
                        optimizer.number("weight-decay", 0, 0, 1),
                        optimizer.number("max-gradient-norm", 1.0, 0, Double.MAX_VALUE)),
                LoraSettings.read(config, config.longInteger("seed", 0)),
                config.flag("gradient-checkpointing", false),
                config.flag("ignore-memory-estimate", false),
                config.integer("checkpoint-every", 0, 0, MANY),
                config.integer("samples-per-update", 4, 0, MANY));
    }

    /** The same settings with another seed. */
    public PpoSettings withSeed(long other) {
        return new PpoSettings(
                updates,
                batchSize,
                epochs,
                minibatchSize,
                microBatchSize,
                maxNewTokens,
                temperature,
                other,
                valueNetwork,
                ratioClip,
                valueClip,
                valueCoefficient,
                gamma,
                lambda,
                whitenRewards,
                whitenAdvantages,
                kl,
                optimizer,
                lora,
                gradientCheckpointing,
                ignoreMemoryEstimate,
                checkpointEvery,
                samplesPerUpdate);
    }

    /** Learning rate of an update, counted from 1. */
    double learningRate(int update) {
        double full = optimizer.learningRate();
        return optimizer.schedule() == Schedule.CONSTANT ? full : full * (updates - update + 1) / updates;
    }
}
