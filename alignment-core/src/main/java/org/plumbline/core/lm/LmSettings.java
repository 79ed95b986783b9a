package org.plumbline.core.lm;

import java.util.Optional;
import org.plumbline.core.policy.ActorCritic.OptimizerSettings;
import org.plumbline.core.policy.LoraSettings;
import org.plumbline.datasets.input.ConfigNode;

/**
 * Settings of a language-modelling run.
 *
 * @param epochs passes over the texts
 * @param batchSize texts in one optimiser step
 * @param microBatchSize texts in one backward pass; changes memory, not the result
 * @param contextTokens longest text; longer ones are cut
 * @param seed seed of initial weights and shuffling
 * @param learningRate highest learning rate
 * @param warmupUpdates steps over which the rate rises to its highest, linearly
 * @param finalRateShare share of the highest rate that is left after the last step; a cosine leads there
 * @param optimizer AdamW besides its learning rate
 * @param lora a new adapter to train; empty trains all weights, or the adapter that the model was loaded with
 * @param gradientCheckpointing compute the insides of the layers twice instead of keeping them
 * @param ignoreMemoryEstimate start although the run is not expected to fit
 */
public record LmSettings(
        int epochs,
        int batchSize,
        int microBatchSize,
        int contextTokens,
        long seed,
        double learningRate,
        int warmupUpdates,
        double finalRateShare,
        OptimizerSettings optimizer,
        Optional<LoraSettings> lora,
        boolean gradientCheckpointing,
        boolean ignoreMemoryEstimate) {
    private static final int MANY = 100_000_000;

    /** Reads the {@code training:} section; problems are kept in {@code config}. */
    public static LmSettings read(ConfigNode config) {
        int batch = config.integer("batch-size", 64, 1, MANY);
        return new LmSettings(
                config.integer("epochs", 1, 1, MANY),
                batch,
                config.integer("micro-batch-size", batch, 1, MANY),
                config.integer("context-tokens", 256, 2, MANY),
                config.longInteger("seed", 0),
                config.number("learning-rate", 2e-3, 0, 1),
                config.integer("warmup-updates", 50, 0, MANY),
                config.number("final-rate-share", 0.05, 0, 1),
                new OptimizerSettings(
                        config.number("beta1", 0.9, 0, 0.999999),
                        config.number("beta2", 0.98, 0, 0.999999999),
                        config.number("epsilon", 1e-8, 1e-12, 1),
                        config.number("weight-decay", 0.05, 0, 1),
                        config.number("max-gradient-norm", 1.0, 0, Double.MAX_VALUE)),
                LoraSettings.read(config, config.longInteger("seed", 0)),
                config.flag("gradient-checkpointing", false),
                config.flag("ignore-memory-estimate", false));
    }

    /** Learning rate of a step, counted from 1: linear warm-up, then a cosine. */
    double learningRate(int update, int updates) {
        if (update <= warmupUpdates) {
            return learningRate * update / warmupUpdates;
        }
        double progress = (double) (update - warmupUpdates) / Math.max(1, updates - warmupUpdates);
        double cosine = 0.5 * (1 + Math.cos(Math.PI * progress));
        return learningRate * (finalRateShare + (1 - finalRateShare) * cosine);
    }
}
