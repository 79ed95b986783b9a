package org.plumbline.core.policy;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.core.checkpoint.CheckpointDirectory;
import org.plumbline.core.checkpoint.Safetensors;
import org.plumbline.core.checkpoint.StoredTensor;
import org.plumbline.core.policy.ModelSpec.Parameter;
import org.plumbline.core.torch.TorchProgram;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.core.torch.TorchScope;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/** float32 weights of one network, in the order that its program expects. */
final class Parameters implements AutoCloseable {
    private final List<Parameter> specs;
    private final List<PtNDArray> tensors;
    private final TorchScope scope;

    private Parameters(List<Parameter> specs, List<PtNDArray> tensors, TorchScope scope) {
        this.specs = specs;
        this.tensors = tensors;
        this.scope = scope;
    }

    /**
     * Weights of a checkpoint: float32 ones are mapped from the file, others widened.
     *
     * @throws InputException when a weight is missing, or has another shape or an unusable type; all are listed
     */
    static Parameters load(TorchRuntime runtime, CheckpointDirectory checkpoint, ModelSpec spec) {
        Map<String, StoredTensor> stored = checkpoint.tensors();
        List<StoredTensor> wanted = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Parameter parameter : spec.parameters()) {
            StoredTensor found = stored.get(parameter.name());
            if (found == null) {
                problems.add(Problem.at(checkpoint.path(), "has no tensor " + parameter.name())
                        .next("download the whole checkpoint, or correct config.json"));
            } else if (!found.shape().equals(parameter.shape())) {
                problems.add(Problem.at(found.file(), found.name() + " has shape " + found.shape())
                        .accepted(parameter.shape() + ", as config.json says"));
            } else if (found.type() == StoredTensor.Type.OTHER) {
                problems.add(Problem.at(found.file(), found.name() + " is not a floating tensor")
                        .accepted("F32, F16, BF16, F64"));
            } else {
                wanted.add(found);
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        OptimizerProgram program = OptimizerProgram.of(runtime);
        TorchScope scope = runtime.newScope();
        return runtime.call(temporary -> {
            List<PtNDArray> tensors = new ArrayList<>();
            for (StoredTensor found : wanted) {
                ByteBuffer bytes = Safetensors.map(found);
                if (found.type() == StoredTensor.Type.F32 && found.offset() % 4 == 0) {
                    tensors.add(scope.over(bytes, DataType.FLOAT32, shape(found.shape())));
                } else {
                    PtNDArray raw = temporary.over(bytes, DataType.UINT8, new Shape(found.bytes()));
                    tensors.add(scope.adopt(program.widen(raw, found.type(), found.shape(), temporary)));
                }
            }
            return new Parameters(spec.parameters(), tensors, scope);
        });
    }

    /** A copy that takes gradients. */
    Parameters trainableCopy(TorchRuntime runtime, TorchProgram program) {
        TorchScope owner = runtime.newScope();
        return runtime.call(temporary -> {
            List<PtNDArray> copies =
                    program.train(new TorchProgram.TrainingArguments(temporary, "copies").tensors(tensors));
            for (PtNDArray copy : copies) {
                owner.adopt(copy);
                copy.setRequiresGradient(true);
            }
            return new Parameters(specs, copies, owner);
        });
    }

    List<PtNDArray> tensors() {
        return tensors;
    }

    List<String> names() {
        return specs.stream().map(Parameter::name).toList();
    }

    IValue asList() {
        return TorchProgram.listOf(tensors);
    }

    /** Values by checkpoint name, copied to Java one by one as they are asked for. Inside {@link TorchRuntime#call} only. */
    Map<String, Safetensors.Writable> writable() {
        Map<String, Safetensors.Writable> values = new LinkedHashMap<>();
        for (int i = 0; i < specs.size(); i++) {
            values.put(
                    specs.get(i).name(), new Safetensors.Writable(specs.get(i).shape(), tensors.get(i)::toFloatArray));
        }
        return values;
    }

    private static Shape shape(List<Long> sizes) {
        return new Shape(sizes.stream().mapToLong(Long::longValue).toArray());
    }

    @Override
    public void close() {
        scope.close();
    }
}
