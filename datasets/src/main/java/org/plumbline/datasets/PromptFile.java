package org.plumbline.datasets;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.JsonLines;
import org.plumbline.datasets.input.Problem;

/**
 * Prompts as JSON Lines: {@code {"id","prompt"}} and, optionally, {@code "category"}, {@code "group"}, {@code "pair"},
 * {@code "locale"}, {@code "cluster"}. Prompts that share a {@code pair} are counterfactual twins: they differ only in the identity term.
 */
public final class PromptFile {

    private PromptFile() {}

    /**
     * Reads a prompt file.
     *
     * @throws InputException when it is missing or any line is bad; ids must be unique
     */
    public static List<PromptRecord> read(Path file) {
        return parse(file.toString(), Json.readText(file));
    }

    /** As {@link #read}, from text in hand; {@code source} names it in messages. */
    public static List<PromptRecord> parse(String source, String content) {
        Map<String, Integer> lines = new HashMap<>();
        List<PromptRecord> entries = JsonLines.parse(source, content, row -> {
            PromptRecord entry = new PromptRecord(
                    row.text("id"),
                    row.text("prompt"),
                    row.optionalText("category"),
                    row.optionalText("group"),
                    row.optionalText("pair"),
                    row.optionalText("locale"),
                    row.optionalText("cluster"));
            Integer earlier = lines.putIfAbsent(entry.id(), row.line());
            if (earlier != null) {
                throw new InputException(
                        Problem.of(row.where(), "id \"" + entry.id() + "\" stands in line " + earlier + " already")
                                .accepted("unique ids"));
            }
            return entry;
        });
        if (entries.isEmpty()) {
            throw new InputException(Problem.of(source, "holds no prompts"));
        }
        return entries;
    }
}
