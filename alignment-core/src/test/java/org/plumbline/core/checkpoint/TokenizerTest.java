package org.plumbline.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tokenizers against the ids of transformers, and what is said about files that are not one. */
class TokenizerTest {
    private static final Path RESOURCES = Path.of("src/test/resources/tokenizers");
    private static final Path FAST = Path.of("src/test/resources/fixtures/llama/tokenizer.json");

    @TempDir
    Path folder;

    static Stream<String> settings() throws IOException {
        return Files.readAllLines(RESOURCES.resolve("cases.jsonl")).stream()
                .map(line -> Json.COMPACT.readTree(line).path("name").asString());
    }

    private static JsonNode setting(String name) throws IOException {
        return Files.readAllLines(RESOURCES.resolve("cases.jsonl")).stream()
                .map(Json.COMPACT::readTree)
                .filter(tree -> tree.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(folder.resolve(file), content);
    }

    private void copy(String... files) throws IOException {
        for (String file : files) {
            Files.copy(RESOURCES.resolve(file), folder.resolve(file));
        }
    }

    private static void check(Tokenizer tokenizer, JsonNode expected) {
        String text = expected.path("text").asString();
        long[] ids = longs(expected.path("ids"));
        assertThat(tokenizer.encodeRendered(text)).as(text).containsExactly(ids);
        assertThat(tokenizer.encodeWithSpecials(text, 100_000))
                .as(text)
                .containsExactly(longs(expected.path("surrounded")));
        assertThat(tokenizer.encodeWithSpecials(text, 5)).as(text).containsExactly(longs(expected.path("cut")));
        assertThat(tokenizer.decode(ids))
                .as(text)
                .isEqualTo(expected.path("decoded").asString());
    }

    private static long[] longs(JsonNode array) {
        return Json.COMPACT.treeToValue(array, long[].class);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void foldersWithoutTokenizerJsonGiveTheIdsOfTransformers(String name) throws IOException {
        JsonNode setting = setting(name);
        for (JsonNode file : setting.path("vocabulary")) {
            copy(file.asString());
        }
        for (var file : setting.path("files").properties()) {
            write(file.getKey(), file.getValue().toString());
        }
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            assertThat(setting.path("cases")).isNotEmpty().allSatisfy(expected -> check(tokenizer, expected));
        }
    }

    private static Path shared(String path) {
        Path found =
                Path.of(System.getProperty("plumbline.shared", "../../shared")).resolve(path);
        Assumptions.assumeTrue(Files.exists(found), "needs the shared folder: " + path);
        return found;
    }

    @Test
    void theSharedCheckpointsGiveTheIdsOfTransformers() throws IOException {
        Path shared = shared("fixtures");
        for (String line : Files.readAllLines(RESOURCES.resolve("shared-cases.jsonl"))) {
            JsonNode expected = Json.COMPACT.readTree(line);
            try (Tokenizer tokenizer =
                    Tokenizer.load(shared.resolve(expected.path("folder").asString()))) {
                check(tokenizer, expected);
            }
        }
    }

    @Test
    void theVocabularyOfGpt2GivesTheIdsOfTransformers() throws IOException {
        Path shared =
                Path.of(System.getProperty("plumbline.shared", "../../shared")).resolve("corpora/tokenizers/gpt2");
        Assumptions.assumeTrue(Files.exists(shared), "needs the shared corpora: tokenizers/gpt2");
        Files.copy(shared.resolve("encoder.json"), folder.resolve("vocab.json"));
        Files.copy(shared.resolve("vocab.bpe"), folder.resolve("merges.txt"));
        write("config.json", "{\"model_type\": \"gpt2\"}");
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            assertThat(Files.readAllLines(RESOURCES.resolve("gpt2-cases.jsonl")))
                    .isNotEmpty()
                    .allSatisfy(line -> check(tokenizer, Json.COMPACT.readTree(line)));
            assertThat(tokenizer.beginning()).hasValue(50256);
            assertThat(tokenizer.padding()).isEmpty();
        }
    }

