package org.plumbline.core.policy;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.plumbline.core.checkpoint.Safetensors;
import org.plumbline.core.checkpoint.StoredTensor;
import org.plumbline.core.family.ModelSpec;
import org.plumbline.core.family.ModelSpec.Parameter;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.core.torch.TorchScope;

/**
 * Weights of one network, in the order that its program expects: float32, or bfloat16 as bytes (uint8, the last dimension
 * doubled), because DJL has no arrays of that type.
 */
final class Parameters implements AutoCloseable {
    /** Bytes that are read at once of a tensor that is larger: one mapping reaches no further than 2 GiB. */
    static final int WINDOW_BYTES = 1 << 29;

    private final List<Parameter> specs;
    private final List<PtNDArray> tensors;
    private final TorchScope scope;
    private final long loadedBytes;

    private Parameters(List<Parameter> specs, List<PtNDArray> tensors, TorchScope scope) {
        this(specs, tensors, scope, 0);
    }

    private Parameters(List<Parameter> specs, List<PtNDArray> tensors, TorchScope scope, long loadedBytes) {
        this.loadedBytes = loadedBytes;
        this.specs = specs;
        this.tensors = tensors;
        this.scope = scope;
    }

    /**
     * Weights of a checkpoint; those that are stored as they are wanted are mapped from the file, others converted.
     *
     * @param wanted F32 or BF16
     * @param where the directory, for messages
     * @throws org.plumbline.datasets.input.InputException when a weight is missing, or has another shape or an unusable
     *     type; all are listed
     */
    static Parameters load(
            TorchRuntime runtime,
            Map<String, StoredTensor> stored,
            ModelSpec spec,
            StoredTensor.Type wanted,
            String where) {
        return load(runtime, StoredWeights.of(stored, spec, where), spec.parameters(), wanted);
    }

    /** Weights of an adapter, float32, from tensors whose names and shapes were checked. */
    static Parameters load(TorchRuntime runtime, List<StoredTensor> stored, List<Parameter> specs) {
        return load(runtime, stored, specs, StoredTensor.Type.F32);
    }

