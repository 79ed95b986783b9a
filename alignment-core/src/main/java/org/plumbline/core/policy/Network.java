package org.plumbline.core.policy;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.plumbline.core.checkpoint.CheckpointDirectory;
import org.plumbline.core.checkpoint.Safetensors;
import org.plumbline.core.checkpoint.StoredTensor;
import org.plumbline.core.family.ModelFamily;
import org.plumbline.core.family.ModelSpec;
import org.plumbline.core.family.ModelSpec.Sizes;
import org.plumbline.core.torch.TorchProgram;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.core.torch.TorchScope;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/**
 * A causal transformer: program, weights, and an adapter where there is one. Policy, reference and value network are
 * networks over other weights or adapters; those of one checkpoint share what they can.
 */
final class Network implements AutoCloseable {
    /** Padded tokens in one scoring call. */
    static final int TOKENS_PER_CALL = 8192;
    /** Logits that exist at once, in floats: 64 MiB. */
    private static final int LOGITS_PER_CHUNK = 1 << 24;

    /** As above, while gradients are kept: several tensors of that size exist then. */
    private static final int TRAINING_LOGITS_PER_CHUNK = 1 << 22;

    private static final List<String> SHARED =
            List.of("decoder.py", "causal_lm.py", "training.py", "layers.py", "sampling.py", "losses.py");

    /** What an encoder's program shares with the others. */
    private static final List<String> ENCODER_SHARED = List.of("layers.py");

    private final TorchRuntime runtime;
    private final ModelSpec spec;
    private final Precision precision;
    private final AdapterSpec adapterSpec;
    private final TorchProgram program;
    private final Parameters base;
    private final Parameters adapter;
    private final List<Owned> owned;

    private Network(
            TorchRuntime runtime,
            ModelSpec spec,
            Precision precision,
            AdapterSpec adapterSpec,
            TorchProgram program,
            Parameters base,
            Parameters adapter,
            List<Owned> owned) {
        this.runtime = runtime;
        this.spec = spec;
        this.precision = precision;
        this.adapterSpec = adapterSpec;
        this.program = program;
        this.base = base;
        this.adapter = adapter;
        this.owned = owned;
    }

    /**
     * Loads a model, and an adapter over it when there is one.
     *
     * @throws InputException when the model is of another kind, or a file does not fit
     */
    static Network load(
            TorchRuntime runtime,
            CheckpointDirectory checkpoint,
            Optional<AdapterDirectory> adapterDirectory,
            Precision wanted) {
        ModelSpec spec = ModelFamily.specOf(checkpoint.config());
        if (spec.kind() != ModelSpec.Kind.CAUSAL_LM) {
            throw new InputException(
                    Problem.at(checkpoint.path(), "is a classifier of the family " + spec.architecture())
                            .accepted("a causal language model")
                            .next("give it texts with plumbline classify, or use it as a reward (docs/rewards.md)"));
        }
        Map<String, StoredTensor> stored = checkpoint.tensors();
        Precision precision = wanted.on(runtime, stored.values());
        AdapterSpec adapterSpec = adapterDirectory.map(a -> a.spec(spec)).orElseGet(AdapterSpec::none);
        Parameters base = Parameters.load(
                runtime, stored, spec, precision.type(), checkpoint.path().toString());
        try {
            Parameters adapter = adapterDirectory
                    .map(a -> Parameters.load(
                            runtime,
                            adapterSpec.parameters().stream()
                                    .map(p -> a.tensors().get(p.name()))
                                    .toList(),
                            adapterSpec.parameters()))
                    .orElseGet(() -> Parameters.none(runtime));
            TorchProgram program = compile(runtime, spec, adapterSpec, precision);
            return new Network(
                    runtime,
                    spec,
                    precision,
                    adapterSpec,
                    program,
                    base,
                    adapter,
                    List.of(adapter::close, base::close, () -> close(runtime, program)));
        } catch (RuntimeException e) {
            base.close();
            throw e;
        }
    }

