package org.plumbline.core.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.plumbline.datasets.input.ConfigNode;

/** Gemma 2 (Gemma Team 2024): norms around each block, capped scores, every other layer with a window. */
final class Gemma2Family implements ModelFamily {
    @Override
    public String modelType() {
        return "gemma2";
    }

    @Override
    public ModelSpec read(ConfigNode config) {
        if (config.flag("use_bidirectional_attention", false)) {
            config.problem("use_bidirectional_attention", "is true", "false: a causal model", "");
        }
        boolean bias = config.flag("attention_bias", false);
        GatedDecoder decoder = new GatedDecoder(config, modelType())
                .contextUnlessSaid(8192)
                .keyHeadsUnlessSaid(4)
                .headWidthUnlessSaid(256)
                .biases(bias, bias, false)
                .paddingUnlessSaid(0)
                .tiedUnlessSaid()
                .activation("hidden_activation", config.text("hidden_act", "gelu_pytorch_tanh"))
                .program(
                        "gemma2.py",
                        "input_layernorm",
                        "post_attention_layernorm",
                        "pre_feedforward_layernorm",
                        "post_feedforward_layernorm");
        List<Boolean> everyOther = new ArrayList<>();
        for (int i = 0; i < decoder.layers(); i++) {
            everyOther.add(i % 2 == 0);
        }
        return decoder.window(4096, everyOther)
                .spec()
                .with(
                        Map.of(
                                "embedding_scale", Math.sqrt(ConfigReader.required(config, "hidden_size")),
                                "attention_scale",
                                        1 / Math.sqrt(config.number("query_pre_attn_scalar", 256, 1e-6, 1e9)),
                                "attention_softcap", cap(config, "attn_logit_softcapping", 50),
                                "logit_softcap", cap(config, "final_logit_softcapping", 30)),
                        Map.of());
    }

    /** An explicit null switches a cap off. */
    private static double cap(ConfigNode config, String key, double unlessSaid) {
        return config.number(key, config.keys().contains(key) ? 0 : unlessSaid, 0, Double.MAX_VALUE);
    }
}
