package org.plumbline.core.lm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.plumbline.core.policy.LanguageModeling;
import org.plumbline.core.policy.MemoryEstimate;
import org.plumbline.core.policy.NonFiniteException;
import org.plumbline.core.policy.Policy;
import org.plumbline.core.policy.TokenSequence;

/** Trains a model to predict the next token of texts. */
public final class LmTrainer {
    /** Batches whose texts are sorted by length together, so that a batch holds little padding. */
    private static final int BATCHES_PER_BUCKET = 16;

    private final Policy start;
    private final List<String> texts;
    private final List<String> heldOut;
    private final LmSettings settings;

    /** Told of a run as it goes on. */
    public interface Listener {
        /** After a step: its number, from 1, and its metrics. */
        void updated(int update, Map<String, Double> metrics);
    }

    /**
     * What a run came to.
     *
     * @param heldOutLoss mean negative log-likelihood of a held-out token, nats; NaN when nothing was held out
     */
    public record Outcome(int updates, boolean interrupted, double heldOutLoss, Path model) {}

    /**
     * A trainer of {@code start} on texts; {@code heldOut} ones are only measured.
     *
     * @throws org.plumbline.datasets.input.InputException when the model cannot be trained on them
     */
    public LmTrainer(Policy start, List<String> texts, List<String> heldOut, LmSettings settings) {
        LanguageModeling.requireTrainable(start, settings.contextTokens());
        this.start = start;
        this.texts = List.copyOf(texts);
        this.heldOut = List.copyOf(heldOut);
        this.settings = settings;
        MemoryEstimate memory = memory();
        if (!settings.ignoreMemoryEstimate()) {
            memory.requireFits(start.runtime(), "training");
        }
    }

    /** Optimiser steps of the whole run. */
    public int updates() {
        return (texts.size() + settings.batchSize() - 1) / settings.batchSize() * settings.epochs();
    }

    /**
     * Trains and writes {@code model/} under a directory.
     *
     * @param stop asked between steps; once true, the model so far is written and the run ends
     * @throws NonFiniteException when a gradient is not finite; no weight was changed by it
     */
    public Outcome train(Path directory, Listener listener, BooleanSupplier stop) {
        try (LanguageModeling network =
                LanguageModeling.of(start, settings.optimizer(), settings.lora(), settings.gradientCheckpointing())) {
            List<TokenSequence> sequences = encode(network, texts);
            int updates = updates();
            Random random = new Random(settings.seed());
            int update = 0;
            boolean interrupted = false;
            try {
                for (int epoch = 0; epoch < settings.epochs(); epoch++) {
                    for (List<TokenSequence> batch : batches(sequences, random)) {
                        if (stop.getAsBoolean()) {
                            throw new CancellationException();
                        }
                        double rate = settings.learningRate(update + 1, updates);
                        LanguageModeling.StepResult result = network.step(batch, settings.microBatchSize(), rate);
                        update++;
                        listener.updated(update, metrics(result, rate));
                    }
                }
            } catch (CancellationException e) {
                interrupted = true;
            }
            Path model = directory.resolve(interrupted ? "model-unfinished" : "model");
            network.saveAs(model);
            if (network.hasAdapter()) {
                network.saveAdapterAs(directory.resolve("adapter"));
            }
            double loss = interrupted || heldOut.isEmpty() ? Double.NaN : network.loss(encode(network, heldOut));
            return new Outcome(update, interrupted, loss, model);
        }
    }

    /** Memory that a run takes, from its shapes. */
    public MemoryEstimate memory() {
        int tokens = settings.contextTokens();
        return MemoryEstimate.of(
                start,
                settings.lora(),
                1,
                settings.gradientCheckpointing(),
                new MemoryEstimate.Batch(0, settings.microBatchSize(), tokens, tokens));
    }

    private List<TokenSequence> encode(LanguageModeling network, List<String> from) {
        return from.stream()
                .map(text -> network.encode(text, settings.contextTokens()))
                .toList();
    }

    private static Map<String, Double> metrics(LanguageModeling.StepResult result, double rate) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss/nats_per_token", result.loss());
        metrics.put("batch/tokens", (double) result.tokens());
        metrics.put("gradient/norm", result.gradientNorm());
        metrics.put("optimizer/learning_rate", rate);
        return metrics;
    }

    private List<List<TokenSequence>> batches(List<TokenSequence> sequences, Random random) {
        List<TokenSequence> shuffled = new ArrayList<>(sequences);
        Collections.shuffle(shuffled, random);
        int size = settings.batchSize();
        int bucket = size * BATCHES_PER_BUCKET;
        List<List<TokenSequence>> batches = new ArrayList<>();
        for (int from = 0; from < shuffled.size(); from += bucket) {
            List<TokenSequence> part = shuffled.subList(from, Math.min(shuffled.size(), from + bucket));
            part.sort(Comparator.comparingInt(s -> s.tokens().length));
            for (int at = 0; at < part.size(); at += size) {
                batches.add(part.subList(at, Math.min(part.size(), at + size)));
            }
        }
        Collections.shuffle(batches, random);
        return batches;
    }
}