    /** The program of a model of any kind. */
    static TorchProgram compile(TorchRuntime runtime, ModelSpec spec, AdapterSpec adapter, Precision precision) {
        List<String> names = new ArrayList<>();
        spec.parameters().forEach(p -> names.add(p.name()));
        adapter.parameters().forEach(p -> names.add(p.name()));
        Map<String, Object> constants = new LinkedHashMap<>(adapter.constants());
        constants.put("names", ModelSpec.Typed.texts(names));
        ModelSpec whole = spec.with(
                Map.of(
                        "compute_type", (long) precision.type().scalarType(),
                        "base_tensors", (long) spec.parameters().size()),
                constants);
        List<String> shared = spec.kind() == ModelSpec.Kind.ENCODER_CLASSIFIER ? ENCODER_SHARED : SHARED;
        return TorchProgram.load(runtime, spec.architecture(), whole.source(shared), whole.attributes());
    }

    private static void close(TorchRuntime runtime, TorchProgram program) {
        runtime.call(unused -> {
            program.close();
            return true;
        });
    }

    /**
     * The network in training: its adapter's own copy where it has one, else its own float32 copy of the weights. What does
     * not train stays this network's.
     */
    Network trainableCopy() {
        if (adapter.isEmpty()) {
            Parameters copy = base.trainableCopy(runtime);
            return new Network(runtime, spec, precision, adapterSpec, program, copy, adapter, List.of(copy::close));
        }
        Parameters copy = adapter.trainableCopy(runtime);
        return new Network(runtime, spec, precision, adapterSpec, program, base, copy, List.of(copy::close));
    }

    /**
     * The layers of a new adapter.
     *
     * @throws InputException when a target is not there, or the network has an adapter: a new one would train over the bare
     *     base model, and what was loaded would be lost
     */
    AdapterSpec newAdapter(LoraSettings settings) {
        if (hasAdapter()) {
            throw new InputException(Problem.of("lora", "asks for a new adapter, and the model has one already")
                    .next("remove lora to train the one it has, or make one model of both first with plumbline merge"));
        }
        return AdapterSpec.of(spec, settings);
    }

    /** The network under a new adapter that changes nothing yet. */
    Network withNewAdapter(LoraSettings settings) {
        AdapterSpec fresh = newAdapter(settings);
        Parameters values = Parameters.fresh(runtime, fresh.parameters(), settings.seed());
        TorchProgram own = compile(runtime, spec, fresh, precision);
        return new Network(
                runtime, spec, precision, fresh, own, base, values, List.of(values::close, () -> close(runtime, own)));
    }

    /** The network with its adapter off; it shares everything with this one and is closed with it. */
    Network withoutAdapter() {
        return new Network(runtime, spec, precision, adapterSpec, program, base, Parameters.none(runtime), List.of());
    }

    TorchRuntime runtime() {
        return runtime;
    }

    ModelSpec spec() {
        return spec;
    }

    Precision precision() {
        return precision;
    }

    AdapterSpec adapterSpec() {
        return adapterSpec;
    }

    TorchProgram program() {
        return program;
    }

    boolean hasAdapter() {
        return !adapter.isEmpty();
    }

    /** What training changes: the adapter where there is one, else all weights. */
    Parameters trained() {
        return adapter.isEmpty() ? base : adapter;
    }

    /** All tensors in the program's order; those from {@link #frozen} on train. */
    List<PtNDArray> tensors() {
        List<PtNDArray> all = new ArrayList<>(base.tensors());
        all.addAll(adapter.tensors());
        return all;
    }

    /** Leading tensors that do not train. */
    int frozen() {
        return adapter.isEmpty() ? 0 : base.tensors().size();
    }

    /** Positions whose logits a training call may hold at once. */
    int trainingChunk() {
        return Math.max(1, TRAINING_LOGITS_PER_CHUNK / spec.vocabularySize());
    }

    long loadedBytes() {
        return base.loadedBytes();
    }

    /** Most bytes that {@link #score} holds at once: one layer of a call, and a chunk of logits. */
    static long scoringBytes(Sizes sizes, MemoryEstimate.Batch batch, int typeBytes) {
        int rows = Math.max(batch.rolloutRows(), batch.microBatchRows());
        long tokens = Math.max(batch.tokens(), Math.min(TOKENS_PER_CALL, (long) rows * batch.tokens()));
        long layer = tokens * (6L * sizes.hidden() + 3L * sizes.intermediate()) * typeBytes;
        long logits = Math.min(LOGITS_PER_CHUNK, (long) rows * batch.scoredTokens() * sizes.vocabulary());
        return layer + 4L * Float.BYTES * Math.max(logits, sizes.vocabulary());
    }

