package org.plumbline.core.policy;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.List;
import org.plumbline.core.policy.ActorCritic.OptimizerSettings;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.core.torch.TorchScope;

/**
 * AdamW in PyTorch's form (Loshchilov and Hutter 2019, algorithm 2) with clipping by the global gradient norm. Gradients
 * are accumulated in {@link #gradients()} by training calls; {@link #step} uses and clears them.
 */
final class AdamW implements AutoCloseable {

    private final TorchRuntime runtime;
    private final TorchScope scope;
    private final TensorProgram program;
    private final TensorProgram.State state;
    private final List<String> names;
    private final OptimizerSettings settings;

    AdamW(TorchRuntime runtime, List<String> names, List<PtNDArray> parameters, OptimizerSettings settings) {
        this.runtime = runtime;
        this.scope = runtime.newScope();
        this.program = TensorProgram.of(runtime);
        this.names = List.copyOf(names);
        this.settings = settings;
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

    /**
     * One step.
     *
     * @return the global gradient norm before clipping
     * @throws NonFiniteException when it is not finite: no weight has changed and the gradients are cleared
     */
    double step(double learningRate) {
        return runtime.call(unused -> {
            double norm = program.step(state, settings, learningRate);
            if (!Double.isFinite(norm)) {
                int index = program.firstNonFinite(state.gradients());
                program.zero(state.gradients());
                throw new NonFiniteException(
                        index < 0
                                ? "the gradient norm overflowed"
                                : "the gradient of " + names.get(index) + " is not finite");
            }
            return norm;
        });
    }

    @Override
    public void close() {
        scope.close();
    }
}
