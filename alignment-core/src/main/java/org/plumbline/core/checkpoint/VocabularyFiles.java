package org.plumbline.core.checkpoint;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The model part of a tokenizer.json, from the files that older checkpoints have instead. */
final class VocabularyFiles {
    private VocabularyFiles() {}

    /** Byte-pair encoding of vocab.json (token to id) and merges.txt (two tokens a line, the first merges first). */
    static ObjectNode bytePairs(Path vocabularyFile, Path mergesFile) {
        JsonNode vocabulary = Json.read(vocabularyFile);
        if (!vocabulary.isObject() || vocabulary.isEmpty()) {
            throw new InputException(Problem.at(vocabularyFile, "is not a vocabulary")
                    .accepted("a JSON object of tokens and their ids"));
        }
        Map<Long, String> tokens = new HashMap<>();
        Set<Map.Entry<String, JsonNode>> entries = vocabulary.properties();
        for (Map.Entry<String, JsonNode> entry : entries) {
            JsonNode id = entry.getValue();
            String token = Json.line(entry.getKey());
            if (!id.isIntegralNumber() || id.asLong() < 0 || id.asLong() > Integer.MAX_VALUE) {
                throw new InputException(Problem.at(vocabularyFile, "the id of " + token + " is " + id)
                        .accepted("a whole number from 0"));
            }
            String other = tokens.put(id.asLong(), token);
            if (other != null) {
                throw new InputException(Problem.at(
                        vocabularyFile, "the tokens " + other + " and " + token + " have the same id " + id));
            }
        }
        ObjectNode model = Json.COMPACT
                .createObjectNode()
                .put("type", "BPE")
                .putNull("dropout")
                .putNull("unk_token")
                .put("continuing_subword_prefix", "")
                .put("end_of_word_suffix", "")
                .put("fuse_unk", false)
                .put("byte_fallback", false);
        model.set("vocab", vocabulary);
        model.set("merges", merges(mergesFile, vocabulary, vocabularyFile));
        return model;
    }

    private static ArrayNode merges(Path file, JsonNode vocabulary, Path vocabularyFile) {
        ArrayNode merges = Json.COMPACT.createArrayNode();
        String[] lines = lines(file);
        for (int number = 1; number <= lines.length; number++) {
            String line = lines[number - 1];
            if (line.startsWith("#version")) {
                continue;
            }
            String[] parts = line.split(" ", -1);
            if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
                throw new InputException(Problem.of(file + ":" + number, Json.line(line) + " is not a merge")
                        .accepted("two tokens with one space between them"));
            }
            for (String token : new String[] {parts[0], parts[1], parts[0] + parts[1]}) {
                if (!vocabulary.has(token)) {
                    throw new InputException(Problem.of(
                                    file + ":" + number,
                                    "merges into or from " + Json.line(token) + ", which " + vocabularyFile
                                            + " does not have")
                            .next("take vocab.json and merges.txt from one checkpoint"));
                }
            }
            merges.addArray().add(parts[0]).add(parts[1]);
        }
        return merges;
    }

    /** Word pieces of vocab.txt: one token a line, its id is the number of the line from 0; the last of equal ones counts. */
    static ObjectNode wordPieces(Path file, String unknown) {
        ObjectNode vocabulary = Json.COMPACT.createObjectNode();
        String[] lines = lines(file);
        for (int id = 0; id < lines.length; id++) {
            vocabulary.put(withoutTrailingSpace(lines[id]), id);
        }
        if (!vocabulary.has(unknown)) {
            throw new InputException(Problem.at(file, "does not have the token for unknown words, " + unknown)
                    .next("name the vocabulary's own as unk_token in tokenizer_config.json"));
        }
        ObjectNode model = Json.COMPACT
                .createObjectNode()
                .put("type", "WordPiece")
                .put("unk_token", unknown)
                .put("continuing_subword_prefix", "##")
                .put("max_input_chars_per_word", 100);
        model.set("vocab", vocabulary);
        return model;
    }

    /** Line feeds alone end a line: a vocabulary may hold any other character. Empty lines at the end do not count. */
    private static String[] lines(Path file) {
        String[] lines = Json.readText(file).replace("\r\n", "\n").split("\n");
        if (lines.length == 0 || (lines.length == 1 && lines[0].isEmpty())) {
            throw new InputException(Problem.at(file, "is empty"));
        }
        return lines;
    }

    /** White space by Unicode's property, as the Rust tokenizers trim it. */
    private static String withoutTrailingSpace(String text) {
        int end = text.length();
        while (end > 0 && isWhiteSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    private static boolean isWhiteSpace(char c) {
        return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == 0x85;
    }
}
