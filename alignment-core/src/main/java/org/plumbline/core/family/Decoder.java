package org.plumbline.core.family;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.core.family.ModelSpec.Kind;
import org.plumbline.core.family.ModelSpec.LinearModule;
import org.plumbline.core.family.ModelSpec.Parameter;
import org.plumbline.core.family.ModelSpec.Sizes;
import org.plumbline.core.family.ModelSpec.Typed;
import org.plumbline.datasets.input.ConfigNode;

/**
 * Gathers what decoder.py needs to know of a causal family. Every attribute has the value that most families have; a
 * family sets those where it differs.
 */
final class Decoder {
    private final ConfigNode config;
    private final String architecture;
    private final Sizes sizes;
    private final Rotary rotary;
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private final Map<String, Object> constants = new LinkedHashMap<>();
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<LinearModule> modules = new ArrayList<>();
    private final List<List<String>> fusions = new ArrayList<>();
    private final List<Boolean> windowed;
    private boolean transposed;

    Decoder(ConfigNode config, String architecture, Sizes sizes, Rotary rotary) {
        this.config = config;
        this.architecture = architecture;
        this.sizes = new Sizes(
                sizes.vocabulary(),
                sizes.hidden(),
                sizes.intermediate(),
                sizes.layers(),
                sizes.queryHeads(),
                sizes.keyHeads(),
                sizes.headWidth(),
                Math.min(sizes.contextTokens(), rotary.contextTokens()));
        this.rotary = rotary;
        this.windowed = new ArrayList<>(Collections.nCopies(sizes.layers(), false));
        ConfigReader.divides(
                config, "num_key_value_heads", sizes.keyHeads(), "num_attention_heads", sizes.queryHeads());
        attributes.put("layers", (long) sizes.layers());
        attributes.put("query_heads", (long) sizes.queryHeads());
        attributes.put("key_heads", (long) sizes.keyHeads());
        attributes.put("head_width", (long) sizes.headWidth());
        attributes.put("rotary_width", 2L * rotary.frequencies().size());
        attributes.put("rotary_scale", rotary.scale());
        attributes.put("window", 0L);
        attributes.put("attention_scale", 1 / Math.sqrt(sizes.headWidth()));
        attributes.put("attention_scale_by_layer", false);
        attributes.put("attention_softcap", 0.0);
        attributes.put("logit_softcap", 0.0);
    }

    /** A scalar of the program: Long, Double or Boolean. */
    Decoder attribute(String name, Object value) {
        attributes.put(name, value);
        return this;
    }

    /** A text that the program asks for. */
    Decoder constant(String name, String value) {
        constants.put(name, value);
        return this;
    }

    /** Layers that see only so many tokens, their own included. */
    Decoder window(int tokens, List<Boolean> layers) {
        attributes.put("window", (long) tokens);
        for (int i = 0; i < Math.min(windowed.size(), layers.size()); i++) {
            windowed.set(i, layers.get(i));
        }
        return this;
    }

    /** Weights of linear layers are stored [in, out]. */
    Decoder transposedWeights() {
        transposed = true;
        return this;
    }

    Decoder weight(String name, long... shape) {
        parameters.add(Parameter.of(name, shape));
        return this;
    }

    Decoder layerNorm(String name) {
        return weight(name + ".weight", sizes.hidden()).weight(name + ".bias", sizes.hidden());
    }

    Decoder linear(String name, long out, long in, boolean bias) {
        modules.add(new LinearModule(name, in, out));
        if (transposed) {
            weight(name + ".weight", in, out);
        } else {
            weight(name + ".weight", out, in);
        }
        return bias ? weight(name + ".bias", out) : this;
    }

    /** Layers that generation joins into one: the parts, then the name of the whole. */
    Decoder fused(String... names) {
        fusions.add(List.of(names));
        return this;
    }

    /**
     * Adds the output layer and closes the description.
     *
     * @param layerPrefix what stands before a layer's number
     * @param embedding checkpoint name of the embedding, without {@code .weight}
     * @param output checkpoint name of the output layer, likewise
     */
    ModelSpec spec(
            String prefix, String layerPrefix, String embedding, String output, boolean tied, String... programFiles) {
        Kind kind = ConfigReader.isClassifier(config) ? Kind.CAUSAL_CLASSIFIER : Kind.CAUSAL_LM;
        List<String> labels = List.of();
        if (kind == Kind.CAUSAL_CLASSIFIER) {
            labels = ConfigReader.labels(config);
            weight("score.weight", labels.size(), sizes.hidden());
        } else if (!tied) {
            weight(output + ".weight", sizes.vocabulary(), sizes.hidden());
        }
        attributes.put("transposed_weights", transposed);
        constants.put("layer_prefix", layerPrefix);
        constants.put("output_name", tied || kind == Kind.CAUSAL_CLASSIFIER ? embedding : output);
        constants.put("rotary_frequencies", Typed.numbers(rotary.frequencies()));
        constants.put("windowed", Typed.flags(windowed));
        constants.put("fusions", Typed.textLists(fusions));
        return new ModelSpec(
                architecture,
                kind,
                List.of(programFiles),
                attributes,
                constants,
                List.copyOf(parameters),
                List.copyOf(modules),
                prefix,
                sizes,
                labels);
    }
}
