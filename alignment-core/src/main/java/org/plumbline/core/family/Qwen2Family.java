package org.plumbline.core.family;

import org.plumbline.datasets.input.ConfigNode;

/** Qwen2 and Qwen2.5 (Yang et al. 2024): Llama with biases on query, key and value. */
final class Qwen2Family implements ModelFamily {
    @Override
    public String modelType() {
        return "qwen2";
    }

    @Override
    public ModelSpec read(ConfigNode config) {
        return new GatedDecoder(config, modelType())
                .contextUnlessSaid(32_768)
                .keyHeadsUnlessSaid(32)
                .biases(true, false, false)
                .windowWhenUsed()
                .spec();
    }
}
