package org.plumbline.core.family;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.core.family.ModelSpec.Kind;
import org.plumbline.core.family.ModelSpec.Parameter;
import org.plumbline.core.family.ModelSpec.Sizes;
import org.plumbline.core.family.ModelSpec.Typed;
import org.plumbline.datasets.input.ConfigNode;

/** Gathers what encoder.py needs to know of an encoder with a classification head. */
final class Encoder {
    private final ConfigNode config;
    private final String architecture;
    private final Sizes sizes;
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private final Map<String, Object> constants = new LinkedHashMap<>();
    private final List<Parameter> parameters = new ArrayList<>();

    /**
     * Names of a layer's parts, without {@code .weight}.
     *
     * @param attentionNorm after the attention and its residual
     * @param outputNorm after the MLP and its residual
     */
    record Layer(
            String query,
            String key,
            String value,
            String attentionOutput,
            String attentionNorm,
            String up,
            String down,
            String outputNorm) {}

    /**
     * The head over the first token: a linear layer, an activation, a linear layer.
     *
     * @param activation tanh or relu
     */
    record Head(String dense, String activation, String output) {}

    Encoder(ConfigNode config, String architecture, Sizes sizes) {
        this.config = config;
        this.architecture = architecture;
        this.sizes = sizes;
        if (!ConfigReader.isClassifier(config)) {
            List<String> named = config.textList("architectures");
            config.problem(
                    "architectures",
                    named.isEmpty()
                            ? "names no classifier"
                            : "is " + String.join(", ", named) + ": an encoder without a classification head",
                    "of " + architecture + ", one that ends in ForSequenceClassification",
                    "choose a checkpoint that was trained to classify");
        }
        for (String key : List.of("is_decoder", "add_cross_attention")) {
            if (config.flag(key, false)) {
                config.problem(key, "is true", "false: an encoder", "");
            }
        }
        String positions = config.text("position_embedding_type", "absolute");
        if (!positions.equals("absolute")) {
            config.problem("position_embedding_type", "is \"" + positions + "\"", "absolute", "");
        }
        attributes.put("layers", (long) sizes.layers());
        attributes.put("heads", (long) sizes.queryHeads());
        attributes.put("head_width", (long) sizes.headWidth());
        attributes.put("attention_scale", 1 / Math.sqrt(sizes.headWidth()));
        attributes.put("norm_epsilon", 1e-12);
        // Positions count from 0; or, as in RoBERTa, from behind the padding token's id.
        attributes.put("padding_token", -1L);
    }

    /** A scalar of the program: Long, Double or Boolean. */
    Encoder attribute(String name, Object value) {
        attributes.put(name, value);
        return this;
    }

    private void norm(String name) {
        parameters.add(Parameter.of(name + ".weight", sizes.hidden()));
        parameters.add(Parameter.of(name + ".bias", sizes.hidden()));
    }

    private void linear(String name, long out, long in) {
        parameters.add(Parameter.of(name + ".weight", out, in));
        parameters.add(Parameter.of(name + ".bias", out));
    }

    /**
     * Closes the description.
     *
     * @param prefix what stands before the trunk's names
     * @param layerPrefix what stands before a layer's number
     * @param positions stored positions
     * @param types token types; 0 for a family without them
     * @param activation the program's name of the MLP's activation
     */
    ModelSpec spec(
            String prefix, String layerPrefix, int positions, int types, String activation, Layer layer, Head head) {
        int hidden = sizes.hidden();
        String embeddings = prefix + "embeddings.";
        parameters.add(Parameter.of(embeddings + "word_embeddings.weight", sizes.vocabulary(), hidden));
        parameters.add(Parameter.of(embeddings + "position_embeddings.weight", positions, hidden));
        if (types > 0) {
            parameters.add(Parameter.of(embeddings + "token_type_embeddings.weight", types, hidden));
        }
        norm(embeddings + "LayerNorm");
        for (int i = 0; i < sizes.layers(); i++) {
            String p = layerPrefix + i + ".";
            for (String part : List.of(layer.query(), layer.key(), layer.value(), layer.attentionOutput())) {
                linear(p + part, hidden, hidden);
            }
            norm(p + layer.attentionNorm());
            linear(p + layer.up(), sizes.intermediate(), hidden);
            linear(p + layer.down(), hidden, sizes.intermediate());
            norm(p + layer.outputNorm());
        }
        List<String> labels = ConfigReader.labels(config);
        linear(head.dense(), hidden, hidden);
        linear(head.output(), labels.size(), hidden);
        constants.put("prefix", prefix);
        constants.put("layer_prefix", layerPrefix);
        constants.put("activation_name", activation);
        constants.put(
                "parts",
                Typed.texts(List.of(
                        layer.query(),
                        layer.key(),
                        layer.value(),
                        layer.attentionOutput(),
                        layer.attentionNorm(),
                        layer.up(),
                        layer.down(),
                        layer.outputNorm())));
        constants.put("head_parts", Typed.texts(List.of(head.dense(), head.activation(), head.output())));
        return new ModelSpec(
                architecture,
                Kind.ENCODER_CLASSIFIER,
                List.of("encoder.py"),
                attributes,
                constants,
                List.copyOf(parameters),
                List.of(),
                prefix,
                sizes,
                labels);
    }
}
