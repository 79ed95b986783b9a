package org.plumbline.core.policy;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.plumbline.core.checkpoint.Safetensors;
import org.plumbline.core.checkpoint.StoredTensor;
import org.plumbline.core.model.LanguageModel;
import org.plumbline.core.model.Prompt;
import org.plumbline.core.model.Sampling;
import org.plumbline.core.torch.TorchProgram.TrainingArguments;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.core.torch.TorchScope;
import org.plumbline.datasets.input.Outputs;

/**
 * A policy in training: a trainable copy of a checkpoint, a value function, and the checkpoint itself as the frozen
 * reference. Everything crosses this border as Java arrays over real response tokens; there is no padding outside.
 */
public final class ActorCritic implements AutoCloseable {

    /** Where the value estimate comes from. */
    public enum ValueNetwork {
        /** A linear head on the policy's last hidden state; one backward pass trains both. */
        SHARED,
        /** Another copy of the network with its own head and its own backward pass. */
        SEPARATE,
        /** There is none: advantages come from other responses. */
        NONE
    }

    /**
     * AdamW besides its learning rate.
     *
     * @param maxGradientNorm the global 2-norm above which gradients are scaled down; 0 never clips
     * @param form where epsilon is added
     */
    public record OptimizerSettings(
            double beta1, double beta2, double epsilon, double weightDecay, double maxGradientNorm, Form form) {

        /** Where Adam adds its epsilon. */
        public enum Form {
            /** To the square root of the bias-corrected moment. */
            PYTORCH,
            /** To the square root of the raw moment, which makes the first steps smaller. */
            TENSORFLOW
        }

        public OptimizerSettings(
                double beta1, double beta2, double epsilon, double weightDecay, double maxGradientNorm) {
            this(beta1, beta2, epsilon, weightDecay, maxGradientNorm, Form.PYTORCH);
        }
    }

    /**
     * A sampled response.
     *
     * @param prompt int64 prompt tokens
     * @param response int64 response tokens, the end-of-sequence token included when {@code ended}
     * @param text response as text
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Sample(long[] prompt, long[] response, boolean ended, String text) {
        public TokenSequence sequence() {
            return TokenSequence.of(prompt, response);
        }
    }

    /**
     * What the networks say of one response before an update; arrays are as long as the response.
     *
     * @param logprobs of the policy, natural log at the temperature asked for
     * @param referenceLogprobs of the frozen reference, likewise
     * @param entropies of the policy, nats
     * @param values value estimates before each token; empty without a value network
     * @param valueAfter value estimate of the state after the last token; NaN unless asked for
     * @param fullKl KL(policy || reference) over the whole vocabulary by token, nats; empty unless asked for
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Evaluation(
            float[] logprobs,
            float[] referenceLogprobs,
            float[] entropies,
            float[] values,
            float valueAfter,
            float[] fullKl) {}

    /**
     * One response in a gradient step. Arrays are as long as the response, or one longer where the sequence has a state after
     * it: the policy's entries there are not used.
     *
     * @param oldLogprobs log-probs when it was sampled
     * @param referenceLogprobs of the reference; empty unless a KL penalty stands in the loss
     * @param oldValues value estimates when it was sampled; empty without a value network
     * @param counts false for a response that gives no gradient
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Experience(
            TokenSequence sequence,
            float[] oldLogprobs,
            float[] referenceLogprobs,
            float[] advantages,
            float[] oldValues,
            float[] returns,
            boolean counts) {

        public Experience(
                TokenSequence sequence, float[] oldLogprobs, float[] advantages, float[] oldValues, float[] returns) {
            this(sequence, oldLogprobs, new float[0], advantages, oldValues, returns, true);
        }
    }

    /**
     * How an optimiser step is taken.
     *
     * @param microBatchSize most sequences in one backward pass; changes memory and rounding only
     * @param learningRate of the policy, and of the value function unless it has its own
     * @param valueLearningRate of the value function, which is then clipped and stepped apart
     * @param valueOnly the policy stays as it is: a shared trunk too, only its value head learns
     * @param mostMeanRatio the step is skipped when the mean probability ratio is above
     * @param mostKlNats the step is not taken, and asks for no further ones, when the mean of old minus new log-prob is above
     */
    public record StepControl(
            int microBatchSize,
            double learningRate,
            OptionalDouble valueLearningRate,
            boolean valueOnly,
            OptionalDouble mostMeanRatio,
            OptionalDouble mostKlNats) {

        public static StepControl of(int microBatchSize, double learningRate) {
            return new StepControl(
                    microBatchSize,
                    learningRate,
                    OptionalDouble.empty(),
                    false,
                    OptionalDouble.empty(),
                    OptionalDouble.empty());
        }
    }

