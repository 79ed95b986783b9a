package org.plumbline.core.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.Problem;
import tools.jackson.databind.JsonNode;

/**
 * What lies beside a vocabulary: tokenizer_config.json, special_tokens_map.json, added_tokens.json and config.json. All of
 * them may be missing.
 */
final class TokenizerSettings {
    /** Roles in the order in which transformers adds their tokens; the order decides the ids of new ones. */
    private static final List<String> ROLES =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    private final Path directory;
    private final Path configFile;
    private final JsonNode config;
    private final JsonNode model;
    private final Map<String, AddedToken> named = new LinkedHashMap<>();
    private final Map<String, AddedToken> declared = new LinkedHashMap<>();
    private final List<AddedToken> extra = new ArrayList<>();

    /** Reads the files; {@code defaults} are the tokens of roles that no file mentions. */
    TokenizerSettings(Path directory, Map<String, String> defaults) {
        this.directory = directory;
        configFile = directory.resolve("tokenizer_config.json");
        config = optional(configFile);
        model = optional(directory.resolve("config.json"));
        defaults.forEach((role, content) -> named.put(role, AddedToken.special(content)));
        readNamed(config, configFile);
        readExtra(config, configFile);
        if (config.has("added_tokens_decoder")) {
            readDeclared();
        } else {
            Path map = directory.resolve("special_tokens_map.json");
            JsonNode tokens = optional(map);
            readNamed(tokens, map);
            readExtra(tokens, map);
            readAddedTokens();
        }
        named.replaceAll(
                (role, token) -> declared.getOrDefault(token.content(), token).asSpecial());
    }

    private static JsonNode optional(Path file) {
        if (!Files.isRegularFile(file)) {
            return Json.COMPACT.createObjectNode();
        }
        JsonNode tree = Json.read(file);
        if (!tree.isObject()) {
            throw new InputException(Problem.at(file, "is not a JSON object"));
        }
        return tree;
    }

    private void readNamed(JsonNode source, Path file) {
        for (Map.Entry<String, JsonNode> entry : source.properties()) {
            String key = entry.getKey();
            if (!key.endsWith("_token") || key.startsWith("add_")) {
                continue;
            }
            if (entry.getValue().isNull()) {
                named.remove(key);
            } else if (ROLES.contains(key) || entry.getValue().isString()) {
                named.put(key, AddedToken.of(entry.getValue(), true, file, key));
            }
        }
    }

    private void readExtra(JsonNode source, Path file) {
        for (String key : List.of("additional_special_tokens", "extra_special_tokens")) {
            for (JsonNode token : source.path(key)) {
                extra.add(AddedToken.of(token, true, file, key));
            }
        }
    }

    private void readDeclared() {
        Map<Long, AddedToken> byId = new TreeMap<>();
        config.path("added_tokens_decoder").properties().forEach(entry -> {
            String key = "added_tokens_decoder, id " + entry.getKey();
            if (!entry.getKey().matches("\\d{1,9}")) {
                throw new InputException(Problem.at(configFile, key + " is not a number"));
            }
            byId.put(Long.valueOf(entry.getKey()), AddedToken.of(entry.getValue(), false, configFile, key));
        });
        byId.values().forEach(token -> declared.putIfAbsent(token.content(), token));
    }

    private void readAddedTokens() {
        Path file = directory.resolve("added_tokens.json");
        Map<Long, AddedToken> byId = new TreeMap<>();
        optional(file).properties().forEach(entry -> {
            if (!entry.getValue().isIntegralNumber()) {
                throw new InputException(Problem.at(
                        file, "the id of " + Json.line(entry.getKey()) + " is " + entry.getValue() + ", not a number"));
            }
            String content = entry.getKey();
            boolean special =
                    named.values().stream().anyMatch(token -> token.content().equals(content))
                            || extra.stream().anyMatch(token -> token.content().equals(content));
            byId.put(entry.getValue().asLong(), new AddedToken(content, false, false, false, !special, special));
        });
        byId.values().forEach(token -> declared.put(token.content(), token));
    }

    /** The tokens beside the vocabulary, in the order that decides the ids of new ones. */
    List<AddedToken> added() {
        Map<String, AddedToken> all = new LinkedHashMap<>(declared);
        List<AddedToken> roles = new ArrayList<>();
        ROLES.forEach(role -> named(role).ifPresent(roles::add));
        named.forEach((role, token) -> {
            if (!ROLES.contains(role)) {
                roles.add(token);
            }
        });
        roles.forEach(token -> all.merge(token.content(), token, (known, again) -> known.asSpecial()));
        extra.forEach(token -> all.putIfAbsent(token.content(), token));
        return List.copyOf(all.values());
    }

    /** The token of a role such as {@code bos_token}. */
    Optional<AddedToken> named(String role) {
        return Optional.ofNullable(named.get(role));
    }

    /** A switch of tokenizer_config.json; empty when it is missing or null. */
    Optional<Boolean> flag(String name) {
        JsonNode value = config.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            throw new InputException(
                    Problem.at(configFile, name + " is " + value).accepted("true, false"));
        }
        return Optional.of(value.asBoolean());
    }

    /** A text of tokenizer_config.json. */
    Optional<String> text(String name) {
        return config.path(name).isString() ? Optional.of(config.path(name).asString()) : Optional.empty();
    }

    /** Number of a role's token by config.json, which may list several; the first counts. */
    Optional<Long> modelId(String role) {
        JsonNode id = model.path(role + "_id");
        if (id.isArray() && !id.isEmpty()) {
            id = id.get(0);
        }
        return id.isIntegralNumber() ? Optional.of(id.asLong()) : Optional.empty();
    }

    /** The family of config.json, such as {@code gpt2}; empty when it names none. */
    String modelType() {
        return model.path("model_type").asString("");
    }

    Path configFile() {
        return configFile;
    }
}
