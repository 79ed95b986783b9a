package org.plumbline.core.ppo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.plumbline.core.model.Prompt;
import org.plumbline.core.model.Sampling;
import org.plumbline.core.policy.ActorCritic;
import org.plumbline.core.policy.MemoryEstimate;
import org.plumbline.core.policy.NonFiniteException;
import org.plumbline.core.policy.Policy;
import org.plumbline.core.policy.TokenSequence;
import org.plumbline.core.reward.RewardPipeline;
import org.plumbline.core.reward.RewardPipeline.Judgement;
import org.plumbline.core.reward.spi.RewardBatch;
import org.plumbline.datasets.PromptRecord;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.PlumblineException;
import org.plumbline.datasets.input.Problem;

/**
 * Proximal policy optimisation (Schulman et al. 2017) of a language model with a KL penalty to its start (Ziegler et al.
 * 2019): sample, judge, estimate advantages, several epochs of clipped steps, again.
 */
public final class PpoTrainer {
    private final Policy policy;
    private final List<PromptRecord> prompts;
    private final RewardPipeline rewards;
    private final PpoSettings settings;

    /**
     * A trainer whose inputs are checked: nothing that they contain fails a run later.
     *
     * @throws InputException when a prompt fills the model's context, twins do not fit into one batch, an adapter does not
     *     fit the model, or the run is not expected to fit into memory
     */
    public PpoTrainer(Policy policy, List<PromptRecord> prompts, RewardPipeline rewards, PpoSettings settings) {
        this.policy = policy;
        this.prompts = List.copyOf(prompts);
        this.rewards = rewards;
        this.settings = settings;
        requireShortPrompts();
        sampler();
        requireMemory();
    }

    private PromptSampler sampler() {
        return new PromptSampler(prompts, settings.batchSize(), settings.seed());
    }

    /**
     * What a run came to.
     *
     * @param updates updates that were completed
     * @param interrupted whether it was asked to stop
     * @param model where the final model, or the checkpoint after an interruption, lies
     */
    public record Outcome(int updates, boolean interrupted, Path model) {}

    /** As {@link #train(Path, PpoListener, BooleanSupplier)}, to the end and without telling anyone. */
    public Outcome train(Path directory) {
        return train(directory, PpoListener.NONE, () -> false);
    }

    /**
     * Trains and writes metrics.jsonl, samples.jsonl, timings.jsonl, checkpoints and {@code model/} under a directory.
     *
     * @param stop asked at every safe point; once true, a checkpoint is written and the run ends
     * @throws NonFiniteException when a number is not finite; the weights of the last good step are in a checkpoint
     */
    public Outcome train(Path directory, PpoListener listener, BooleanSupplier stop) {
        ActorCritic.OptimizerSettings optimizer = new ActorCritic.OptimizerSettings(
                settings.optimizer().beta1(),
                settings.optimizer().beta2(),
                settings.optimizer().epsilon(),
                settings.optimizer().weightDecay(),
                settings.optimizer().maxGradientNorm());
        listener.starting(memory());
        ActorCritic.Setup setup = new ActorCritic.Setup(
                settings.valueNetwork(), optimizer, settings.lora(), settings.gradientCheckpointing());
        try (ActorCritic networks = ActorCritic.of(policy, setup);
                RunLog log = new RunLog(directory)) {
            return new Run(networks, log, directory, listener, stop).train();
        }
    }

    /** Memory that a run takes, from its shapes. */
    public MemoryEstimate memory() {
        int longestPrompt = prompts.stream()
                .mapToInt(p -> policy.countTokens(new Prompt(p.id(), p.text())))
                .max()
                .orElse(1);
        int tokens = Math.min(policy.card().contextTokens(), longestPrompt + settings.maxNewTokens());
        return MemoryEstimate.of(
                policy,
                settings.lora(),
                settings.valueNetwork() == ActorCritic.ValueNetwork.SHARED ? 1 : 2,
                settings.gradientCheckpointing(),
                new MemoryEstimate.Batch(
                        settings.batchSize(), settings.microBatchSize(), tokens, settings.maxNewTokens()));
    }

    /** This also finds an adapter that does not fit the model. */
    private void requireMemory() {
        MemoryEstimate memory = memory();
        if (!settings.ignoreMemoryEstimate()) {
            memory.requireFits(policy.runtime(), "ppo");
        }
    }