    /** What became of an optimiser step. */
    public enum StepOutcome {
        TAKEN,
        /** Not taken: the mean probability ratio was too large, or no response counts. */
        SKIPPED,
        /** Not taken: the policy has moved as far as it may in this update. */
        STOPPED
    }

    /**
     * Of one gradient step; sums run over the tokens that count.
     *
     * @param tokens tokens that count
     * @param policyLoss clipped surrogate, averaged as the settings say
     * @param valueLoss clipped squared error times one half, likewise
     * @param gradientNorm global 2-norm before clipping
     * @param clippedTokens tokens where the clipped term was active
     * @param ratioSum sum of probability ratios
     * @param halfSquaredLogRatioSum sum of half squared log-ratios, nats (Schulman's k2)
     * @param logRatioSum sum of log-ratios, nats
     * @param largestRatio largest probability ratio
     * @param valuePositions positions whose value counts
     * @param clippedValues those where the clipped value term was active
     * @param entropy of the policy, nats, averaged likewise; 0 when the loss has no entropy term
     * @param kl to the reference, nats, averaged likewise; 0 when the loss has no KL term
     */
    public record StepResult(
            StepOutcome outcome,
            long tokens,
            double policyLoss,
            double valueLoss,
            double gradientNorm,
            double clippedTokens,
            double ratioSum,
            double halfSquaredLogRatioSum,
            double logRatioSum,
            double largestRatio,
            long valuePositions,
            double clippedValues,
            double entropy,
            double kl) {}

    /**
     * What trains, and at what cost of memory.
     *
     * @param lora a new adapter; empty trains all weights, or the adapter that the policy was loaded with
     * @param gradientCheckpointing keep only the inputs of the layers and compute their insides twice (Chen et al. 2016)
     */
    public record Setup(
            ValueNetwork valueNetwork,
            OptimizerSettings optimizer,
            Optional<LoraSettings> lora,
            boolean gradientCheckpointing) {

        public static Setup of(ValueNetwork valueNetwork, OptimizerSettings optimizer) {
            return new Setup(valueNetwork, optimizer, Optional.empty(), false);
        }
    }

    private static final int POLICY_STATISTICS = 8;

    private final TorchRuntime runtime;
    private final Policy origin;
    private final Trainee trainee;
    private final Network actor;
    private final Network critic;
    private final Network reference;
    private final ValueNetwork kind;
    private final TorchScope scope;
    private final List<PtNDArray> valueHead;
    private final AdamW optimizer;

