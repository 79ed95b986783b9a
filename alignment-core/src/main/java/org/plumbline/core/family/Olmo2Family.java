package org.plumbline.core.family;

import org.plumbline.datasets.input.ConfigNode;

/** OLMo 2 (OLMo Team 2024): Llama with norms behind attention and MLP, and queries and keys normed over all heads. */
final class Olmo2Family implements ModelFamily {
    @Override
    public String modelType() {
        return "olmo2";
    }

    @Override
    public ModelSpec read(ConfigNode config) {
        boolean bias = config.flag("attention_bias", false);
        return new GatedDecoder(config, modelType())
                .epsilonUnlessSaid(1e-5)
                .paddingUnlessSaid(1)
                .biases(bias, bias, false)
                .normsOverHeads()
                .program("olmo2.py", "post_attention_layernorm", "post_feedforward_layernorm")
                .spec();
    }
}
