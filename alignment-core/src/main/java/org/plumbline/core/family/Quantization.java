package org.plumbline.core.family;

import org.plumbline.datasets.input.ConfigNode;

/** Quantised weights are recognised, so that the message says so instead of naming tensors that are not there. */
final class Quantization {
    private Quantization() {}

    static void refuse(ConfigNode config) {
        String key = config.has("quantization_config") ? "quantization_config" : "compression_config";
        if (config.has(key)) {
            String method = config.section(key).text("quant_method", "an unnamed method");
            config.problem(
                    key,
                    "says that the weights are quantised (" + method + ")",
                    "float32, float16 or bfloat16 weights",
                    "use the unquantised checkpoint that this one was made from, or convert it with the tool that"
                            + " quantised it (in transformers: model.dequantize(), then save_pretrained)");
        }
    }
}
