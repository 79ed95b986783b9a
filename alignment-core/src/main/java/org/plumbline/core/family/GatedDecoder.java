package org.plumbline.core.family;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.plumbline.core.family.ModelSpec.Sizes;
import org.plumbline.datasets.input.ConfigNode;

/** What Llama and its relatives share: the names of their keys and weights. A family says where it differs. */
final class GatedDecoder {
    private final ConfigNode config;
    private final String architecture;
    private boolean queryBias;
    private boolean outputBias;
    private boolean mlpBias;
    private boolean headNorms;
    private boolean overHeads;
    private boolean fused;
    private List<String> norms = List.of("input_layernorm", "post_attention_layernorm");
    private boolean tied;
    private double epsilon = 1e-6;
    private int headWidth;
    private int keyHeadsUnlessSaid;
    private int contextTokens = 2048;
    private String activationKey = "hidden_act";
    private String activation = "silu";
    private String program = "llama.py";
    private int paddingToken = Integer.MIN_VALUE;
    private int window;
    private List<Boolean> windowed = List.of();

    GatedDecoder(ConfigNode config, String architecture) {
        this.config = config;
        this.architecture = architecture;
        this.headWidth = Math.max(
                1, ConfigReader.required(config, "hidden_size") / ConfigReader.required(config, "num_attention_heads"));
    }

    GatedDecoder biases(boolean queryKeyValue, boolean output, boolean mlp) {
        queryBias = queryKeyValue;
        outputBias = output;
        mlpBias = mlp;
        return this;
    }

    /** Queries and keys are normed by head. */
    GatedDecoder headNorms() {
        headNorms = true;
        return this;
    }

    /** Queries are normed over all their heads, keys likewise. */
    GatedDecoder normsOverHeads() {
        headNorms = true;
        overHeads = true;
        return this;
    }

    /** Query, key and value are one stored weight, gate and up another. */
    GatedDecoder fusedWeights() {
        fused = true;
        return this;
    }

    /** Another program, with norms of these names in each layer. */
    GatedDecoder program(String file, String... layerNorms) {
        program = file;
        norms = List.of(layerNorms);
        return this;
    }

    GatedDecoder tiedUnlessSaid() {
        tied = true;
        return this;
    }

    GatedDecoder epsilonUnlessSaid(double value) {
        epsilon = value;
        return this;
    }

    GatedDecoder headWidthUnlessSaid(int value) {
        headWidth = value;
        return this;
    }

    /** Key and value heads when the key is absent; an explicit null means as many as query heads. */
    GatedDecoder keyHeadsUnlessSaid(int value) {
        keyHeadsUnlessSaid = value;
        return this;
    }

    GatedDecoder contextUnlessSaid(int tokens) {
        contextTokens = tokens;
        return this;
    }

    GatedDecoder activation(String key, String unlessSaid) {
        activationKey = key;
        activation = unlessSaid;
        return this;
    }

    /**
     * A sliding window on some layers.
     *
     * @param unlessSaid tokens when {@code sliding_window} is absent; an explicit null means none
     */
    GatedDecoder window(int unlessSaid, List<Boolean> layersUnlessSaid) {
        boolean absent = !config.keys().contains("sliding_window");
        window = absent ? unlessSaid : config.integer("sliding_window", 0, 1, Integer.MAX_VALUE);
        List<String> types = config.textList("layer_types");
        windowed = types.isEmpty()
                ? layersUnlessSaid
                : types.stream().map(type -> type.equals("sliding_attention")).toList();
        for (String type : types) {
            if (!type.equals("sliding_attention") && !type.equals("full_attention")) {
                config.problem("layer_types", "has \"" + type + "\"", "full_attention, sliding_attention", "");
            }
        }
        if (!types.isEmpty() && types.size() != layers()) {
            config.problem("layer_types", "has " + types.size() + " layers", "num_hidden_layers, " + layers(), "");
        }
        if (window == 0) {
            windowed = List.of();
        }
        return this;
    }

    /** Windows as in Qwen: only when switched on, and from {@code max_window_layers} on. */
    GatedDecoder windowWhenUsed() {
        if (!config.flag("use_sliding_window", false)) {
            return this;
        }
        int first = config.integer("max_window_layers", 28, 0, ConfigReader.MOST);
        List<Boolean> layers = new ArrayList<>();
        for (int i = 0; i < layers(); i++) {
            layers.add(i >= first);
        }
        return window(4096, layers);
    }

