package org.plumbline.core.policy;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.plumbline.core.checkpoint.StoredTensor;
import org.plumbline.core.torch.TorchProgram;
import org.plumbline.core.torch.TorchProgram.TrainingArguments;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.core.torch.TorchScope;

/** The program that works on tensors of any shape: optimiser step, finite check, change of type. */
final class TensorProgram {
    private static final Map<TorchRuntime, TensorProgram> PROGRAMS = new ConcurrentHashMap<>();

    private final TorchProgram program;

    private TensorProgram(TorchProgram program) {
        this.program = program;
    }

    static TensorProgram of(TorchRuntime runtime) {
        return PROGRAMS.computeIfAbsent(
                runtime,
                r -> new TensorProgram(TorchProgram.load(
                        r,
                        "tensors",
                        TorchProgram.resource("tensors.py") + TorchProgram.resource("layers.py"),
                        Map.of())));
    }

    /** State of AdamW: parameters, their gradients, first and second moments, step counters (float32 scalars). */
    record State(
            List<PtNDArray> parameters,
            List<PtNDArray> gradients,
            List<PtNDArray> firstMoments,
            List<PtNDArray> secondMoments,
            List<PtNDArray> steps) {

        /** The parameters from one index to before another. */
        State range(int from, int to) {
            return new State(
                    parameters.subList(from, to),
                    gradients.subList(from, to),
                    firstMoments.subList(from, to),
                    secondMoments.subList(from, to),
                    steps.subList(from, to));
        }
    }

    /** Clips, steps, clears the gradients; returns the norm before clipping. Nothing moves when it is not finite. */
    double step(State state, ActorCritic.OptimizerSettings settings, double epsilon, double learningRate) {
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
                IValue.from(epsilon),
                IValue.from(settings.weightDecay()),
                IValue.from(settings.maxGradientNorm()))) {
            return norm.toDouble();
        }
    }

    /** The global 2-norm. */
    double norm(List<PtNDArray> tensors) {
        try (IValue norm = program.run("norm", TorchProgram.listOf(tensors))) {
            return norm.toDouble();
        }
    }

    /** Writes float32 values over the flattened target from an element on. */
    void assign(PtNDArray target, PtNDArray values, long from) {
        program.run("assign", IValue.from(target), IValue.from(values), IValue.from(from))
                .close();
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

    /**
     * Checkpoint bytes, uint8 [n], as flat values of another type: float32, or bfloat16 as bytes. The result can be saved
     * for gradients.
     */
    PtNDArray converted(PtNDArray raw, StoredTensor.Type from, StoredTensor.Type to, TorchScope scope) {
        return program.train(new TrainingArguments(scope, "converted")
                        .tensor(raw)
                        .tensor(scope.longs(new long[] {from.scalarType(), to.scalarType()}, 2)))
                .get(0);
    }

    /** As {@link #converted}, into a flat tensor from an element on. */
    void fill(
            PtNDArray target,
            PtNDArray raw,
            StoredTensor.Type from,
            StoredTensor.Type to,
            long element,
            TorchScope scope) {
        long bytesPerElement = to == StoredTensor.Type.BF16 ? 2 : 1;
        program.train(new TrainingArguments(scope, "fill")
                .tensor(target)
                .tensor(raw)
                .tensor(scope.longs(new long[] {from.scalarType(), to.scalarType(), element * bytesPerElement}, 3)));
    }

    /** float32 copies, for gradients; 16-bit weights come as bytes. */
    List<PtNDArray> masters(List<PtNDArray> tensors, TorchScope scope) {
        return program.train(new TrainingArguments(scope, "masters").tensors(tensors));
    }

    /** {@code count} values from one on, float32, of the flattened tensor. */
    float[] window(PtNDArray tensor, long from, int count, TorchScope scope) {
        return TorchProgram.tensor(
                        program.run("window", IValue.from(tensor), IValue.from(from), IValue.from((long) count)), scope)
                .toFloatArray();
    }
}