    @Test
    void tokensOfTheSettingsAreAddedToTokenizerJson() throws IOException {
        Files.copy(FAST, folder.resolve("tokenizer.json"));
        write("tokenizer_config.json", """
                {"bos_token": {"content": "<bos>"}, "eos_token": null, "pad_token": "<pad>", "add_bos_token": true,
                 "additional_special_tokens": ["<|turn|>"],
                 "added_tokens_decoder": {"900": {"content": "<new>", "special": false, "lstrip": true}}}
                """);
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            assertThat(tokenizer.beginning()).hasValue(1);
            assertThat(tokenizer.padding()).hasValue(0);
            assertThat(tokenizer.encodeRendered("<|turn|><bos>  <new>")).containsExactly(385, 1, 384);
            // The switch counts only without tokenizer.json, which says itself what opens a text.
            assertThat(tokenizer.encode("<bos>")).containsExactly(1);
        }
    }

    @Test
    void anOpeningTokenIsPutBeforeATextButNotBeforeARenderedOne() throws IOException {
        ObjectNode content = (ObjectNode) Json.read(FAST);
        content.set("post_processor", Json.COMPACT.readTree("""
                        {"type": "TemplateProcessing",
                         "single": [{"SpecialToken": {"id": "<bos>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                                    {"SpecialToken": {"id": "<eos>", "type_id": 0}}],
                         "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
                         "special_tokens": {"<bos>": {"id": "<bos>", "ids": [1], "tokens": ["<bos>"]},
                                            "<eos>": {"id": "<eos>", "ids": [2], "tokens": ["<eos>"]}}}
                        """));
        write("tokenizer.json", content.toString());
        write("tokenizer_config.json", "{\"eos_token\": \"<eos>\", \"truncation_side\": \"left\"}");
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            long[] plain = tokenizer.encodeRendered("abc");
            assertThat(tokenizer.encode("abc")).startsWith(1).hasSize(plain.length + 1);
            assertThat(tokenizer.encodeWithSpecials("abc", 3)).containsExactly(1, plain[plain.length - 1], 2);
            assertThat(tokenizer.encodeWithSpecials("abc", 2)).containsExactly(1, 2);
            assertThatThrownBy(() -> tokenizer.encodeWithSpecials("abc", 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("2 special ones");
            assertThat(tokenizer.beginning()).hasValue(2);
        }
    }

    @Test
    void aSentencePieceModelAloneNamesItsConversion() throws IOException {
        write("tokenizer.model", "not read");
        write("tokenizer_config.json", "{\"tokenizer_class\": \"LlamaTokenizer\"}");
        assertThatThrownBy(() -> Tokenizer.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("only tokenizer.model (SentencePiece), which cannot be read here")
                .hasMessageContaining("LlamaTokenizer")
                .hasMessageContaining("accepted: tokenizer.json of any kind; vocab.json with merges.txt")
                .hasMessageContaining(
                        "AutoTokenizer.from_pretrained('" + folder + "').save_pretrained('" + folder + "')");
    }

    @Test
    void anEmptyFolderSaysThatNoFileNamesTheClass() {
        assertThatThrownBy(() -> Tokenizer.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has no tokenizer.json, and no file names the tokenizer's class");
    }

    @Test
    void aMissingHalfOfAVocabularyIsNamed() throws IOException {
        copy("vocab.json");
        write("config.json", "{\"model_type\": \"gpt2\"}");
        assertThatThrownBy(() -> Tokenizer.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("for a GPT2Tokenizer, no merges.txt");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ġ z | merges.txt:3: merges into or from \"Ġz\"",
                "Ġ t extra        | merges.txt:3: \"Ġ t extra\" is not a merge",
                "Ġt               | merges.txt:3: \"Ġt\" is not a merge",
                "Ġ no-such-token  | merges.txt:3: merges into or from \"no-such-token\""
            })
    void aBadMergeIsNamedByItsLine(String line, String message) throws IOException {
        copy("vocab.json");
        write("merges.txt", "#version: 0.2\nĠ t\n" + line + "\n");
        write("config.json", "{\"model_type\": \"gpt2\"}");
        assertThatThrownBy(() -> Tokenizer.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\": 0, \"b\": 0}  | the tokens \"a\" and \"b\" have the same id 0",
                "{\"a\": -1}           | the id of \"a\" is -1",
                "{\"a\": \"x\"}        | the id of \"a\" is \"x\"",
                "[\"a\"]               | is not a vocabulary",
                "{\"a\": 0,            | vocab.json:1:"
            })
    void aBadVocabularyIsNamed(String vocabulary, String message) throws IOException {
        write("vocab.json", vocabulary);
        write("merges.txt", "#version: 0.2\n");
        write("config.json", "{\"model_type\": \"gpt2\"}");
        assertThatThrownBy(() -> Tokenizer.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("vocab.json")
                .hasMessageContaining(message.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"bos_token\": 5}                          | bos_token is 5",
                "{\"add_bos_token\": \"yes\"}                | add_bos_token is \"yes\"; accepted: true, false",
                "{\"added_tokens_decoder\": {\"x\": {}}}     | added_tokens_decoder, id x is not a number",
                "{\"extra_special_tokens\": [7]}             | extra_special_tokens is 7",
                "[]                                          | is not a JSON object"
            })
    void badSettingsAreNamed(String config, String message) throws IOException {
        copy("vocab.json", "merges.txt");
        write("tokenizer_config.json", config);
        write("config.json", "{\"model_type\": \"gpt2\"}");
        assertThatThrownBy(() -> Tokenizer.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("tokenizer_config.json: " + message.strip());
    }

    @Test
    void wordPiecesNeedTheTokenForUnknownWords() throws IOException {
        write("vocab.txt", String.join("\n", List.of("[PAD]", "the")));
        write("config.json", "{\"model_type\": \"bert\"}");
        assertThatThrownBy(() -> Tokenizer.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("vocab.txt: does not have the token for unknown words, [UNK]");
    }

    @Test
    void whatIsNoTokenizerIsNamed() throws IOException {
        write("tokenizer.json", "{\"model\": {\"type\": \"Nothing\"}}");
        assertThatThrownBy(() -> Tokenizer.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("tokenizer.json: is not a tokenizer: ");
        write("tokenizer.json", "[]");
        assertThatThrownBy(() -> Tokenizer.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("accepted: a JSON object with a \"model\"");
    }
}
