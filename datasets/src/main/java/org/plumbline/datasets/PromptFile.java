package org.plumbline.datasets;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.JsonLines;
import org.plumbline.datasets.input.Problem;

/**
 * Prompts as JSON Lines: {@code {"id","prompt"}} and, optionally, {@code "category"}, {@code "group"}, {@code "pair"},
 * {@code "locale"}. Prompts that share a {@code pair} are counterfactual twins: they differ only in the identity term.
 */
public final class PromptFile {

    private PromptFile() {}

    /**
     * Reads a prompt file.
     *
     * @throws InputException when it is missing or any line is bad; ids must be unique
     */
    public static List<PromptRecord> read(Path file) {
        Map<String, Integer> lines = new HashMap<>();
        List<PromptRecord> entries = JsonLines.read(file, row -> {
            PromptRecord entry = new PromptRecord(
                    row.text("id"),
                    row.text("prompt"),
                    row.optionalText("category"),
                    row.optionalText("group"),
                    row.optionalText("pair"),
                    row.optionalText("locale"));
            Integer earlier = lines.putIfAbsent(entry.id(), row.line());
            if (earlier != null) {
                throw new InputException(
                        Problem.of(row.where(), "id \"" + entry.id() + "\" stands in line " + earlier + " already")
                                .accepted("unique ids"));
            }
            return entry;
        });
        if (entries.isEmpty()) {
            throw new InputException(Problem.at(file, "holds no prompts"));
        }
        return entries;
    }
}
