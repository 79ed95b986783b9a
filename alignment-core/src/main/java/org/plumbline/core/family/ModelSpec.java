package org.plumbline.core.family;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.plumbline.core.torch.TorchProgram;

/**
 * What a checkpoint's configuration says, in the form that a program needs.
 *
 * @param architecture name in config.json's {@code model_type}
 * @param kind what the model gives
 * @param programFiles resources of the family's part of the program, in order
 * @param attributes scalars that the program declares: Long, Double or Boolean
 * @param constants texts and lists that the program asks for: String or {@link Typed}
 * @param parameters names and shapes of the weights, in the order in which they are passed
 * @param modules linear layers that an adapter may change
 * @param prefix what may be missing in front of the stored names, such as {@code transformer.}; empty for none
 * @param sizes what memory depends on
 * @param labels class names in order, of a classifier; else empty
 */
public record ModelSpec(
        String architecture,
        Kind kind,
        List<String> programFiles,
        Map<String, Object> attributes,
        Map<String, Object> constants,
        List<Parameter> parameters,
        List<LinearModule> modules,
        String prefix,
        Sizes sizes,
        List<String> labels) {

    /** What a model gives for a text. */
    public enum Kind {
        /** Log-probs of next tokens. */
        CAUSAL_LM,
        /** Class logits, or one reward, from the last token of a causal trunk. */
        CAUSAL_CLASSIFIER,
        /** Class logits from an encoder that sees the whole text. */
        ENCODER_CLASSIFIER
    }

    /** A weight by its checkpoint name; shape outermost first. */
    public record Parameter(String name, List<Long> shape) {

        public static Parameter of(String name, long... shape) {
            return new Parameter(name, java.util.Arrays.stream(shape).boxed().toList());
        }

        public long elements() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }
    }

    /**
     * A linear layer.
     *
     * @param name checkpoint name without {@code .weight}
     */
    public record LinearModule(String name, long in, long out) {}

    /**
     * Sizes of a model.
     *
     * @param vocabulary number of token ids
     * @param hidden width of the hidden states
     * @param intermediate width inside the MLP
     * @param layers number of blocks
     * @param queryHeads attention heads
     * @param keyHeads key and value heads
     * @param headWidth width of one head
     * @param contextTokens longest sequence
     */
    public record Sizes(
            int vocabulary,
            int hidden,
            int intermediate,
            int layers,
            int queryHeads,
            int keyHeads,
            int headWidth,
            int contextTokens) {}

    public int vocabularySize() {
        return sizes.vocabulary();
    }

    public int hiddenSize() {
        return sizes.hidden();
    }

    public int contextTokens() {
        return sizes.contextTokens();
    }

    public long parameterCount() {
        return parameters.stream().mapToLong(Parameter::elements).sum();
    }

    /** The same spec with further attributes and constants. */
    public ModelSpec with(Map<String, Object> moreAttributes, Map<String, Object> moreConstants) {
        Map<String, Object> allAttributes = new LinkedHashMap<>(attributes);
        allAttributes.putAll(moreAttributes);
        Map<String, Object> allConstants = new LinkedHashMap<>(constants);
        allConstants.putAll(moreConstants);
        return new ModelSpec(
                architecture,
                kind,
                programFiles,
                allAttributes,
                allConstants,
                parameters,
                modules,
                prefix,
                sizes,
                labels);
    }

    /** The program's text: declarations, the family's methods, further methods, free functions. */
    public String source(List<String> sharedFiles) {
        StringBuilder text =
                new StringBuilder("class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n");
        attributes.forEach((name, value) -> text.append("  ")
                .append(name)
                .append(" : ")
                .append(value instanceof Long ? "int" : value instanceof Double ? "float" : "bool")
                .append('\n'));
        constants.forEach((name, value) -> text.append("\n  def ")
                .append(name)
                .append("(self: __torch__.M) -> ")
                .append(type(value))
                .append(":\n    return ")
                .append(literal(value))
                .append('\n'));
        text.append('\n');
        programFiles.forEach(file -> text.append(TorchProgram.resource(file)).append('\n'));
        sharedFiles.forEach(file -> text.append(TorchProgram.resource(file)).append('\n'));
        return text.toString();
    }

    private static String type(Object value) {
        return value instanceof Typed typed ? "List[" + typed.element() + "]" : "str";
    }

    private static String literal(Object value) {
        if (value instanceof Typed typed) {
            return typed.values().isEmpty()
                    ? "annotate(List[" + typed.element() + "], [])"
                    : list(typed.values(), ModelSpec::literal);
        }
        if (value instanceof List<?> list) {
            return list(list, ModelSpec::literal);
        }
        if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        }
        return value instanceof String text ? '"' + text + '"' : value.toString();
    }

    private static String list(List<?> values, Function<Object, String> form) {
        return values.stream().map(form).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A list constant with the TorchScript type of its elements. */
    public record Typed(String element, List<?> values) {
        public static Typed texts(List<String> values) {
            return new Typed("str", values);
        }

        public static Typed numbers(List<Double> values) {
            return new Typed("float", values);
        }

        public static Typed flags(List<Boolean> values) {
            return new Typed("bool", values);
        }

        public static Typed textLists(List<List<String>> values) {
            return new Typed("List[str]", values);
        }
    }
}
