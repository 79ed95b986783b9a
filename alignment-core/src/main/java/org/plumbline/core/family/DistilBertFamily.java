package org.plumbline.core.family;

import org.plumbline.core.family.ModelSpec.Sizes;
import org.plumbline.datasets.input.ConfigNode;

/** DistilBERT (Sanh et al. 2019) with a classification head: BERT without token types and pooler. */
final class DistilBertFamily implements ModelFamily {
    private static final Encoder.Layer LAYER = new Encoder.Layer(
            "attention.q_lin",
            "attention.k_lin",
            "attention.v_lin",
            "attention.out_lin",
            "sa_layer_norm",
            "ffn.lin1",
            "ffn.lin2",
            "output_layer_norm");

    @Override
    public String modelType() {
        return "distilbert";
    }

    @Override
    public ModelSpec read(ConfigNode config) {
        int hidden = ConfigReader.optional(config, "dim", 768);
        int heads = ConfigReader.optional(config, "n_heads", 12);
        int positions = ConfigReader.context(config, "max_position_embeddings", 512);
        ConfigReader.divides(config, "n_heads", heads, "dim", hidden);
        return new Encoder(
                        config,
                        modelType(),
                        new Sizes(
                                ConfigReader.optional(config, "vocab_size", 30_522),
                                hidden,
                                ConfigReader.optional(config, "hidden_dim", 4 * 768),
                                ConfigReader.optional(config, "n_layers", 6),
                                heads,
                                heads,
                                Math.max(1, hidden / heads),
                                positions))
                .spec(
                        "distilbert.",
                        "distilbert.transformer.layer.",
                        positions,
                        0,
                        ConfigReader.activation(config, "activation", "gelu"),
                        LAYER,
                        new Encoder.Head("pre_classifier", "relu", "classifier"));
    }
}
