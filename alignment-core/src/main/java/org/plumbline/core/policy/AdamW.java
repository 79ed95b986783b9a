package org.plumbline.core.policy;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.plumbline.core.checkpoint.Safetensors;
import org.plumbline.core.checkpoint.StoredTensor;
import org.plumbline.core.policy.ActorCritic.OptimizerSettings;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.core.torch.TorchScope;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/**
 * AdamW (Loshchilov and Hutter 2019, algorithm 2) with clipping by the global gradient norm. Gradients are accumulated in
 * {@link #gradients()} by training calls; {@link #step} uses and clears them. A range of the parameters can step alone.
 */
final class AdamW implements AutoCloseable {
    private static final String FIRST_MOMENT = "adam.m ";
    private static final String SECOND_MOMENT = "adam.v ";

    private final TorchRuntime runtime;
    private final TorchScope scope;
    private final TensorProgram program;
    private final TensorProgram.State state;
    private final List<String> names;
    private final OptimizerSettings settings;
    /** Steps by parameter. */
    private final int[] taken;

    AdamW(TorchRuntime runtime, List<String> names, List<PtNDArray> parameters, OptimizerSettings settings) {
        this.runtime = runtime;
        this.scope = runtime.newScope();
        this.program = TensorProgram.of(runtime);
        this.names = List.copyOf(names);
        this.settings = settings;
        this.taken = new int[names.size()];
        this.state = runtime.call(unused -> new TensorProgram.State(
                parameters, zerosLike(parameters), zerosLike(parameters), zerosLike(parameters), scalars(parameters)));
    }

    private List<PtNDArray> zerosLike(List<PtNDArray> parameters) {
        List<PtNDArray> zeros = new ArrayList<>();
        for (PtNDArray parameter : parameters) {
            zeros.add(scope.zeros(parameter.getShape()));
        }
        return zeros;
    }

    private List<PtNDArray> scalars(List<PtNDArray> parameters) {
        return parameters.stream().map(p -> scope.zeros(new Shape())).toList();
    }

    List<PtNDArray> gradients() {
        return state.gradients();
    }

    /** One step of all parameters, as {@link #step(double, int, int)}. */
    double step(double learningRate) {
        return step(learningRate, 0, names.size());
    }

    /**
     * One step of the parameters from one index to before another.
     *
     * @return their gradient norm before clipping
     * @throws NonFiniteException when it is not finite: no weight has changed and all gradients are cleared
     */
    double step(double learningRate, int from, int to) {
        return runtime.call(unused -> {
            double norm = program.step(state.range(from, to), settings, epsilon(from), learningRate);
            if (!Double.isFinite(norm)) {
                throw nonFinite();
            }
            for (int i = from; i < to; i++) {
                taken[i]++;
            }
            return norm;
        });
    }

    /**
     * TensorFlow's form adds epsilon to the square root of the moment before its bias is corrected, which is PyTorch's form
     * with a larger epsilon in the first steps.
     */
    private double epsilon(int index) {
        return settings.form() == OptimizerSettings.Form.PYTORCH
                ? settings.epsilon()
                : settings.epsilon() / Math.sqrt(1 - Math.pow(settings.beta2(), taken[index] + 1));
    }

    /** Fails as {@link #step} does, before anything has moved. */
    void requireFinite() {
        runtime.call(unused -> {
            if (!Double.isFinite(program.norm(state.gradients()))) {
                throw nonFinite();
            }
            return true;
        });
    }

    private NonFiniteException nonFinite() {
        int index = program.firstNonFinite(state.gradients());
        program.zero(state.gradients());
        return new NonFiniteException(
                index < 0 ? "the gradient norm overflowed" : "the gradient of " + names.get(index) + " is not finite");
    }

    /** The gradient norm of all parameters. */
    double norm() {
        return runtime.call(unused -> program.norm(state.gradients()));
    }

    /** Forgets the gradients. */
    void discard() {
        runtime.call(unused -> {
            program.zero(state.gradients());
            return true;
        });
    }

    /** Steps that each parameter has taken. */
    int[] stepsTaken() {
        return taken.clone();
    }

    /** Adds parameters and moments, float32, by name. Inside {@link TorchRuntime#call} only. */
    void writeState(Map<String, Safetensors.Writable> tensors) {
        for (int i = 0; i < names.size(); i++) {
            tensors.put(names.get(i), writable(state.parameters().get(i)));
            tensors.put(
                    FIRST_MOMENT + names.get(i), writable(state.firstMoments().get(i)));
            tensors.put(
                    SECOND_MOMENT + names.get(i), writable(state.secondMoments().get(i)));
        }
    }

    private Safetensors.Writable writable(PtNDArray tensor) {
        return new Safetensors.Writable(
                Arrays.stream(tensor.getShape().getShape()).boxed().toList(),
                (from, count) -> runtime.call(temporary -> program.window(tensor, from, count, temporary)));
    }

    /**
     * Takes over parameters, moments and steps.
     *
     * @throws InputException when a tensor is missing or has another shape
     */
    void readState(Map<String, StoredTensor> tensors, int[] steps) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            for (String name : List.of(names.get(i), FIRST_MOMENT + names.get(i), SECOND_MOMENT + names.get(i))) {
                List<Long> shape = Arrays.stream(
                                state.parameters().get(i).getShape().getShape())
                        .boxed()
                        .toList();
                StoredTensor stored = tensors.get(name);
                if (stored == null || !stored.shape().equals(shape)) {
                    problems.add(Problem.of(
                                    "trainer state",
                                    name + (stored == null ? " is missing" : " has the shape " + stored.shape()))
                            .accepted("the shape " + shape));
                }
            }
        }
        if (steps.length != names.size()) {
            problems.add(Problem.of("trainer state", "has " + steps.length + " step counters")
                    .accepted("one for each of " + names.size() + " tensors"));
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            fill(state.parameters().get(i), Objects.requireNonNull(tensors.get(name)));
            fill(state.firstMoments().get(i), Objects.requireNonNull(tensors.get(FIRST_MOMENT + name)));
            fill(state.secondMoments().get(i), Objects.requireNonNull(tensors.get(SECOND_MOMENT + name)));
            PtNDArray counter = state.steps().get(i);
            float count = steps[i];
            runtime.call(temporary -> {
                program.assign(counter, temporary.floats(new float[] {count}, 1), 0);
                return true;
            });
            taken[i] = steps[i];
        }
    }

    private void fill(PtNDArray target, StoredTensor stored) {
        long elements = stored.elements();
        for (long from = 0; from < elements; ) {
            int count = Math.toIntExact(Math.min(elements - from, Parameters.WINDOW_BYTES / Float.BYTES));
            long start = from;
            runtime.call(temporary -> {
                PtNDArray values = temporary.over(
                        Safetensors.map(stored, start * Float.BYTES, count * Float.BYTES),
                        ai.djl.ndarray.types.DataType.FLOAT32,
                        new Shape(count));
                program.assign(target, values, start);
                return true;
            });
            from += count;
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
