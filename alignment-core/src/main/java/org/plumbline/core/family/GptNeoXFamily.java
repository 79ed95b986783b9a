package org.plumbline.core.family;

import org.plumbline.core.family.ModelSpec.Sizes;
import org.plumbline.datasets.input.ConfigNode;

/** GPT-NeoX (Black et al. 2022), the family of Pythia. */
final class GptNeoXFamily implements ModelFamily {
    private static final Rotary.Keys ROTARY = new Rotary.Keys("rotary_emb_base", "rotary_pct", 0.25);

    @Override
    public String modelType() {
        return "gpt_neox";
    }

    @Override
    public ModelSpec read(ConfigNode config) {
        int vocabulary = ConfigReader.required(config, "vocab_size");
        int hidden = ConfigReader.required(config, "hidden_size");
        int heads = ConfigReader.required(config, "num_attention_heads");
        int layers = ConfigReader.layers(config, "num_hidden_layers");
        int intermediate = ConfigReader.required(config, "intermediate_size");
        int context = ConfigReader.context(config, "max_position_embeddings", 2048);
        ConfigReader.divides(config, "num_attention_heads", heads, "hidden_size", hidden);
        int width = Math.max(1, hidden / heads);
        boolean bias = config.flag("attention_bias", true);
        Decoder decoder = new Decoder(
                        config,
                        modelType(),
                        new Sizes(vocabulary, hidden, intermediate, layers, heads, heads, width, context),
                        Rotary.read(config, ROTARY, width, context))
                .attribute("norm_epsilon", config.number("layer_norm_eps", 1e-5, 0, 1))
                .attribute("parallel_residual", config.flag("use_parallel_residual", true))
                .constant("activation_name", ConfigReader.activation(config, "hidden_act", "gelu"))
                .weight("gpt_neox.embed_in.weight", vocabulary, hidden);
        for (int layer = 0; layer < layers; layer++) {
            String p = "gpt_neox.layers." + layer + ".";
            decoder.layerNorm(p + "input_layernorm")
                    .layerNorm(p + "post_attention_layernorm")
                    .linear(p + "attention.query_key_value", 3L * hidden, hidden, bias)
                    .linear(p + "attention.dense", hidden, hidden, bias)
                    .linear(p + "mlp.dense_h_to_4h", intermediate, hidden, true)
                    .linear(p + "mlp.dense_4h_to_h", hidden, intermediate, true);
        }
        return decoder.layerNorm("gpt_neox.final_layer_norm")
                .spec(
                        "gpt_neox.",
                        "gpt_neox.layers.",
                        "gpt_neox.embed_in",
                        "embed_out",
                        config.flag("tie_word_embeddings", false),
                        "gpt_neox.py");
    }
}
