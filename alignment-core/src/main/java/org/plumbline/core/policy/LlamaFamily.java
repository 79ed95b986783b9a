package org.plumbline.core.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.core.policy.ModelSpec.Parameter;
import org.plumbline.datasets.input.ConfigNode;

/** Llama: RMS norm before each block, rotary positions, grouped-query attention, gated SiLU. */
final class LlamaFamily implements ModelFamily {
    private static final int MOST = 1 << 24;

    @Override
    public String modelType() {
        return "llama";
    }

    @Override
    public ModelSpec read(ConfigNode config) {
        int vocabulary = required(config, "vocab_size");
        int hidden = required(config, "hidden_size");
        int intermediate = required(config, "intermediate_size");
        int layers = required(config, "num_hidden_layers");
        int heads = required(config, "num_attention_heads");
        int keyValueHeads = config.integer("num_key_value_heads", heads, 1, MOST);
        int headDim = config.integer("head_dim", hidden / heads, 1, MOST);
        if (heads % keyValueHeads != 0) {
            config.problem(
                    "num_key_value_heads", "is " + keyValueHeads, "a divisor of num_attention_heads " + heads, "");
        }
        if (headDim % 2 != 0) {
            config.problem("head_dim", "is " + headDim, "an even number", "");
        }
        String activation = config.text("hidden_act", "silu");
        if (!activation.equals("silu")) {
            config.problem("hidden_act", "is \"" + activation + "\"", "silu", "");
        }
        boolean tied = config.flag("tie_word_embeddings", false);
        boolean attentionBias = config.flag("attention_bias", false);
        boolean mlpBias = config.flag("mlp_bias", false);

        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("num_hidden_layers", (long) layers);
        attributes.put("num_attention_heads", (long) heads);
        attributes.put("num_key_value_heads", (long) keyValueHeads);
        attributes.put("head_dim", (long) headDim);
        attributes.put("rms_norm_eps", config.number("rms_norm_eps", 1e-6, 0, 1));
        attributes.put("rope_theta", ropeTheta(config));
        attributes.put("tie_word_embeddings", tied);

        List<Parameter> parameters = new ArrayList<>();
        parameters.add(Parameter.of("model.embed_tokens.weight", vocabulary, hidden));
        for (int layer = 0; layer < layers; layer++) {
            String p = "model.layers." + layer + ".";
            parameters.add(Parameter.of(p + "input_layernorm.weight", hidden));
            linear(parameters, p + "self_attn.q_proj", (long) heads * headDim, hidden, attentionBias);
            linear(parameters, p + "self_attn.k_proj", (long) keyValueHeads * headDim, hidden, attentionBias);
            linear(parameters, p + "self_attn.v_proj", (long) keyValueHeads * headDim, hidden, attentionBias);
            linear(parameters, p + "self_attn.o_proj", hidden, (long) heads * headDim, attentionBias);
            parameters.add(Parameter.of(p + "post_attention_layernorm.weight", hidden));
            linear(parameters, p + "mlp.gate_proj", intermediate, hidden, mlpBias);
            linear(parameters, p + "mlp.up_proj", intermediate, hidden, mlpBias);
            linear(parameters, p + "mlp.down_proj", hidden, intermediate, mlpBias);
        }
        parameters.add(Parameter.of("model.norm.weight", hidden));
        if (!tied) {
            parameters.add(Parameter.of("lm_head.weight", vocabulary, hidden));
        }
        int context = config.integer("max_position_embeddings", 2048, 1, Integer.MAX_VALUE);
        return new ModelSpec(modelType(), "llama.py", attributes, parameters, vocabulary, hidden, context);
    }

    /** transformers 5 writes {@code rope_parameters}; earlier versions {@code rope_theta} and {@code rope_scaling}. */
    private static double ropeTheta(ConfigNode config) {
        String section = config.has("rope_parameters") ? "rope_parameters" : "rope_scaling";
        ConfigNode rope = config.section(section);
        String type = rope.text("rope_type", rope.text("type", "default"));
        if (!type.equals("default")) {
            config.problem(
                    section,
                    "has rope_type \"" + type + "\", which is not supported yet",
                    "default",
                    "choose a checkpoint without position scaling");
        }
        double theta = config.number("rope_theta", 10_000, 1, Double.MAX_VALUE);
        return rope.number("rope_theta", theta, 1, Double.MAX_VALUE);
    }

    private static int required(ConfigNode config, String key) {
        if (!config.has(key)) {
            config.requiredText(key);
        }
        return config.integer(key, 1, 1, MOST);
    }

    private static void linear(List<Parameter> parameters, String name, long out, long in, boolean bias) {
        parameters.add(Parameter.of(name + ".weight", out, in));
        if (bias) {
            parameters.add(Parameter.of(name + ".bias", out));
        }
    }
}
