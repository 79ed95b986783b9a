package org.plumbline.core.policy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.plumbline.core.torch.TorchProgram;

/**
 * What a checkpoint's configuration says, in the form that a program needs.
 *
 * @param architecture name in config.json's {@code model_type}
 * @param familyProgram resource with the family's part of the program: trunk, head and pack
 * @param attributes scalars that the program declares: Long, Double or Boolean
 * @param parameters names and shapes of the weights, in the order in which they are passed
 * @param vocabularySize number of logits
 * @param hiddenSize width of the hidden states
 * @param contextTokens longest sequence
 */
record ModelSpec(
        String architecture,
        String familyProgram,
        Map<String, Object> attributes,
        List<Parameter> parameters,
        int vocabularySize,
        int hiddenSize,
        int contextTokens) {

    /** A weight by its checkpoint name; shape outermost first. */
    record Parameter(String name, List<Long> shape) {

        static Parameter of(String name, long... shape) {
            return new Parameter(name, java.util.Arrays.stream(shape).boxed().toList());
        }

        long elements() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }
    }

    long parameterCount() {
        return parameters.stream().mapToLong(Parameter::elements).sum();
    }

    /** The whole program: declarations, the family's methods, the shared methods, free functions. */
    String source() {
        StringBuilder text =
                new StringBuilder("class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n");
        attributes.forEach((name, value) -> text.append("  ")
                .append(name)
                .append(" : ")
                .append(value instanceof Long ? "int" : value instanceof Double ? "float" : "bool")
                .append('\n'));
        text.append("\n  def names(self: __torch__.M) -> List[str]:\n    return [")
                .append(parameters.stream().map(p -> '"' + p.name() + '"').collect(Collectors.joining(", ")))
                .append("]\n\n");
        for (String file : List.of(familyProgram, "causal_lm.py", "layers.py", "sampling.py", "losses.py")) {
            text.append(TorchProgram.resource(file)).append('\n');
        }
        return text.toString();
    }
}
