package org.plumbline.core.policy;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.plumbline.core.checkpoint.CheckpointDirectory;
import org.plumbline.core.torch.TorchProgram;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.core.torch.TorchScope;

/**
 * A causal transformer: program and weights. Policy, reference and value network are networks over other weights; those
 * of one checkpoint share the compiled program.
 */
final class Network implements AutoCloseable {
    /** Padded tokens in one scoring call. */
    private static final int TOKENS_PER_CALL = 8192;
    /** Logits that exist at once, in floats: 64 MiB. */
    private static final int LOGITS_PER_CHUNK = 1 << 24;

    private final TorchRuntime runtime;
    private final ModelSpec spec;
    private final TorchProgram program;
    private final Parameters parameters;
    private final boolean ownsProgram;

    private Network(
            TorchRuntime runtime, ModelSpec spec, TorchProgram program, Parameters parameters, boolean ownsProgram) {
        this.ownsProgram = ownsProgram;
        this.runtime = runtime;
        this.spec = spec;
        this.program = program;
        this.parameters = parameters;
    }

    static Network load(TorchRuntime runtime, CheckpointDirectory checkpoint) {
        ModelSpec spec = ModelFamily.specOf(checkpoint.config());
        Parameters parameters = Parameters.load(runtime, checkpoint, spec);
        return new Network(
                runtime,
                spec,
                TorchProgram.load(runtime, spec.architecture(), spec.source(), spec.attributes()),
                parameters,
                true);
    }

    /** The same network over its own copy of the weights, which takes gradients. */
    Network trainableCopy() {
        return new Network(runtime, spec, program, parameters.trainableCopy(runtime, program), false);
    }

    TorchRuntime runtime() {
        return runtime;
    }

    ModelSpec spec() {
        return spec;
    }

    TorchProgram program() {
        return program;
    }

    Parameters parameters() {
        return parameters;
    }

    /**
     * What a forward pass says of the scored tokens of one sequence; arrays are as long as they are many.
     *
     * @param logprobs natural logs, at the temperature asked for
     * @param entropies nats; empty unless asked for
     * @param greedy whether the token is the most likely one
     * @param values value estimates before each token; empty without a value head
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Scores(float[] logprobs, float[] entropies, boolean[] greedy, float[] values) {}

    /**
     * Scores sequences, in order.
     *
     * @param valueHead weight [1, D] and bias [1], or empty
     */
    List<Scores> score(
            List<TokenSequence> sequences, List<PtNDArray> valueHead, double temperature, boolean withEntropy) {
        Integer[] byLength = IntStream.range(0, sequences.size()).boxed().toArray(Integer[]::new);
        Arrays.sort(byLength, Comparator.comparingInt(i -> -sequences.get(i).tokens().length));
        Scores[] results = new Scores[sequences.size()];
        for (int from = 0; from < byLength.length; ) {
            int width = sequences.get(byLength[from]).tokens().length;
            int rows = Math.min(byLength.length - from, Math.max(1, TOKENS_PER_CALL / Math.max(1, width)));
            List<Integer> chosen = List.of(byLength).subList(from, from + rows);
            List<TokenSequence> batch = chosen.stream().map(sequences::get).toList();
            List<Scores> scores = runtime.call(scope -> scoreBatch(scope, batch, valueHead, temperature, withEntropy));
            for (int i = 0; i < rows; i++) {
                results[chosen.get(i)] = scores.get(i);
            }
            from += rows;
        }
        return List.of(results);
    }

    private List<Scores> scoreBatch(
            TorchScope scope,
            List<TokenSequence> sequences,
            List<PtNDArray> valueHead,
            double temperature,
            boolean withEntropy) {
        int scored = sequences.stream().mapToInt(TokenSequence::scored).sum();
        if (scored == 0) {
            float[] none = new float[0];
            return sequences.stream()
                    .map(s -> new Scores(none, none, new boolean[0], none))
                    .toList();
        }
        TokenBatch batch = TokenBatch.of(scope, sequences);
        int chunk = Math.max(1, LOGITS_PER_CHUNK / spec.vocabularySize());
        List<PtNDArray> results = TorchProgram.tensors(
                program.run(
                        "score",
                        parameters.asList(),
                        TorchProgram.listOf(valueHead),
                        IValue.from(batch.ids()),
                        IValue.from(batch.index()),
                        IValue.from(batch.targets()),
                        IValue.from(temperature),
                        IValue.from((long) chunk),
                        IValue.from(withEntropy)),
                scope);
        float[] logprobs = results.get(0).toFloatArray();
        float[] entropies = withEntropy ? results.get(1).toFloatArray() : new float[0];
        float[] greedy = results.get(2).toFloatArray();
        float[] values = valueHead.isEmpty() ? new float[0] : results.get(3).toFloatArray();
        List<Scores> scores = new ArrayList<>();
        int from = 0;
        for (TokenSequence sequence : sequences) {
            int to = from + sequence.scored();
            boolean[] hits = new boolean[sequence.scored()];
            for (int i = from; i < to; i++) {
                hits[i - from] = greedy[i] != 0;
            }
            scores.add(new Scores(
                    Arrays.copyOfRange(logprobs, from, to), slice(entropies, from, to), hits, slice(values, from, to)));
            from = to;
        }
        return scores;
    }

    private static float[] slice(float[] all, int from, int to) {
        return all.length == 0 ? all : Arrays.copyOfRange(all, from, to);
    }

    /** Value estimates before each scored token, by sequence. */
    List<float[]> values(List<TokenSequence> sequences, List<PtNDArray> valueHead) {
        return score(sequences, valueHead, 1, false).stream()
                .map(Scores::values)
                .toList();
    }

    /** Logits, float32 [V] for each scored position of one sequence, row after row. For tests and inspection. */
    float[] logits(TokenSequence sequence) {
        return runtime.call(scope -> {
            TokenBatch batch = TokenBatch.of(scope, List.of(sequence));
            return TorchProgram.tensor(
                            program.run(
                                    "logits",
                                    parameters.asList(),
                                    IValue.from(batch.ids()),
                                    IValue.from(batch.index())),
                            scope)
                    .toFloatArray();
        });
    }

    @Override
    public void close() {
        parameters.close();
        if (ownsProgram) {
            runtime.call(unused -> {
                program.close();
                return true;
            });
        }
    }
}
