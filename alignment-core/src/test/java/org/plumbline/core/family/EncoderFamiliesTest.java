package org.plumbline.core.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plumbline.datasets.input.ConfigNode;
import org.plumbline.datasets.input.InputException;

class EncoderFamiliesTest {
    private static ConfigNode config(String type, String architecture, String more) {
        return ConfigNode.parse(
                Path.of("config.json"),
                "{\"model_type\":\"" + type + "\",\"architectures\":[\"" + architecture + "\"]" + more + "}");
    }

    private static ModelSpec spec(String type, String more) {
        return ModelFamily.specOf(config(type, "XForSequenceClassification", more));
    }

    @Test
    void absentKeysHaveTheValuesOfTheFirstModels() {
        // Parameters that the published base models have, with a head for two labels.
        assertThat(spec("bert", "").parameterCount()).isEqualTo(109_483_778);
        assertThat(spec("distilbert", "").parameterCount()).isEqualTo(66_955_010);
        assertThat(spec("roberta", ",\"max_position_embeddings\":514,\"type_vocab_size\":1")
                        .parameterCount())
                .isEqualTo(124_647_170);
    }

    @Test
    void positionsOfRobertaBeginBehindThePadding() {
        assertThat(spec("xlm-roberta", ",\"max_position_embeddings\":514").contextTokens())
                .isEqualTo(512);
        assertThat(spec("roberta", ",\"max_position_embeddings\":130,\"pad_token_id\":0")
                        .contextTokens())
                .isEqualTo(129);
        assertThat(spec("bert", "").contextTokens()).isEqualTo(512);
        assertThatThrownBy(() -> spec("roberta", ",\"max_position_embeddings\":2"))
                .hasMessageContaining("max_position_embeddings is 2; accepted: more than 2");
    }

    @Test
    void whatIsNotSupportedIsSaidAtOnce() {
        assertThatThrownBy(() -> ModelFamily.specOf(config(
                        "bert",
                        "BertForMaskedLM",
                        ",\"position_embedding_type\":\"relative_key\",\"hidden_act\":\"quick_gelu\","
                                + "\"is_decoder\":true,\"num_attention_heads\":7")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("architectures is BertForMaskedLM: an encoder without a classification head")
                .hasMessageContaining("position_embedding_type is \"relative_key\"; accepted: absolute")
                .hasMessageContaining("hidden_act is \"quick_gelu\"")
                .hasMessageContaining("is_decoder is true")
                .hasMessageContaining("num_attention_heads is 7; accepted: a divisor of hidden_size 768");
        assertThatThrownBy(() ->
                        ModelFamily.specOf(ConfigNode.parse(Path.of("config.json"), "{\"model_type\":\"distilbert\"}")))
                .hasMessageContaining("architectures names no classifier");
    }

    @Test
    void labelsHaveDifferentNames() {
        assertThat(spec("bert", ",\"id2label\":{\"1\":\"b\",\"0\":\"a\"}").labels())
                .containsExactly("a", "b");
        assertThat(spec("bert", ",\"id2label\":{\"0\":\"a\",\"1\":\"a\"}").labels())
                .containsExactly("a", "a (1)");
        assertThat(spec("bert", ",\"num_labels\":1").labels()).containsExactly("LABEL_0");
    }

    @Test
    void probabilitiesFollowTheProblemType() {
        double[] logits = {1000, 998, -1000};
        assertThat(ProblemType.SINGLE_LABEL.probabilities(logits))
                .containsExactly(new double[] {0.880797, 0.119203, 0}, within(1e-6));
        assertThat(ProblemType.MULTI_LABEL.probabilities(logits))
                .containsExactly(new double[] {1, 1, 0}, within(1e-12));
        assertThat(type("", 1)).isEqualTo(ProblemType.REGRESSION);
        assertThat(type("", 2)).isEqualTo(ProblemType.SINGLE_LABEL);
        assertThat(type("single_label_classification", 1)).isEqualTo(ProblemType.REGRESSION);
        assertThat(type("multi_label_classification", 1)).isEqualTo(ProblemType.MULTI_LABEL);
        assertThat(type("regression", 3)).isEqualTo(ProblemType.REGRESSION);
        ConfigNode config = config("bert", "X", ",\"problem_type\":\"ranking\"");
        ProblemType.read(config, 2);
        assertThatThrownBy(config::finishIgnoringUnknownKeys)
                .hasMessageContaining("problem_type is \"ranking\"; accepted: "
                        + String.join(
                                ", ",
                                List.of("single_label_classification", "multi_label_classification", "regression")));
    }

    private static ProblemType type(String name, int labels) {
        return ProblemType.read(
                config("bert", "X", name.isEmpty() ? "" : ",\"problem_type\":\"" + name + "\""), labels);
    }
}
