package org.plumbline.core.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.Problem;
import tools.jackson.databind.JsonNode;

/** The chat templates of a checkpoint directory, by name. */
final class TemplateFiles {
    /**
     * A template that has not been read yet.
     *
     * @param source names it in messages
     */
    record Unread(String source, String template) {}

    static final String STANDARD = "default";
    private static final String FIELD = "chat_template";
    private static final String SUFFIX = ".jinja";

    private TemplateFiles() {}

    /** All templates; empty when the checkpoint has none. Files of their own win over what tokenizer_config.json says. */
    static Map<String, Unread> find(Path directory) {
        Map<String, Unread> templates = ownFiles(directory);
        for (String file : List.of("tokenizer_config.json", "chat_template.json")) {
            if (templates.isEmpty()) {
                templates = inJson(directory.resolve(file));
            }
        }
        return templates;
    }

    private static Map<String, Unread> ownFiles(Path directory) {
        Map<String, Unread> templates = new TreeMap<>();
        Path standard = directory.resolve("chat_template.jinja");
        if (Files.isRegularFile(standard)) {
            templates.put(STANDARD, new Unread(standard.toString(), Json.readText(standard)));
        }
        Path more = directory.resolve("additional_chat_templates");
        if (Files.isDirectory(more)) {
            for (Path file : jinjaFiles(more)) {
                String name = String.valueOf(file.getFileName());
                templates.put(
                        name.substring(0, name.length() - SUFFIX.length()),
                        new Unread(file.toString(), Json.readText(file)));
            }
        }
        return templates;
    }

    private static List<Path> jinjaFiles(Path directory) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            stream.forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static Map<String, Unread> inJson(Path file) {
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        JsonNode templates = Json.read(file).path(FIELD);
        String source = file + " (" + FIELD + ")";
        if (templates.isMissingNode() || templates.isNull()) {
            return Map.of();
        }
        if (templates.isString()) {
            return Map.of(STANDARD, new Unread(source, templates.asString()));
        }
        Map<String, Unread> found = new TreeMap<>();
        if (templates.isObject()) {
            templates.properties().forEach(e -> named(Optional.of(e.getKey()), e.getValue(), file, found));
        } else if (templates.isArray()) {
            for (JsonNode item : templates) {
                Optional<String> name = item.path("name").isString()
                        ? Optional.of(item.path("name").asString())
                        : Optional.empty();
                named(name, item.path("template"), file, found);
            }
        } else {
            throw unusable(file, templates);
        }
        return found;
    }

    private static void named(Optional<String> name, JsonNode template, Path file, Map<String, Unread> found) {
        if (name.isEmpty() || !template.isString()) {
            throw unusable(file, template);
        }
        String source = file + " (" + FIELD + " \"" + name.get() + "\")";
        found.put(name.get(), new Unread(source, template.asString()));
    }

    private static InputException unusable(Path file, JsonNode found) {
        String text = found.toString();
        return new InputException(Problem.at(
                        file,
                        "has a " + FIELD + " with " + (text.length() <= 80 ? text : text.substring(0, 80) + "..."))
                .accepted("a string, or a list of objects with a string \"name\" and a string \"template\""));
    }
}