    IValue asList() {
        return TorchProgram.listOf(tensors());
    }

    /** float32 values by checkpoint name, with the adapter added. Inside {@link TorchRuntime#call} only. */
    Map<String, Safetensors.Writable> merged() {
        Map<String, Safetensors.Writable> values = new LinkedHashMap<>(base.writable(runtime, name -> name));
        for (AdapterSpec.Target target : hasAdapter() ? adapterSpec.targets() : List.<AdapterSpec.Target>of()) {
            String name = target.module().name() + ".weight";
            int index = base.names().indexOf(name);
            List<Long> shape = spec.parameters().get(index).shape();
            values.put(name, new Safetensors.Writable(shape, new MergedValues(index, shape)));
        }
        return values;
    }

    /** One merged weight, kept from its first window to its last. */
    private final class MergedValues implements Safetensors.Values {
        private final int index;
        private final long elements;
        private float[] values = new float[0];

        MergedValues(int index, List<Long> shape) {
            this.index = index;
            this.elements = shape.stream().reduce(1L, Math::multiplyExact);
        }

        @Override
        public float[] window(long from, int count) {
            if (values.length == 0) {
                values = runtime.call(scope -> TorchProgram.tensor(
                                program.run("merged", asList(), IValue.from((long) index)), scope)
                        .toFloatArray());
            }
            float[] part = Arrays.copyOfRange(values, Math.toIntExact(from), Math.toIntExact(from) + count);
            if (from + count == elements) {
                values = new float[0];
            }
            return part;
        }
    }

    /**
     * What a forward pass says of the positions of one sequence; arrays are as long as they are many.
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
        Scores[] results = new Scores[sequences.size()];
        List<long[]> tokens = sequences.stream().map(TokenSequence::tokens).toList();
        for (List<Integer> chosen : LengthBatches.of(tokens, TOKENS_PER_CALL)) {
            List<TokenSequence> batch = chosen.stream().map(sequences::get).toList();
            List<Scores> scores = runtime.call(scope -> scoreBatch(scope, batch, valueHead, temperature, withEntropy));
            for (int i = 0; i < chosen.size(); i++) {
                results[chosen.get(i)] = scores.get(i);
            }
        }
        return List.of(results);
    }

    private List<Scores> scoreBatch(
            TorchScope scope,
            List<TokenSequence> sequences,
            List<PtNDArray> valueHead,
            double temperature,
            boolean withEntropy) {
        int scored = sequences.stream().mapToInt(TokenSequence::positions).sum();
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
                        asList(),
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
            int to = from + sequence.positions();
            boolean[] hits = new boolean[sequence.positions()];
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

    /**
     * KL(this || reference) over the whole vocabulary at each scored position, nats, by sequence.
     *
     * @param reference a network of the same program
     */
    List<float[]> fullKl(Network reference, List<TokenSequence> sequences, double temperature) {
        float[][] results = new float[sequences.size()][];
        List<long[]> tokens = sequences.stream().map(TokenSequence::tokens).toList();
        int chunk = Math.max(1, LOGITS_PER_CHUNK / spec.vocabularySize());
        for (List<Integer> chosen : LengthBatches.of(tokens, TOKENS_PER_CALL)) {
            List<TokenSequence> part = chosen.stream().map(sequences::get).toList();
            float[] flat = runtime.call(scope -> {
                TokenBatch batch = TokenBatch.of(scope, part);
                return TorchProgram.tensor(
                                program.run(
                                        "full_kl",
                                        asList(),
                                        reference.asList(),
                                        IValue.from(batch.ids()),
                                        IValue.from(batch.index()),
                                        IValue.from(temperature),
                                        IValue.from((long) chunk)),
                                scope)
                        .toFloatArray();
            });
            int from = 0;
            for (int i = 0; i < part.size(); i++) {
                int to = from + part.get(i).positions();
                results[chosen.get(i)] = Arrays.copyOfRange(flat, from, to);
                from = to;
            }
        }
        return List.of(results);
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
                            program.run("logits", asList(), IValue.from(batch.ids()), IValue.from(batch.index())),
                            scope)
                    .toFloatArray();
        });
    }

    @Override
    public void close() {
        owned.forEach(Owned::close);
    }

    /** Something to free with the network. */
    private interface Owned {
        void close();
    }
}