    /** The padding token when no key names it; an explicit null means none. */
    GatedDecoder paddingUnlessSaid(int token) {
        paddingToken = token;
        return this;
    }

    /** The embedding of the padding token does not train; negative numbers count from the end; -1 for none. */
    private int padding(int vocabulary) {
        boolean absent = !config.keys().contains("pad_token_id");
        int token = absent
                ? paddingToken
                : config.integer("pad_token_id", Integer.MIN_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE);
        long row = token < 0 ? (long) vocabulary + token : token;
        return row >= 0 && row < vocabulary ? (int) row : -1;
    }

    int layers() {
        return ConfigReader.layers(config, "num_hidden_layers");
    }

    List<Boolean> everyLayer() {
        return Collections.nCopies(layers(), true);
    }

    /** Closes the description; a family with further attributes adds them to the result. */
    ModelSpec spec() {
        int hidden = ConfigReader.required(config, "hidden_size");
        int heads = ConfigReader.required(config, "num_attention_heads");
        int width = ConfigReader.optional(config, "head_dim", headWidth);
        boolean said = config.keys().contains("num_key_value_heads");
        int keyHeads = ConfigReader.optional(
                config, "num_key_value_heads", said || keyHeadsUnlessSaid == 0 ? heads : keyHeadsUnlessSaid);
        int intermediate = ConfigReader.required(config, "intermediate_size");
        int vocabulary = ConfigReader.required(config, "vocab_size");
        int context = ConfigReader.context(config, "max_position_embeddings", contextTokens);
        Decoder decoder = new Decoder(
                config,
                architecture,
                new Sizes(vocabulary, hidden, intermediate, layers(), heads, keyHeads, width, context),
                Rotary.read(config, Rotary.Keys.USUAL, width, context));
        decoder.attribute("padding_token", (long) padding(vocabulary))
                .attribute("norm_epsilon", config.number("rms_norm_eps", epsilon, 0, 1))
                .constant("activation_name", ConfigReader.activation(config, activationKey, activation))
                .window(window, windowed)
                .fused("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.qkv_proj")
                .fused("mlp.gate_proj", "mlp.up_proj", "mlp.gate_up_proj")
                .weight("model.embed_tokens.weight", vocabulary, hidden);
        for (int layer = 0; layer < layers(); layer++) {
            String p = "model.layers." + layer + ".";
            norms.forEach(norm -> decoder.weight(p + norm + ".weight", hidden));
            attention(decoder, p + "self_attn.", (long) heads * width, (long) keyHeads * width, hidden);
            if (headNorms) {
                decoder.weight(p + "self_attn.q_norm.weight", overHeads ? (long) heads * width : width)
                        .weight(p + "self_attn.k_norm.weight", overHeads ? (long) keyHeads * width : width);
            }
            mlp(decoder, p + "mlp.", intermediate, hidden);
        }
        decoder.weight("model.norm.weight", hidden);
        return decoder.spec(
                "model.",
                "model.layers.",
                "model.embed_tokens",
                "lm_head",
                config.flag("tie_word_embeddings", tied),
                "gated.py",
                program);
    }

    private void attention(Decoder decoder, String p, long queries, long keys, long hidden) {
        if (fused) {
            decoder.linear(p + "qkv_proj", queries + 2 * keys, hidden, queryBias);
        } else {
            decoder.linear(p + "q_proj", queries, hidden, queryBias)
                    .linear(p + "k_proj", keys, hidden, queryBias)
                    .linear(p + "v_proj", keys, hidden, queryBias);
        }
        decoder.linear(p + "o_proj", hidden, queries, outputBias);
    }

    private void mlp(Decoder decoder, String p, long intermediate, long hidden) {
        if (fused) {
            decoder.linear(p + "gate_up_proj", 2 * intermediate, hidden, mlpBias);
        } else {
            decoder.linear(p + "gate_proj", intermediate, hidden, mlpBias)
                    .linear(p + "up_proj", intermediate, hidden, mlpBias);
        }
        decoder.linear(p + "down_proj", hidden, intermediate, mlpBias);
    }
}
