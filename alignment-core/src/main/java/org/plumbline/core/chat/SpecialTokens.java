package org.plumbline.core.chat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.Problem;
import tools.jackson.databind.JsonNode;

/** The special tokens of a checkpoint by the names under which templates know them: {@code bos_token} and the like. */
final class SpecialTokens {
    private static final String SUFFIX = "_token";
    private static final Set<String> STANDARD =
            Set.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    private SpecialTokens() {}

    static Map<String, String> read(Path directory) {
        Map<String, String> tokens = new LinkedHashMap<>();
        boolean complete = false;
        Path config = directory.resolve("tokenizer_config.json");
        if (Files.isRegularFile(config)) {
            JsonNode json = Json.read(config);
            add(config, json, tokens);
            // With this field the file says all; without, the older file next to it has the last word.
            complete = json.has("added_tokens_decoder");
        }
        Path map = directory.resolve("special_tokens_map.json");
        if (!complete && Files.isRegularFile(map)) {
            add(map, Json.read(map), tokens);
        }
        return tokens;
    }

    private static void add(Path file, JsonNode json, Map<String, String> tokens) {
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            if (entry.getKey().endsWith(SUFFIX)) {
                put(file, entry.getKey(), entry.getValue(), tokens);
            }
        }
        JsonNode more = json.path("extra_special_tokens");
        if (more.isObject()) {
            more.properties().forEach(e -> put(file, e.getKey(), e.getValue(), tokens));
        }
    }

    private static void put(Path file, String name, JsonNode value, Map<String, String> tokens) {
        JsonNode text = value.isObject() ? value.path("content") : value;
        if (text.isString()) {
            tokens.put(name, text.asString());
        } else if (value.isNull()) {
            tokens.remove(name);
        } else if (STANDARD.contains(name)) {
            throw new InputException(Problem.at(file, "has " + name + " " + value)
                    .accepted("a string, an object with a string \"content\", or null"));
        }
    }
}
