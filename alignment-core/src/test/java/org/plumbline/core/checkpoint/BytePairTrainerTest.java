package org.plumbline.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import tools.jackson.databind.node.ObjectNode;

class BytePairTrainerTest {
    @TempDir
    Path folder;

    private Tokenizer tokenizer(ObjectNode content) throws IOException {
        Json.write(folder.resolve("tokenizer.json"), content);
        Files.writeString(folder.resolve("config.json"), "{\"bos_token_id\": 0, \"eos_token_id\": 1}");
        return Tokenizer.load(folder);
    }

    @Test
    void theMostFrequentPairIsMergedFirst() {
        // Pairs: "lo" 7 times, "ow" 7, "we" 2 + 6, "es" 9, "st" 9: equal counts in the order of their symbols.
        List<String> texts = List.of(String.join(
                " ",
                String.join(" ", Collections.nCopies(5, "low")),
                "lower lower",
                String.join(" ", Collections.nCopies(6, "newest")),
                String.join(" ", Collections.nCopies(3, "widest"))));
        ObjectNode tokenizer = BytePairTrainer.train(texts, 258 + 3);
        assertThat(tokenizer.path("model").path("merges").toString())
                .isEqualTo("[[\"e\",\"s\"],[\"es\",\"t\"],[\"l\",\"o\"]]");
        assertThat(tokenizer.path("model").path("vocab").size()).isEqualTo(261);
    }

    @Test
    void anyTextSurvivesTheRoundTrip() throws IOException {
        ObjectNode content =
                BytePairTrainer.train(List.of("the cat sat on the mat", "кошка сидит", "it's 1,000 or so"), 400);
        try (Tokenizer tokenizer = tokenizer(content)) {
            for (String text : List.of(
                    "the cat", " the  cat\n\tsat.", "Ёжик и кошка", "日本語 \uD83D\uDE00 e\u0301", "it's they'll 42%")) {
                long[] tokens = tokenizer.encode(text);
                assertThat(tokens[0]).isZero();
                assertThat(tokenizer.decode(tokens)).isEqualTo(text);
            }
            assertThat(tokenizer.encode("the")).hasSize(2);
        }
    }

    @Test
    void trainingStopsWhenThereAreNoPairs() {
        assertThat(BytePairTrainer.train(List.of("ab"), 1000)
                        .path("model")
                        .path("merges")
                        .size())
                .isEqualTo(1);
        assertThatThrownBy(() -> BytePairTrainer.train(List.of("ab"), 100))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at least 258");
    }
}
