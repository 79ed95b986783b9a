package org.plumbline.core.family;

import org.plumbline.core.family.ModelSpec.Sizes;
import org.plumbline.datasets.input.ConfigNode;

/** BERT (Devlin et al. 2019) with a classification head over its pooled first token. */
final class BertFamily implements ModelFamily {
    /** RoBERTa's too. */
    static final Encoder.Layer LAYER = new Encoder.Layer(
            "attention.self.query",
            "attention.self.key",
            "attention.self.value",
            "attention.output.dense",
            "attention.output.LayerNorm",
            "intermediate.dense",
            "output.dense",
            "output.LayerNorm");

    @Override
    public String modelType() {
        return "bert";
    }

    @Override
    public ModelSpec read(ConfigNode config) {
        int positions = positions(config);
        return encoder(config, modelType(), positions)
                .spec(
                        "bert.",
                        "bert.encoder.layer.",
                        positions,
                        types(config),
                        activation(config),
                        LAYER,
                        new Encoder.Head("bert.pooler.dense", "tanh", "classifier"));
    }

    /** What BERT and RoBERTa call alike. */
    static Encoder encoder(ConfigNode config, String architecture, int contextTokens) {
        int hidden = ConfigReader.optional(config, "hidden_size", 768);
        int heads = ConfigReader.optional(config, "num_attention_heads", 12);
        ConfigReader.divides(config, "num_attention_heads", heads, "hidden_size", hidden);
        return new Encoder(
                        config,
                        architecture,
                        new Sizes(
                                ConfigReader.optional(
                                        config, "vocab_size", architecture.equals("roberta") ? 50_265 : 30_522),
                                hidden,
                                ConfigReader.optional(config, "intermediate_size", 3072),
                                ConfigReader.optional(config, "num_hidden_layers", 12),
                                heads,
                                heads,
                                Math.max(1, hidden / heads),
                                contextTokens))
                .attribute("norm_epsilon", config.number("layer_norm_eps", 1e-12, 0, 1));
    }

    static int positions(ConfigNode config) {
        return ConfigReader.context(config, "max_position_embeddings", 512);
    }

    static int types(ConfigNode config) {
        return ConfigReader.optional(config, "type_vocab_size", 2);
    }

    static String activation(ConfigNode config) {
        return ConfigReader.activation(config, "hidden_act", "gelu");
    }
}
