package org.plumbline.core.family;

import org.plumbline.datasets.input.ConfigNode;

/** Phi-3 and Phi-4 (Abdin et al. 2024): Llama with query, key and value in one weight, and gate and up in another. */
final class Phi3Family implements ModelFamily {
    @Override
    public String modelType() {
        return "phi3";
    }

    @Override
    public ModelSpec read(ConfigNode config) {
        GatedDecoder decoder = new GatedDecoder(config, modelType())
                .contextUnlessSaid(4096)
                .epsilonUnlessSaid(1e-5)
                .paddingUnlessSaid(32_000)
                .fusedWeights();
        return decoder.window(0, decoder.everyLayer()).spec();
    }
}