    private ActorCritic(Policy origin, Setup setup) {
        this.origin = origin;
        this.runtime = origin.network().runtime();
        this.kind = setup.valueNetwork();
        this.trainee = new Trainee(origin, setup.lora(), setup.gradientCheckpointing());
        this.actor = trainee.network();
        this.critic = kind == ValueNetwork.SEPARATE ? actor.trainableCopy() : actor;
        this.reference = origin.network().withoutAdapter();
        this.scope = runtime.newScope();
        int hidden = actor.spec().hiddenSize();
        this.valueHead = runtime.call(unused -> {
            List<PtNDArray> head = kind == ValueNetwork.NONE
                    ? List.<PtNDArray>of()
                    : List.of(scope.zeros(new Shape(1, hidden)), scope.zeros(new Shape(1)));
            head.forEach(tensor -> tensor.setRequiresGradient(true));
            return head;
        });
        List<String> names = new ArrayList<>(actor.trained().names());
        List<PtNDArray> trainable = new ArrayList<>(actor.trained().tensors());
        if (kind == ValueNetwork.SEPARATE) {
            critic.trained().names().forEach(name -> names.add("value network " + name));
            trainable.addAll(critic.trained().tensors());
        }
        if (kind != ValueNetwork.NONE) {
            names.addAll(List.of("value head weight", "value head bias"));
            trainable.addAll(valueHead);
        }
        this.optimizer = new AdamW(runtime, names, trainable, setup.optimizer());
    }

    /** Starts from a policy, whose model without adapters stays the frozen reference; the value head starts at zero. */
    public static ActorCritic of(Policy policy, Setup setup) {
        return new ActorCritic(policy, setup);
    }

    /** All weights train, and the memory is that of plain backpropagation. */
    public static ActorCritic of(Policy policy, ValueNetwork kind, OptimizerSettings settings) {
        return of(policy, Setup.of(kind, settings));
    }

