package org.plumbline.core.family;

import org.plumbline.datasets.input.ConfigNode;

/** Qwen3 (Yang et al. 2025): Llama with queries and keys normed by head. */
final class Qwen3Family implements ModelFamily {
    @Override
    public String modelType() {
        return "qwen3";
    }

    @Override
    public ModelSpec read(ConfigNode config) {
        boolean bias = config.flag("attention_bias", false);
        return new GatedDecoder(config, modelType())
                .contextUnlessSaid(32_768)
                .keyHeadsUnlessSaid(32)
                .headWidthUnlessSaid(128)
                .biases(bias, bias, false)
                .headNorms()
                .windowWhenUsed()
                .spec();
    }
}
