package org.plumbline.core.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.plumbline.core.family.ModelSpec;
import org.plumbline.core.family.ModelSpec.Sizes;
import org.plumbline.core.torch.FreeMemory;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/**
 * Most native memory that a training run holds at once, by what holds it; an estimate from shapes, meant to be within a
 * third of what is measured (docs/performance.md).
 *
 * @param parts what holds memory, in bytes
 * @param loadedBytes bytes of these that are taken already
 */
public record MemoryEstimate(List<Part> parts, long loadedBytes) {
    private static final int FLOAT_BYTES = 4;
    /** Logits, their scaled copy, its exponentials and their gradient. */
    private static final int COPIES_OF_LOGITS = 4;

    /** Scores, capped ones, masked ones, their softmax and its gradient. */
    private static final long COPIES_OF_SCORES = 5;

    /** libtorch's code and buffers, the compiled programs. */
    private static final long RUNTIME_BYTES = 300L << 20;

    /** One holder of memory. */
    public record Part(String name, long bytes) {}

    /**
     * A training batch.
     *
     * @param rolloutRows responses generated together; 0 for none
     * @param microBatchRows sequences in one backward pass
     * @param tokens longest sequence
     * @param scoredTokens most tokens of a sequence whose log-probs are taken
     */
    public record Batch(int rolloutRows, int microBatchRows, int tokens, int scoredTokens) {}

    /**
     * Memory of training a policy, what is loaded included.
     *
     * @param lora the new adapter that trains; empty for all weights, or the adapter that the policy was loaded with
     * @param trainedCopies networks that train: the policy, and a value network of its own
     * @throws InputException when the new adapter does not fit the policy
     */
    public static MemoryEstimate of(
            Policy policy, Optional<LoraSettings> lora, int trainedCopies, boolean gradientCheckpointing, Batch batch) {
        Network network = policy.network();
        ModelSpec spec = network.spec();
        Sizes sizes = spec.sizes();
        int typeBytes = network.precision().type().bytes();
        long weights = spec.parameterCount();
        long trained = trainedCopies
                * lora.map(settings -> network.newAdapter(settings).parameters().stream()
                                .mapToLong(ModelSpec.Parameter::elements)
                                .sum())
                        .orElseGet(() -> network.trained().elements());
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("weights", weights * typeBytes));
        parts.add(new Part("trained copies", trained * FLOAT_BYTES));
        parts.add(new Part("gradients and moments", trained * 3 * FLOAT_BYTES));
        parts.add(new Part("runtime", RUNTIME_BYTES));
        long cacheTokens = (long) batch.rolloutRows() * batch.tokens();
        long cache = 2L * sizes.layers() * sizes.keyHeads() * sizes.headWidth() * cacheTokens * typeBytes;
        long packed = batch.rolloutRows() == 0
                ? 0
                : spec.modules().stream().mapToLong(m -> m.in() * m.out()).sum() * typeBytes;
        long rowLogits = (long) batch.rolloutRows() * sizes.vocabulary() * FLOAT_BYTES * COPIES_OF_LOGITS;
        long generating = cache + packed + rowLogits + scores(spec, batch.rolloutRows(), batch.tokens(), 1);
        // A pass gives all gradients at once before they are added up; layer by layer when checkpointing.
        long fresh = trained / trainedCopies / (gradientCheckpointing ? Math.max(1, sizes.layers()) : 1) * FLOAT_BYTES;
        long backward = fresh
                + activations(sizes, gradientCheckpointing, batch, typeBytes)
                + scores(spec, batch.microBatchRows(), batch.tokens(), gradientCheckpointing ? 1 : sizes.layers())
                + COPIES_OF_LOGITS
                        * (long) FLOAT_BYTES
                        * sizes.vocabulary()
                        * Math.min(network.trainingChunk(), (long) batch.microBatchRows() * batch.scoredTokens());
        long scoringRows =
                Math.max(1, Math.min(batch.rolloutRows(), Network.TOKENS_PER_CALL / Math.max(1, batch.tokens())));
        long scoring = Network.scoringBytes(sizes, batch, typeBytes) + scores(spec, scoringRows, batch.tokens(), 1);
        // One after the other: the largest counts.
        long working = Math.max(generating, Math.max(backward, scoring));
        parts.add(new Part(
                working == generating ? "generation" : working == backward ? "backward pass" : "scoring", working));
        return new MemoryEstimate(List.copyOf(parts), network.loadedBytes());
    }

    /**
     * What is kept for the gradient. By token and layer: norms, residuals and projections of the width (12), queries, keys
     * and values before and after turning (8 heads' widths), gate, up and their product (5 inner widths); counted from the
     * programs.
     */
    private static long activations(Sizes sizes, boolean checkpointing, Batch batch, int typeBytes) {
        long tokens = (long) batch.microBatchRows() * batch.tokens();
        long insides = 12L * sizes.hidden() + 8L * sizes.queryHeads() * sizes.headWidth() + 5L * sizes.intermediate();
        long layers = checkpointing ? 1 : sizes.layers();
        long inputs = checkpointing ? (long) sizes.layers() * sizes.hidden() : 0;
        return tokens * (insides * layers + inputs) * typeBytes;
    }

    /** Capped attention scores exist as tensors [B, H, T, T], several of them; plain ones are never written out. */
    private static long scores(ModelSpec spec, long rows, long tokens, int layers) {
        boolean capped = spec.attributes().get("attention_softcap") instanceof Double cap && cap > 0;
        return capped
                ? COPIES_OF_SCORES * rows * spec.sizes().queryHeads() * tokens * tokens * FLOAT_BYTES * layers
                : 0;
    }

    /** The same and one holder more. */
    public MemoryEstimate plus(String name, long bytes) {
        List<Part> more = new ArrayList<>(parts);
        more.add(new Part(name, bytes));
        return new MemoryEstimate(List.copyOf(more), loadedBytes);
    }

    public long totalBytes() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }

    /** The estimate and its parts for people, such as {@code 1.3 GiB: weights 0.5, ...}. */
    public String text() {
        return parts.stream()
                .map(part -> part.name() + " " + gibibytes(part.bytes()))
                .collect(Collectors.joining(", ", gibibytes(totalBytes()) + " GiB: ", ""));
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, bytes < 10L << 30 ? "%.2f" : "%.0f", bytes / (double) (1L << 30));
    }

    /**
     * Compares with the memory that is free for this process on a device.
     *
     * @param section the section of the configuration that the message names
     * @throws InputException when the run cannot fit
     */
    public void requireFits(TorchRuntime runtime, String section) {
        OptionalLong free = FreeMemory.availableBytes(runtime);
        if (free.isPresent() && totalBytes() - loadedBytes > free.getAsLong()) {
            throw new InputException(Problem.of(
                            section,
                            "this run needs about " + text() + "; " + gibibytes(free.getAsLong()) + " GiB are free on "
                                    + runtime.deviceName())
                    .next((parts.stream().anyMatch(part -> part.name().equals("generation"))
                                    ? "lower " + section + ".batch-size or max-new-tokens, set "
                                    : "lower " + section + ".micro-batch-size, set ")
                            + section
                            + ".gradient-checkpointing: true, train"
                            + " an adapter (" + section + ".lora), or set " + section
                            + ".ignore-memory-estimate: true to try anyway"));
        }
    }
}