    /** Samples one response for each prompt with the weights as they are now. Prompt ids name the randomness. */
    public List<Sample> sample(List<Prompt> prompts, Sampling sampling, BooleanSupplier stop) {
        List<Generator.Request> requests = prompts.stream()
                .map(p -> new Generator.Request(origin.encodePrompt(p), p.id(), 0))
                .toList();
        List<Generator.Generated> generated =
                new Generator(actor, origin.endIds(), Math.max(1, requests.size())).generate(requests, sampling, stop);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            long[] prompt = requests.get(i).prompt();
            Generator.Generated result = generated.get(i);
            samples.add(new Sample(
                    prompt, result.tokens(), result.ended(), origin.tokenizer().decodeAfter(prompt, result.tokens())));
        }
        return samples;
    }

    /**
     * What to evaluate besides log-probs, entropies and values.
     *
     * @param valueAfter the value estimate of the state after the last token
     * @param fullKl KL over the whole vocabulary, at the price of another pass of both models
     */
    public record Wanted(boolean valueAfter, boolean fullKl) {
        public static final Wanted NOTHING = new Wanted(false, false);
    }

    /** As {@link #evaluate(List, double, Wanted)}, with nothing besides. */
    public List<Evaluation> evaluate(List<TokenSequence> sequences, double temperature) {
        return evaluate(sequences, temperature, Wanted.NOTHING);
    }

    /** Log-probs of policy and reference, entropies and values, by sequence. */
    public List<Evaluation> evaluate(List<TokenSequence> sequences, double temperature, Wanted wanted) {
        List<TokenSequence> longer = wanted.valueAfter() && kind != ValueNetwork.NONE
                ? sequences.stream().map(TokenSequence::andAfter).toList()
                : sequences;
        boolean shared = kind == ValueNetwork.SHARED;
        List<Network.Scores> policy =
                actor.score(shared ? longer : sequences, shared ? valueHead : List.of(), temperature, true);
        List<Network.Scores> reference = this.reference.score(sequences, List.of(), temperature, false);
        List<float[]> values = kind == ValueNetwork.SEPARATE
                ? critic.values(longer, valueHead)
                : policy.stream().map(Network.Scores::values).toList();
        List<float[]> fullKl =
                wanted.fullKl() ? actor.fullKl(this.reference, sequences, temperature) : List.<float[]>of();
        List<Evaluation> evaluations = new ArrayList<>();
        for (int i = 0; i < sequences.size(); i++) {
            int n = sequences.get(i).scored();
            float[] all = values.get(i);
            evaluations.add(new Evaluation(
                    Arrays.copyOf(policy.get(i).logprobs(), n),
                    reference.get(i).logprobs(),
                    Arrays.copyOf(policy.get(i).entropies(), n),
                    all.length > n ? Arrays.copyOf(all, n) : all,
                    all.length > n ? all[n] : Float.NaN,
                    fullKl.isEmpty() ? new float[0] : fullKl.get(i)));
        }
        return evaluations;
    }

    /** As {@link #step(List, LossSettings, StepControl)}, unconditionally. */
    public StepResult step(List<Experience> minibatch, int microBatchSize, LossSettings settings, double learningRate) {
        return step(minibatch, settings, StepControl.of(microBatchSize, learningRate));
    }

    /**
     * One optimiser step on a minibatch, in micro-batches. The split changes nothing but rounding: every mean is over the
     * whole minibatch.
     *
     * @throws NonFiniteException when loss or gradient is not finite; the weights are unchanged
     */
    public StepResult step(List<Experience> minibatch, LossSettings loss, StepControl control) {
        Sums sums = new Sums(minibatch, loss);
        for (int from = 0; from < minibatch.size(); from += control.microBatchSize()) {
            List<Experience> micro =
                    minibatch.subList(from, Math.min(minibatch.size(), from + control.microBatchSize()));
            runtime.call(call -> {
                backward(call, micro, loss, sums, control.valueOnly());
                return true;
            });
        }
        StepOutcome outcome = outcome(sums, control);
        if (outcome == StepOutcome.TAKEN) {
            return sums.result(outcome, take(control));
        }
        double norm = optimizer.norm();
        optimizer.discard();
        return sums.result(outcome, norm);
    }

    private static StepOutcome outcome(Sums sums, StepControl control) {
        if (sums.tokens == 0) {
            return StepOutcome.SKIPPED;
        }
        double tokens = sums.tokens;
        if (control.mostMeanRatio().isPresent()
                && sums.policy[2] / tokens > control.mostMeanRatio().getAsDouble()) {
            return StepOutcome.SKIPPED;
        }
        return control.mostKlNats().isPresent()
                        && -sums.policy[4] / tokens > control.mostKlNats().getAsDouble()
                ? StepOutcome.STOPPED
                : StepOutcome.TAKEN;
    }

    /** Returns the gradient norm before clipping. */
    private double take(StepControl control) {
        int policy = actor.trained().tensors().size();
        int all = optimizer.gradients().size();
        double valueRate = control.valueLearningRate().orElse(control.learningRate());
        if (control.valueOnly()) {
            return optimizer.step(valueRate, policy, all);
        }
        if (control.valueLearningRate().isEmpty() || policy == all) {
            return optimizer.step(control.learningRate());
        }
        optimizer.requireFinite();
        return Math.hypot(optimizer.step(control.learningRate(), 0, policy), optimizer.step(valueRate, policy, all));
    }

    /** What an optimiser step gathers over its micro-batches. */
    private static final class Sums {
        private final long tokens;
        private final long valuePositions;
        private final double policyDivisor;
        private final double valueDivisor;
        /** As the program gives them: loss, clipped, ratio, half squared, log-ratio, entropy, KL, largest ratio. */
        private final double[] policy = new double[POLICY_STATISTICS];

        private final double[] value = new double[2];

        Sums(List<Experience> minibatch, LossSettings loss) {
            List<TokenSequence> counted = minibatch.stream()
                    .filter(Experience::counts)
                    .map(Experience::sequence)
                    .toList();
            tokens = counted.stream().mapToLong(TokenSequence::scored).sum();
            policyDivisor = loss.mean().divisor(tokens, counted.size());
            valuePositions =
                    counted.stream().mapToLong(TokenSequence::positions).sum();
            valueDivisor = loss.mean().divisor(valuePositions, counted.size());
        }

        void addPolicy(float[] statistics) {
            int last = POLICY_STATISTICS - 1;
            for (int i = 0; i < last; i++) {
                policy[i] += statistics[i];
            }
            policy[last] = Math.max(policy[last], statistics[last]);
        }

        void addValue(float[] statistics, int from) {
            value[0] += statistics[from];
            value[1] += statistics[from + 1];
        }

        StepResult result(StepOutcome outcome, double gradientNorm) {
            return new StepResult(
                    outcome,
                    tokens,
                    policy[0],
                    value[0],
                    gradientNorm,
                    policy[1],
                    policy[2],
                    policy[3],
                    policy[4],
                    policy[7],
                    valuePositions,
                    value[1],
                    policy[5] / policyDivisor,
                    policy[6] / policyDivisor);
        }
    }

    private void backward(TorchScope call, List<Experience> micro, LossSettings loss, Sums sums, boolean valueOnly) {
        TokenBatch batch =
                TokenBatch.of(call, micro.stream().map(Experience::sequence).toList());
        List<PtNDArray> gradients = optimizer.gradients();
        int actorSize = actor.trained().tensors().size();
        boolean withPolicy = !valueOnly;
        boolean withValue = kind != ValueNetwork.NONE;
        if (kind == ValueNetwork.SHARED) {
            int frozen = withPolicy ? actor.frozen() : actor.tensors().size();
            PtNDArray numbers = trainee.settings(call, loss, sums.policyDivisor, sums.valueDivisor, frozen);
            TrainingArguments arguments = new TrainingArguments(call, withPolicy ? "joint_backward" : "value_backward")
                    .tensor(numbers)
                    .tensors(withHead(actor))
                    .tensors(withPolicy ? gradients : gradients.subList(actorSize, gradients.size()))
                    .tensor(batch.ids())
                    .tensor(batch.index());
            if (withPolicy) {
                arguments.tensors(policyTensors(call, micro, batch, loss));
            }
            float[] statistics = run(arguments.tensors(valueTensors(call, micro, loss)));
            if (withPolicy) {
                sums.addPolicy(statistics);
            }
            sums.addValue(statistics, withPolicy ? POLICY_STATISTICS : 0);
            return;
        }
        PtNDArray numbers = trainee.settings(call, loss, sums.policyDivisor, sums.valueDivisor);
        if (withPolicy) {
            sums.addPolicy(run(new TrainingArguments(call, "policy_backward")
                    .tensor(numbers)
                    .tensors(actor.tensors())
                    .tensors(gradients.subList(0, actorSize))
                    .tensor(batch.ids())
                    .tensor(batch.index())
                    .tensors(policyTensors(call, micro, batch, loss))));
        }
        if (withValue) {
            sums.addValue(
                    run(new TrainingArguments(call, "value_backward")
                            .tensor(numbers)
                            .tensors(withHead(critic))
                            .tensors(gradients.subList(actorSize, gradients.size()))
                            .tensor(batch.ids())
                            .tensor(batch.index())
                            .tensors(valueTensors(call, micro, loss))),
                    0);
        }
    }

    private List<PtNDArray> policyTensors(
            TorchScope call, List<Experience> micro, TokenBatch batch, LossSettings loss) {
        List<PtNDArray> tensors = new ArrayList<>(List.of(
                batch.targets(),
                flat(call, micro, Experience::oldLogprobs),
                flat(call, micro, Experience::advantages),
                weights(call, micro, loss, false)));
        if (loss.needsReference()) {
            tensors.add(flat(call, micro, Experience::referenceLogprobs));
        } else if (loss.needsDistribution()) {
            tensors.add(actor.program()
                    .train(new TrainingArguments(call, "distribution")
                            .tensor(trainee.settings(call, loss, 1, 1))
                            .tensors(reference.tensors())
                            .tensor(batch.ids())
                            .tensor(batch.index()))
                    .get(0));
        }
        return tensors;
    }

    private static List<PtNDArray> valueTensors(TorchScope call, List<Experience> micro, LossSettings loss) {
        return List.of(
                flat(call, micro, Experience::oldValues),
                flat(call, micro, Experience::returns),
                weights(call, micro, loss, true));
    }

    /** What each position counts; the state after the last token has a value, and nothing for the policy. */
    private static PtNDArray weights(TorchScope call, List<Experience> micro, LossSettings loss, boolean ofValues) {
        return flat(call, micro, experience -> {
            TokenSequence sequence = experience.sequence();
            float[] weights = new float[sequence.positions()];
            int counted = ofValues ? sequence.positions() : sequence.scored();
            if (experience.counts()) {
                Arrays.fill(weights, 0, counted, loss.mean().weight(counted));
            }
            return weights;
        });
    }

    private List<PtNDArray> withHead(Network network) {
        List<PtNDArray> all = network.tensors();
        all.addAll(valueHead);
        return all;
    }

    private float[] run(TrainingArguments arguments) {
        List<PtNDArray> results = actor.program().train(arguments);
        return results.get(0).toFloatArray();
    }

    private static PtNDArray flat(TorchScope call, List<Experience> micro, Function<Experience, float[]> part) {
        int size = micro.stream().mapToInt(e -> e.sequence().positions()).sum();
        float[] all = new float[size];
        int at = 0;
        for (Experience experience : micro) {
            float[] values = part.apply(experience);
            System.arraycopy(values, 0, all, at, values.length);
            at += experience.sequence().positions();
        }
        return call.floats(all, size);
    }

    /** The policy as it is now; it changes with every step, and must not be used after this is closed. */
    public LanguageModel asModel() {
        return origin.withNetwork(actor);
    }

    private static final String STATE = "trainer-state.safetensors";

    /**
     * Writes what {@link #readState} needs to go on exactly: parameters and moments, float32.
     *
     * @return steps that each parameter has taken
     */
    public int[] writeState(Path directory) throws IOException {
        Map<String, Safetensors.Writable> tensors = new LinkedHashMap<>();
        optimizer.writeState(tensors);
        Safetensors.write(directory.resolve(STATE), tensors);
        return optimizer.stepsTaken();
    }

    /**
     * Takes over what {@link #writeState} wrote.
     *
     * @throws org.plumbline.datasets.input.InputException when it is damaged or of other networks
     */
    public void readState(Path directory, int[] stepsTaken) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        Safetensors.list(directory.resolve(STATE)).forEach(tensor -> tensors.put(tensor.name(), tensor));
        optimizer.readState(tensors, stepsTaken);
    }

    /**
     * Writes the trained policy as a Hugging Face directory, with an adapter added to its weights; it replaces an older one
     * once it is complete.
     *
     * @param beside adds files of others before the directory appears
     */
    public void saveAs(Path target, Outputs.DirectoryWriter beside) {
        trainee.saveAs(target, beside);
    }

    /** As {@link #saveAs(Path, Outputs.DirectoryWriter)}, with nothing beside. */
    public void saveAs(Path target) {
        saveAs(target, nothing -> {});
    }

    /** Whether an adapter trains. */
    public boolean hasAdapter() {
        return actor.hasAdapter();
    }

    /** Writes the adapter alone as a PEFT directory; it replaces an older one once it is complete. */
    public void saveAdapterAs(Path target, Outputs.DirectoryWriter beside) {
        trainee.saveAdapterAs(target, beside);
    }

    /** As {@link #saveAdapterAs(Path, Outputs.DirectoryWriter)}, with nothing beside. */
    public void saveAdapterAs(Path target) {
        saveAdapterAs(target, nothing -> {});
    }

    @Override
    public void close() {
        optimizer.close();
        scope.close();
        if (critic != actor) {
            critic.close();
        }
        trainee.close();
    }
}
