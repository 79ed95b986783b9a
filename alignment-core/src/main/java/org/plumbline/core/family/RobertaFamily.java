package org.plumbline.core.family;

import org.plumbline.datasets.input.ConfigNode;

/**
 * RoBERTa (Liu et al. 2019) and XLM-RoBERTa (Conneau et al. 2020) with a classification head: BERT whose positions count
 * from behind the padding token's id.
 */
final class RobertaFamily implements ModelFamily {
    private final String modelType;

    RobertaFamily(String modelType) {
        this.modelType = modelType;
    }

    @Override
    public String modelType() {
        return modelType;
    }

    @Override
    public ModelSpec read(ConfigNode config) {
        int padding = config.integer("pad_token_id", 1, 0, ConfigReader.MOST);
        int positions = BertFamily.positions(config);
        if (positions < padding + 2) {
            config.problem(
                    "max_position_embeddings",
                    "is " + positions,
                    "more than " + (padding + 1) + ": the first position is pad_token_id + 1",
                    "");
        }
        return BertFamily.encoder(config, modelType, Math.max(1, positions - padding - 1))
                .attribute("padding_token", (long) padding)
                .spec(
                        "roberta.",
                        "roberta.encoder.layer.",
                        positions,
                        BertFamily.types(config),
                        BertFamily.activation(config),
                        BertFamily.LAYER,
                        new Encoder.Head("classifier.dense", "tanh", "classifier.out_proj"));
    }
}
