package org.plumbline.core.policy;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.plumbline.core.model.Prompt;
import org.plumbline.core.model.Sampling;
import org.plumbline.core.torch.TorchProgram.TrainingArguments;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.core.torch.TorchScope;

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
        SEPARATE
    }

    /**
     * AdamW besides its learning rate.
     *
     * @param maxGradientNorm the global 2-norm above which gradients are scaled down; 0 never clips
     */
    public record OptimizerSettings(
            double beta1, double beta2, double epsilon, double weightDecay, double maxGradientNorm) {}

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
     * @param logprobs of the policy, natural log at the sampling temperature
     * @param referenceLogprobs of the frozen reference, likewise
     * @param entropies of the policy, nats
     * @param values value estimates before each token
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Evaluation(float[] logprobs, float[] referenceLogprobs, float[] entropies, float[] values) {}

    /**
     * One response in a gradient step; arrays are as long as the response.
     *
     * @param oldLogprobs log-probs when it was sampled
     * @param oldValues value estimates when it was sampled
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Experience(
            TokenSequence sequence, float[] oldLogprobs, float[] advantages, float[] oldValues, float[] returns) {}

    /**
     * Coefficients of the PPO loss.
     *
     * @param temperature divisor of the logits, as in sampling
     * @param ratioClip half width of the trusted range of the probability ratio
     * @param valueClip most that a value may move from its old estimate
     * @param valueCoefficient weight of the value loss
     */
    public record LossSettings(double temperature, double ratioClip, double valueClip, double valueCoefficient) {}

    /**
     * Sums over the tokens of one gradient step.
     *
     * @param policyLoss clipped surrogate, token mean
     * @param valueLoss clipped squared error times one half, token mean
     * @param gradientNorm global 2-norm before clipping
     * @param clippedTokens tokens where the clipped term was active
     * @param ratioSum sum of probability ratios
     * @param halfSquaredLogRatioSum sum of half squared log-ratios, nats (Schulman's k2)
     * @param logRatioSum sum of log-ratios, nats
     * @param largestRatio largest probability ratio
     * @param clippedValues tokens where the clipped value term was active
     */
    public record StepResult(
            double policyLoss,
            double valueLoss,
            double gradientNorm,
            double clippedTokens,
            double ratioSum,
            double halfSquaredLogRatioSum,
            double logRatioSum,
            double largestRatio,
            double clippedValues) {}

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

    private static final int POLICY_STATISTICS = 6;

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
        this.critic = kind == ValueNetwork.SHARED ? actor : actor.trainableCopy();
        this.reference = origin.network().withoutAdapter();
        this.scope = runtime.newScope();
        int hidden = actor.spec().hiddenSize();
        this.valueHead = runtime.call(unused -> {
            List<PtNDArray> head = List.of(scope.zeros(new Shape(1, hidden)), scope.zeros(new Shape(1)));
            head.forEach(tensor -> tensor.setRequiresGradient(true));
            return head;
        });
        List<String> names = new ArrayList<>(actor.trained().names());
        List<PtNDArray> trainable = new ArrayList<>(actor.trained().tensors());
        if (kind == ValueNetwork.SEPARATE) {
            critic.trained().names().forEach(name -> names.add("value network " + name));
            trainable.addAll(critic.trained().tensors());
        }
        names.addAll(List.of("value head weight", "value head bias"));
        trainable.addAll(valueHead);
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

    /** Log-probs of policy and reference, entropies and values, by sequence. */
    public List<Evaluation> evaluate(List<TokenSequence> sequences, double temperature) {
        List<PtNDArray> sharedHead = kind == ValueNetwork.SHARED ? valueHead : List.of();
        List<Network.Scores> policy = actor.score(sequences, sharedHead, temperature, true);
        List<Network.Scores> reference = this.reference.score(sequences, List.of(), temperature, false);
        List<float[]> values = kind == ValueNetwork.SHARED
                ? policy.stream().map(Network.Scores::values).toList()
                : critic.values(sequences, valueHead);
        List<Evaluation> evaluations = new ArrayList<>();
        for (int i = 0; i < sequences.size(); i++) {
            evaluations.add(new Evaluation(
                    policy.get(i).logprobs(),
                    reference.get(i).logprobs(),
                    policy.get(i).entropies(),
                    values.get(i)));
        }
        return evaluations;
    }

    /**
     * One optimiser step on a minibatch, in micro-batches of at most {@code microBatchSize} sequences. The split changes
     * nothing but rounding: every mean is over the tokens of the whole minibatch.
     *
     * @throws NonFiniteException when loss or gradient is not finite; the weights are unchanged
     */
    public StepResult step(List<Experience> minibatch, int microBatchSize, LossSettings settings, double learningRate) {
        int tokens = minibatch.stream().mapToInt(e -> e.sequence().scored()).sum();
        double[] policy = new double[POLICY_STATISTICS];
        double[] value = new double[2];
        for (int from = 0; from < minibatch.size(); from += microBatchSize) {
            List<Experience> micro = minibatch.subList(from, Math.min(minibatch.size(), from + microBatchSize));
            runtime.call(call -> {
                backward(call, micro, settings, tokens, policy, value);
                return true;
            });
        }
        double norm = optimizer.step(learningRate);
        return new StepResult(
                policy[0], value[0], norm, policy[1], policy[2], policy[3], policy[4], policy[5], value[1]);
    }

    private void backward(
            TorchScope call,
            List<Experience> micro,
            LossSettings settings,
            int tokens,
            double[] policy,
            double[] value) {
        TokenBatch batch =
                TokenBatch.of(call, micro.stream().map(Experience::sequence).toList());
        PtNDArray numbers = trainee.settings(
                call,
                settings.temperature(),
                settings.ratioClip(),
                settings.valueClip(),
                settings.valueCoefficient(),
                tokens);
        PtNDArray oldLogprobs =
                flat(call, micro.stream().map(Experience::oldLogprobs).toList());
        PtNDArray advantages =
                flat(call, micro.stream().map(Experience::advantages).toList());
        PtNDArray oldValues =
                flat(call, micro.stream().map(Experience::oldValues).toList());
        PtNDArray returns = flat(call, micro.stream().map(Experience::returns).toList());
        List<PtNDArray> gradients = optimizer.gradients();
        if (kind == ValueNetwork.SHARED) {
            float[] statistics = run(new TrainingArguments(call, "joint_backward")
                    .tensor(numbers)
                    .tensors(withHead(actor))
                    .tensors(gradients)
                    .tensor(batch.ids())
                    .tensor(batch.index())
                    .tensor(batch.targets())
                    .tensor(oldLogprobs)
                    .tensor(advantages)
                    .tensor(oldValues)
                    .tensor(returns));
            addPolicy(policy, statistics);
            value[0] += statistics[POLICY_STATISTICS];
            value[1] += statistics[POLICY_STATISTICS + 1];
            return;
        }
        int actorSize = actor.trained().tensors().size();
        addPolicy(
                policy,
                run(new TrainingArguments(call, "policy_backward")
                        .tensor(numbers)
                        .tensors(actor.tensors())
                        .tensors(gradients.subList(0, actorSize))
                        .tensor(batch.ids())
                        .tensor(batch.index())
                        .tensor(batch.targets())
                        .tensor(oldLogprobs)
                        .tensor(advantages)));
        float[] statistics = run(new TrainingArguments(call, "value_backward")
                .tensor(numbers)
                .tensors(withHead(critic))
                .tensors(gradients.subList(actorSize, gradients.size()))
                .tensor(batch.ids())
                .tensor(batch.index())
                .tensor(oldValues)
                .tensor(returns));
        value[0] += statistics[0];
        value[1] += statistics[1];
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

    /** All statistics are sums over micro-batches but the last, a maximum. */
    private static void addPolicy(double[] policy, float[] statistics) {
        int last = POLICY_STATISTICS - 1;
        for (int i = 0; i < last; i++) {
            policy[i] += statistics[i];
        }
        policy[last] = Math.max(policy[last], statistics[last]);
    }

    private static PtNDArray flat(TorchScope call, List<float[]> parts) {
        int size = parts.stream().mapToInt(p -> p.length).sum();
        float[] all = new float[size];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return call.floats(all, size);
    }

    /**
     * Writes the trained policy as a Hugging Face directory, with an adapter added to its weights; it replaces an older one
     * once it is complete.
     */
    public void saveAs(Path target) {
        trainee.saveAs(target);
    }

    /** Whether an adapter trains. */
    public boolean hasAdapter() {
        return actor.hasAdapter();
    }

    /** Writes the adapter alone as a PEFT directory; it replaces an older one once it is complete. */
    public void saveAdapterAs(Path target) {
        trainee.saveAdapterAs(target);
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
