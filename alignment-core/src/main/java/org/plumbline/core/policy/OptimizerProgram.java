package org.plumbline.core.policy;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.plumbline.core.checkpoint.StoredTensor;
import org.plumbline.core.torch.TorchProgram;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.core.torch.TorchScope;

/** The program that works on lists of tensors of any shape: optimiser step, finite check, widening. */
final class OptimizerProgram {
    private static final Map<TorchRuntime, OptimizerProgram> PROGRAMS = new ConcurrentHashMap<>();

    private final TorchProgram program;

    private OptimizerProgram(TorchProgram program) {
        this.program = program;
    }

    static OptimizerProgram of(TorchRuntime runtime) {
        return PROGRAMS.computeIfAbsent(
                runtime,
                r -> new OptimizerProgram(
                        TorchProgram.load(r, "optimizer", TorchProgram.resource("optimizer.py"), Map.of())));
    }

    /** State of AdamW: parameters, their gradients, first and second moments, step counters (float32 scalars). */
    record State(
            List<PtNDArray> parameters,
            List<PtNDArray> gradients,
            List<PtNDArray> firstMoments,
            List<PtNDArray> secondMoments,
            List<PtNDArray> steps) {}

    /** Clips, steps, clears the gradients; returns the norm before clipping. Nothing moves when it is not finite. */
    double step(State state, ActorCritic.OptimizerSettings settings, double learningRate) {
        try (IValue norm = program.run(
                "step",
                TorchProgram.listOf(state.parameters()),
                TorchProgram.listOf(state.gradients()),
                TorchProgram.listOf(state.firstMoments()),
                TorchProgram.listOf(state.secondMoments()),
                TorchProgram.listOf(state.steps()),
                IValue.from(learningRate),
                IValue.from(settings.beta1()),
                IValue.from(settings.beta2()),
                IValue.from(settings.epsilon()),
                IValue.from(settings.weightDecay()),
                IValue.from(settings.maxGradientNorm()))) {
            return norm.toDouble();
        }
    }

    /** Index of the first tensor with a NaN or an infinity, or -1. */
    int firstNonFinite(List<PtNDArray> tensors) {
        try (IValue index = program.run("first_non_finite", TorchProgram.listOf(tensors))) {
            return Math.toIntExact(index.toLong());
        }
    }

    void zero(List<PtNDArray> tensors) {
        program.run("zero", TorchProgram.listOf(tensors)).close();
    }

    /** Checkpoint bytes, uint8, to float32 of a shape. */
    PtNDArray widen(PtNDArray raw, StoredTensor.Type type, List<Long> shape, TorchScope scope) {
        long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
        return TorchProgram.tensor(
                program.run("widen", IValue.from(raw), IValue.from((long) type.scalarType()), IValue.listFrom(sizes)),
                scope);
    }
}
