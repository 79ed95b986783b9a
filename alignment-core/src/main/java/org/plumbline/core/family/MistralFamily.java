package org.plumbline.core.family;

import org.plumbline.datasets.input.ConfigNode;

/** Mistral (Jiang et al. 2023): Llama with a sliding window on every layer. */
final class MistralFamily implements ModelFamily {
    @Override
    public String modelType() {
        return "mistral";
    }

    @Override
    public ModelSpec read(ConfigNode config) {
        GatedDecoder decoder =
                new GatedDecoder(config, modelType()).contextUnlessSaid(131_072).keyHeadsUnlessSaid(8);
        return decoder.window(4096, decoder.everyLayer()).spec();
    }
}