    private static Parameters load(
            TorchRuntime runtime, List<StoredTensor> stored, List<Parameter> specs, StoredTensor.Type wanted) {
        TorchScope scope = runtime.newScope();
        try {
            List<PtNDArray> tensors = new ArrayList<>();
            for (int i = 0; i < stored.size(); i++) {
                StoredTensor tensor = stored.get(i);
                List<Long> shape = specs.get(i).shape();
                // One call each: what a conversion needs in between is freed before the next.
                tensors.add(runtime.call(temporary -> read(runtime, tensor, shape, wanted, scope, temporary)));
            }
            long converted = 0;
            for (int i = 0; i < stored.size(); i++) {
                converted += isMapped(stored.get(i), wanted) ? 0 : specs.get(i).elements() * wanted.bytes();
            }
            return new Parameters(specs, tensors, scope, converted);
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    private static PtNDArray read(
            TorchRuntime runtime,
            StoredTensor stored,
            List<Long> sizes,
            StoredTensor.Type wanted,
            TorchScope scope,
            TorchScope temporary) {
        Shape shape = shape(sizes, wanted);
        if (isMapped(stored, wanted)) {
            return scope.over(Safetensors.map(stored), held(wanted), shape);
        }
        TensorProgram program = TensorProgram.of(runtime);
        if (stored.bytes() <= WINDOW_BYTES) {
            PtNDArray raw = temporary.over(Safetensors.map(stored), DataType.UINT8, new Shape(stored.bytes()));
            return scope.adopt((PtNDArray)
                    program.converted(raw, stored.type(), wanted, temporary).reshape(shape));
        }
        PtNDArray target = temporary.zeros(new Shape(shape.size()), held(wanted));
        for (long from = 0; from < stored.bytes(); from += WINDOW_BYTES) {
            int count = Math.toIntExact(Math.min(WINDOW_BYTES, stored.bytes() - from));
            try (PtNDArray raw =
                    temporary.over(Safetensors.map(stored, from, count), DataType.UINT8, new Shape(count))) {
                program.fill(
                        target, raw, stored.type(), wanted, from / stored.type().bytes(), temporary);
            }
        }
        return scope.adopt((PtNDArray) target.reshape(shape));
    }

    private static boolean isMapped(StoredTensor stored, StoredTensor.Type wanted) {
        boolean aligned = stored.offset() % wanted.bytes() == 0;
        return stored.type() == wanted && aligned && stored.bytes() <= Integer.MAX_VALUE;
    }

    private static DataType held(StoredTensor.Type type) {
        return type == StoredTensor.Type.BF16 ? DataType.UINT8 : DataType.FLOAT32;
    }

    private static Shape shape(List<Long> sizes, StoredTensor.Type type) {
        long[] dimensions = sizes.stream().mapToLong(Long::longValue).toArray();
        if (type == StoredTensor.Type.BF16) {
            dimensions[dimensions.length - 1] *= 2;
        }
        return new Shape(dimensions);
    }

    /**
     * The first values of an adapter: A uniform in +-1 / sqrt(in), B zero, so that it changes nothing yet (as PEFT does).
     */
    static Parameters fresh(TorchRuntime runtime, List<Parameter> specs, long seed) {
        TorchScope scope = runtime.newScope();
        SplittableRandom random = new SplittableRandom(seed);
        return runtime.call(unused -> {
            List<PtNDArray> tensors = new ArrayList<>();
            for (Parameter spec : specs) {
                float[] values = new float[Math.toIntExact(spec.elements())];
                if (spec.name().endsWith(AdapterSpec.DOWN)) {
                    double bound = 1 / Math.sqrt(spec.shape().get(1));
                    for (int i = 0; i < values.length; i++) {
                        values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
                    }
                }
                tensors.add(scope.floats(
                        values, spec.shape().stream().mapToLong(Long::longValue).toArray()));
            }
            return new Parameters(specs, tensors, scope);
        });
    }

    static Parameters none(TorchRuntime runtime) {
        return new Parameters(List.of(), List.of(), runtime.newScope());
    }

    /** A float32 copy that takes gradients. */
    Parameters trainableCopy(TorchRuntime runtime) {
        if (specs.isEmpty()) {
            return none(runtime);
        }
        TorchScope owner = runtime.newScope();
        return runtime.call(temporary -> {
            List<PtNDArray> copies = TensorProgram.of(runtime).masters(tensors, temporary);
            for (PtNDArray copy : copies) {
                owner.adopt(copy);
                copy.setRequiresGradient(true);
            }
            return new Parameters(specs, copies, owner);
        });
    }

    boolean isEmpty() {
        return specs.isEmpty();
    }

    List<PtNDArray> tensors() {
        return tensors;
    }

    /** Bytes that were copied from the file, so that they are no longer free; mapped ones are. */
    long loadedBytes() {
        return loadedBytes;
    }

    long elements() {
        return specs.stream().mapToLong(Parameter::elements).sum();
    }

    List<String> names() {
        return specs.stream().map(Parameter::name).toList();
    }

    /**
     * Values by name, copied to Java window by window as they are asked for. Inside {@link TorchRuntime#call} only.
     *
     * @param named what a name becomes
     */
    Map<String, Safetensors.Writable> writable(TorchRuntime runtime, UnaryOperator<String> named) {
        Map<String, Safetensors.Writable> values = new LinkedHashMap<>();
        TensorProgram program = TensorProgram.of(runtime);
        for (int i = 0; i < specs.size(); i++) {
            PtNDArray tensor = tensors.get(i);
            values.put(
                    named.apply(specs.get(i).name()),
                    new Safetensors.Writable(
                            specs.get(i).shape(),
                            (from, count) ->
                                    runtime.call(temporary -> program.window(tensor, from, count, temporary))));
        }
        return values;
    }

    @Override
    public void close() {
        scope.close();
    }
}
