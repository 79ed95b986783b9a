package org.plumbline.core.policy;

import ai.djl.pytorch.jni.IValue;
import java.util.List;
import java.util.Map;
import org.plumbline.core.checkpoint.CheckpointDirectory;
import org.plumbline.core.checkpoint.StoredTensor;
import org.plumbline.core.family.ModelSpec;
import org.plumbline.core.torch.TorchProgram;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.core.torch.TorchScope;

/** Program and weights of a classifier: tokens in, class logits out. */
final class ClassifierNetwork implements AutoCloseable {
    /** No token has it: for models that know no padding. */
    static final long NO_PADDING = Long.MIN_VALUE;

    private final TorchRuntime runtime;
    private final ModelSpec spec;
    private final long paddingToken;
    private final Parameters parameters;
    private final TorchProgram program;

    private ClassifierNetwork(
            TorchRuntime runtime, ModelSpec spec, long paddingToken, Parameters parameters, TorchProgram program) {
        this.runtime = runtime;
        this.spec = spec;
        this.paddingToken = paddingToken;
        this.parameters = parameters;
        this.program = program;
    }

    /**
     * Maps or converts the weights and compiles the program.
     *
     * @param paddingToken id of the padding token, or {@link #NO_PADDING}
     * @throws org.plumbline.datasets.input.InputException when a weight is missing or does not fit
     */
    static ClassifierNetwork load(
            TorchRuntime runtime, CheckpointDirectory checkpoint, ModelSpec spec, long paddingToken, Precision wanted) {
        Map<String, StoredTensor> stored = checkpoint.tensors();
        Precision precision = wanted.on(runtime, stored.values());
        Parameters parameters = Parameters.load(
                runtime, stored, spec, precision.type(), checkpoint.path().toString());
        TorchProgram program = Network.compile(runtime, spec, AdapterSpec.none(), precision);
        return new ClassifierNetwork(runtime, spec, paddingToken, parameters, program);
    }

    /** Class logits [C] of each sequence, in order; sequences have from one token to the model's context. */
    List<double[]> logits(List<long[]> sequences) {
        double[][] results = new double[sequences.size()][];
        for (List<Integer> batch : LengthBatches.of(sequences, Network.TOKENS_PER_CALL)) {
            List<long[]> rows = batch.stream().map(sequences::get).toList();
            float[] logits = runtime.call(scope -> logits(scope, rows));
            int labels = spec.labels().size();
            for (int i = 0; i < rows.size(); i++) {
                double[] row = new double[labels];
                for (int label = 0; label < labels; label++) {
                    row[label] = logits[i * labels + label];
                }
                results[batch.get(i)] = row;
            }
        }
        return List.of(results);
    }

    private float[] logits(TorchScope scope, List<long[]> rows) {
        int width = rows.stream().mapToInt(row -> row.length).max().orElse(1);
        long[] ids = new long[rows.size() * width];
        long[] lengths = new long[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, ids, i * width, rows.get(i).length);
            lengths[i] = spec.kind() == ModelSpec.Kind.CAUSAL_CLASSIFIER ? judged(rows.get(i)) : rows.get(i).length;
        }
        return TorchProgram.tensor(
                        program.run(
                                "classify",
                                TorchProgram.listOf(parameters.tensors()),
                                IValue.from(scope.longs(ids, rows.size(), width)),
                                IValue.from(scope.longs(lengths, rows.size()))),
                        scope)
                .toFloatArray();
    }

    /**
     * Tokens up to the one that a causal classifier judges by: the last that is not the padding token, even where that token
     * ends the text itself; the first when there is no other. So transformers chooses it.
     */
    private int judged(long[] row) {
        int length = row.length;
        while (length > 0 && row[length - 1] == paddingToken) {
            length--;
        }
        return Math.max(1, length);
    }

    @Override
    public void close() {
        parameters.close();
        runtime.call(unused -> {
            program.close();
            return true;
        });
    }
}
