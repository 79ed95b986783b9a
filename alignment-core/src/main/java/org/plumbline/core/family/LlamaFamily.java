package org.plumbline.core.family;

import org.plumbline.datasets.input.ConfigNode;

/** Llama 2 and 3 (Touvron et al. 2023), and what is published under its name. */
final class LlamaFamily implements ModelFamily {
    @Override
    public String modelType() {
        return "llama";
    }

    @Override
    public ModelSpec read(ConfigNode config) {
        boolean bias = config.flag("attention_bias", false);
        return new GatedDecoder(config, modelType())
                .biases(bias, bias, config.flag("mlp_bias", false))
                .spec();
    }
}
