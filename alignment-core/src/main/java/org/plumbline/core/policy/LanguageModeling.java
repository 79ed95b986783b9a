package org.plumbline.core.policy;

import ai.djl.pytorch.engine.PtNDArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.plumbline.core.policy.ActorCritic.OptimizerSettings;
import org.plumbline.core.torch.TorchProgram.TrainingArguments;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.core.torch.TorchScope;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/** A trainable copy of a checkpoint that learns to predict the next token of texts. */
public final class LanguageModeling implements AutoCloseable {

    /**
     * What one step saw.
     *
     * @param loss mean negative log-likelihood of a token before the step, nats
     * @param tokens predicted tokens
     * @param gradientNorm global 2-norm before clipping
     */
    public record StepResult(double loss, int tokens, double gradientNorm) {}

    private final TorchRuntime runtime;
    private final Policy origin;
    private final Trainee trainee;
    private final Network network;
    private final AdamW optimizer;

    private LanguageModeling(
            Policy origin, OptimizerSettings settings, Optional<LoraSettings> lora, boolean gradientCheckpointing) {
        this.origin = origin;
        this.runtime = origin.network().runtime();
        this.trainee = new Trainee(origin, lora, gradientCheckpointing);
        this.network = trainee.network();
        this.optimizer =
                new AdamW(runtime, network.trained().names(), network.trained().tensors(), settings);
    }

    /**
     * Checks that a policy can be trained on texts of this length.
     *
     * @throws InputException when its checkpoint names no end-of-sequence token, or its context is shorter
     */
    public static void requireTrainable(Policy policy, int contextTokens) {
        List<Problem> problems = new ArrayList<>();
        if (policy.endIds().isEmpty()) {
            problems.add(Problem.at(policy.checkpoint().path(), "names no eos_token_id, so texts cannot be ended")
                    .next("add eos_token_id to its config.json"));
        }
        if (contextTokens > policy.card().contextTokens()) {
            problems.add(Problem.of(
                            "training.context-tokens",
                            "is " + contextTokens + "; the model's context is "
                                    + policy.card().contextTokens())
                    .next("lower it, or raise the model's"));
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
    }

    /**
     * Starts from the weights of a policy, which stays as it is.
     *
     * @param lora a new adapter; empty trains all weights, or the adapter that the policy was loaded with
     * @param gradientCheckpointing keep only the inputs of the layers and compute their insides twice
     */
    public static LanguageModeling of(
            Policy policy, OptimizerSettings settings, Optional<LoraSettings> lora, boolean gradientCheckpointing) {
        return new LanguageModeling(policy, settings, lora, gradientCheckpointing);
    }

    /**
     * A text as tokens: opened by the beginning-of-sequence token, closed by the end-of-sequence token, every token but the
     * first predicted. Longer texts than {@code mostTokens} are cut at the end.
     *
     * @throws InputException when a token is outside the model's vocabulary
     */
    public TokenSequence encode(String text, int mostTokens) {
        long[] tokens = origin.encodeText(text);
        long[] closed = java.util.Arrays.copyOf(tokens, tokens.length + 1);
        closed[tokens.length] = origin.endIds().get(0);
        return new TokenSequence(java.util.Arrays.copyOf(closed, Math.min(closed.length, mostTokens)), 1);
    }

    /**
     * One optimiser step on a batch, in micro-batches of at most {@code microBatchSize} texts. The split changes nothing but
     * rounding.
     *
     * @throws NonFiniteException when the gradient is not finite; the weights are unchanged
     */
    public StepResult step(List<TokenSequence> batch, int microBatchSize, double learningRate) {
        int tokens = batch.stream().mapToInt(TokenSequence::scored).sum();
        double loss = 0;
        for (int from = 0; from < batch.size(); from += microBatchSize) {
            List<TokenSequence> micro = batch.subList(from, Math.min(batch.size(), from + microBatchSize));
            loss += runtime.call(call -> backward(call, micro, tokens));
        }
        return new StepResult(loss, tokens, optimizer.step(learningRate));
    }

    private double backward(TorchScope call, List<TokenSequence> micro, int tokens) {
        TokenBatch packed = TokenBatch.of(call, micro);
        List<PtNDArray> results = network.program()
                .train(new TrainingArguments(call, "lm_backward")
                        .tensor(trainee.settings(call, LossSettings.of(1, 0, 0, 0), tokens, 1))
                        .tensors(network.tensors())
                        .tensors(optimizer.gradients())
                        .tensor(packed.ids())
                        .tensor(packed.index())
                        .tensor(packed.targets()));
        return results.get(0).toFloatArray()[0];
    }

    /** Mean negative log-likelihood of a token over texts, nats. */
    public double loss(List<TokenSequence> texts) {
        double sum = 0;
        long tokens = 0;
        for (Network.Scores scores : network.score(texts, List.of(), 1, false)) {
            for (float logprob : scores.logprobs()) {
                sum -= logprob;
                tokens++;
            }
        }
        return sum / tokens;
    }

    /** Writes the model as a Hugging Face directory; it replaces an older one once it is complete. */
    public void saveAs(Path target) {
        trainee.saveAs(target, nothing -> {});
    }

    /** Whether an adapter trains. */
    public boolean hasAdapter() {
        return network.hasAdapter();
    }

    /** Writes the adapter alone as a PEFT directory; it replaces an older one once it is complete. */
    public void saveAdapterAs(Path target) {
        trainee.saveAdapterAs(target, nothing -> {});
    }

    @Override
    public void close() {
        optimizer.close();
        trainee.close();
    }
}
