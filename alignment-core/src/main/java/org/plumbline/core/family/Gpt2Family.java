package org.plumbline.core.family;

import org.plumbline.core.family.ModelSpec.Sizes;
import org.plumbline.datasets.input.ConfigNode;

/** GPT-2 (Radford et al. 2019). */
final class Gpt2Family implements ModelFamily {
    @Override
    public String modelType() {
        return "gpt2";
    }

    @Override
    public ModelSpec read(ConfigNode config) {
        int vocabulary = ConfigReader.optional(config, "vocab_size", 50_257);
        int hidden = ConfigReader.optional(config, "n_embd", 768);
        int heads = ConfigReader.optional(config, "n_head", 12);
        int layers = ConfigReader.optional(config, "n_layer", 12);
        int context = ConfigReader.context(config, "n_positions", 1024);
        int intermediate = ConfigReader.optional(config, "n_inner", 4 * hidden);
        ConfigReader.divides(config, "n_head", heads, "n_embd", hidden);
        if (config.flag("add_cross_attention", false)) {
            config.problem("add_cross_attention", "is true", "false: a decoder alone", "");
        }
        int width = Math.max(1, hidden / heads);
        Decoder decoder = new Decoder(
                        config,
                        modelType(),
                        new Sizes(vocabulary, hidden, intermediate, layers, heads, heads, width, context),
                        Rotary.none(context))
                .transposedWeights()
                .attribute("norm_epsilon", config.number("layer_norm_epsilon", 1e-5, 0, 1))
                .attribute("attention_scale", config.flag("scale_attn_weights", true) ? 1 / Math.sqrt(width) : 1.0)
                .attribute("attention_scale_by_layer", config.flag("scale_attn_by_inverse_layer_idx", false))
                .constant("activation_name", ConfigReader.activation(config, "activation_function", "gelu_new"))
                .weight("transformer.wte.weight", vocabulary, hidden)
                .weight("transformer.wpe.weight", context, hidden);
        for (int layer = 0; layer < layers; layer++) {
            String p = "transformer.h." + layer + ".";
            decoder.layerNorm(p + "ln_1")
                    .linear(p + "attn.c_attn", 3L * hidden, hidden, true)
                    .linear(p + "attn.c_proj", hidden, hidden, true)
                    .layerNorm(p + "ln_2")
                    .linear(p + "mlp.c_fc", intermediate, hidden, true)
                    .linear(p + "mlp.c_proj", hidden, intermediate, true);
        }
        return decoder.layerNorm("transformer.ln_f")
                .spec(
                        "transformer.",
                        "transformer.h.",
                        "transformer.wte",
                        "lm_head",
                        config.flag("tie_word_embeddings", true),
                        "gpt2.py");
    }
}