    /** A prompt that fills the context would only be found when it is drawn. */
    private void requireShortPrompts() {
        int context = policy.card().contextTokens();
        List<Problem> problems = new ArrayList<>();
        for (PromptRecord prompt : prompts) {
            int tokens = policy.countTokens(new Prompt(prompt.id(), prompt.text()));
            if (tokens >= context) {
                problems.add(Problem.of(
                                "training prompt " + prompt.id(),
                                "has " + tokens + " tokens; the model's context is " + context)
                        .next("shorten it or leave it out"));
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
    }

    /** Thrown inside a run when it is asked to stop. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** State of one run. */
    private final class Run {
        private final ActorCritic networks;
        private final RunLog log;
        private final Path directory;
        private final PpoListener listener;
        private final BooleanSupplier stop;
        private final KlController kl = new KlController(settings.kl());
        private final PromptSampler sampler = sampler();
        private final Random shuffler = new Random(settings.seed() ^ 0x5DEECE66DL);

        Run(ActorCritic networks, RunLog log, Path directory, PpoListener listener, BooleanSupplier stop) {
            this.networks = networks;
            this.log = log;
            this.directory = directory;
            this.listener = listener;
            this.stop = stop;
        }

        Outcome train() {
            for (int update = 1; update <= settings.updates(); update++) {
                try {
                    update(update);
                } catch (Stopped | CancellationException e) {
                    return new Outcome(update - 1, true, unfinished(update));
                } catch (NonFiniteException e) {
                    throw new NonFiniteException("update " + update + ": " + e.getMessage()
                            + "; no weight was changed by it; the weights before it are in " + unfinished(update)
                            + "; next: lower ppo.optimizer.learning-rate or look at samples.jsonl");
                } catch (RuntimeException e) {
                    throw new PlumblineException(
                            "update " + update + ": " + e.getMessage() + "; the weights so far are in "
                                    + unfinished(update),
                            e);
                }
                if (settings.checkpointEvery() > 0
                        && update % settings.checkpointEvery() == 0
                        && update < settings.updates()) {
                    checkpoint(String.format(Locale.ROOT, "step-%06d", update));
                }
            }
            Path model = directory.resolve("model");
            networks.saveAs(model);
            if (networks.hasAdapter()) {
                networks.saveAdapterAs(directory.resolve("adapter"));
            }
            return new Outcome(settings.updates(), false, model);
        }

        /** Weights in the middle of an update, under a name that no whole update has. */
        private Path unfinished(int update) {
            return checkpoint(String.format(Locale.ROOT, "step-%06d-unfinished", update));
        }

        /** An adapter is saved alone: it is small, and loads with its base model. */
        private Path checkpoint(String name) {
            Path target = directory.resolve("checkpoints").resolve(name);
            if (networks.hasAdapter()) {
                networks.saveAdapterAs(target);
            } else {
                networks.saveAs(target);
            }
            listener.checkpointed(target);
            return target;
        }

        private void update(int update) {
            Stopwatch watch = new Stopwatch();
            UpdateMetrics metrics = new UpdateMetrics();

            List<PromptRecord> batch = sampler.next(settings.batchSize());
            List<ActorCritic.Sample> samples = sample(update, batch);
            watch.lap("generate_seconds");

            List<RewardBatch.Item> items = items(batch, samples, update);
            List<Judgement> judgements = rewards.judge(new RewardBatch(items, update));
            watch.lap("reward_seconds");

            List<TokenSequence> sequences =
                    samples.stream().map(ActorCritic.Sample::sequence).toList();
            List<ActorCritic.Evaluation> evaluations = networks.evaluate(sequences, settings.temperature());
            requireFinite(batch, evaluations);
            watch.lap("score_seconds");

            List<ActorCritic.Experience> experiences = experiences(sequences, judgements, evaluations, metrics);
            metrics.put("optimizer/learning_rate", settings.learningRate(update));
            metrics.rewards(rewards.names(), judgements);
            metrics.put(
                    "response/tokens_mean",
                    samples.stream()
                            .mapToInt(s -> s.response().length)
                            .average()
                            .orElse(0));
            metrics.put(
                    "response/ended_fraction",
                    samples.stream().filter(ActorCritic.Sample::ended).count() / (double) samples.size());
            optimise(update, experiences, metrics);
            watch.lap("optimise_seconds");

            Map<String, Double> values = metrics.finish();
            log.metrics(update, values);
            log.samples(update, items, judgements, settings.samplesPerUpdate());
            log.timings(update, watch.laps());
            listener.updated(update, settings.updates(), values);
        }

        private List<ActorCritic.Sample> sample(int update, List<PromptRecord> batch) {
            List<Prompt> named = IntStream.range(0, batch.size())
                    .mapToObj(i -> new Prompt(
                            "update " + update + " row " + i + " "
                                    + batch.get(i).id(),
                            batch.get(i).text()))
                    .toList();
            Sampling sampling = new Sampling(settings.maxNewTokens(), settings.temperature(), 0, 1, settings.seed(), 1);
            return networks.sample(named, sampling, stop);
        }

        private List<RewardBatch.Item> items(List<PromptRecord> batch, List<ActorCritic.Sample> samples, int update) {
            List<RewardBatch.Item> unlinked = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                ActorCritic.Sample sample = samples.get(i);
                unlinked.add(new RewardBatch.Item(
                        batch.get(i), sample.text(), sample.response(), sample.ended(), List.of()));
            }
            return RewardBatch.of(unlinked, update).items();
        }

        private void requireFinite(List<PromptRecord> batch, List<ActorCritic.Evaluation> evaluations) {
            for (int i = 0; i < evaluations.size(); i++) {
                ActorCritic.Evaluation e = evaluations.get(i);
                for (int t = 0; t < e.logprobs().length; t++) {
                    if (!Float.isFinite(e.logprobs()[t])
                            || !Float.isFinite(e.referenceLogprobs()[t])
                            || !Float.isFinite(e.values()[t])) {
                        throw new NonFiniteException("log-prob, reference log-prob or value of token " + t
                                + " after prompt " + batch.get(i).id() + " is not finite");
                    }
                }
            }
        }

        private List<ActorCritic.Experience> experiences(
                List<TokenSequence> sequences,
                List<Judgement> judgements,
                List<ActorCritic.Evaluation> evaluations,
                UpdateMetrics metrics) {
            int n = sequences.size();
            double coefficient = kl.coefficient();
            List<double[]> tokenRewards = new ArrayList<>();
            double[] sequenceKl = new double[n];
            double[] penalised = new double[n];
            double entropy = 0;
            int tokens = 0;
            for (int i = 0; i < n; i++) {
                ActorCritic.Evaluation e = evaluations.get(i);
                double[] tokenKl = Advantages.kl(settings.kl().estimator(), e.logprobs(), e.referenceLogprobs());
                double[] row = Advantages.tokenRewards(
                        tokenKl, coefficient, judgements.get(i).atLastToken());
                judgements.get(i).perToken().ifPresent(shares -> Advantages.add(row, shares));
                tokenRewards.add(row);
                sequenceKl[i] = Advantages.sum(tokenKl);
                penalised[i] = Advantages.sum(row);
                for (float h : e.entropies()) {
                    entropy += h;
                }
                tokens += row.length;
            }
            double meanKl = UpdateMetrics.mean(sequenceKl);
            metrics.put("objective/kl_per_sequence_nats", meanKl);
            metrics.put("objective/kl_coefficient", coefficient);
            metrics.put("objective/reward_with_kl_mean", UpdateMetrics.mean(penalised));
            metrics.put("policy/entropy_nats", entropy / tokens);
            kl.update(meanKl, n);

            if (settings.whitenRewards()) {
                Advantages.whiten(tokenRewards, true);
            }
            List<double[]> advantages = new ArrayList<>();
            List<double[]> returns = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                float[] values = evaluations.get(i).values();
                double[] row = Advantages.gae(tokenRewards.get(i), values, settings.gamma(), settings.lambda());
                advantages.add(row);
                returns.add(Advantages.returns(row, values));
            }
            metrics.explainedVariance(
                    evaluations.stream().map(ActorCritic.Evaluation::values).toList(), returns);
            if (settings.whitenAdvantages()) {
                Advantages.whiten(advantages, false);
            }
            List<ActorCritic.Experience> experiences = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                experiences.add(new ActorCritic.Experience(
                        sequences.get(i),
                        evaluations.get(i).logprobs(),
                        Advantages.toFloats(advantages.get(i)),
                        evaluations.get(i).values(),
                        Advantages.toFloats(returns.get(i))));
            }
            return experiences;
        }

        private void optimise(int update, List<ActorCritic.Experience> experiences, UpdateMetrics metrics) {
            ActorCritic.LossSettings loss = new ActorCritic.LossSettings(
                    settings.temperature(), settings.ratioClip(), settings.valueClip(), settings.valueCoefficient());
            List<ActorCritic.Experience> shuffled = new ArrayList<>(experiences);
            for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
                Collections.shuffle(shuffled, shuffler);
                for (int from = 0; from < shuffled.size(); from += settings.minibatchSize()) {
                    if (stop.getAsBoolean()) {
                        throw new Stopped();
                    }
                    List<ActorCritic.Experience> minibatch =
                            shuffled.subList(from, Math.min(shuffled.size(), from + settings.minibatchSize()));
                    try {
                        metrics.step(
                                networks.step(
                                        minibatch, settings.microBatchSize(), loss, settings.learningRate(update)),
                                minibatch.stream()
                                        .mapToInt(e -> e.sequence().scored())
                                        .sum());
                    } catch (NonFiniteException e) {
                        throw new NonFiniteException("epoch " + epoch + ", responses " + from + " to "
                                + (from + minibatch.size() - 1) + ": " + e.getMessage());
                    }
                }
            }
        }
    }

    /** Seconds between laps. */
    private static final class Stopwatch {
        private final Map<String, Double> laps = new LinkedHashMap<>();
        private long last = System.nanoTime();

        void lap(String name) {
            long now = System.nanoTime();
            laps.put(name, (now - last) / 1e9);
            last = now;
        }

        Map<String, Double> laps() {
            laps.put("total_seconds", laps.values().stream().collect(Collectors.summingDouble(Double::doubleValue)));
            return laps;
        }
    }
}
