package org.plumbline.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.Outputs;
import tools.jackson.databind.node.ObjectNode;

/** JSON Lines that appear under their name only when all are there. */
final class LinesOut {
    private LinesOut() {}

    static void write(Path file, List<ObjectNode> rows) {
        Path target = Outputs.file("--output", file).toAbsolutePath();
        boolean special = Files.isSymbolicLink(target) || (Files.exists(target) && !Files.isRegularFile(target));
        // A device, a pipe or a link must not be replaced, only written to.
        Path unfinished = special ? target : target.resolveSibling("." + target.getFileName() + ".unfinished");
        try {
            try (Writer writer = Files.newBufferedWriter(unfinished)) {
                for (ObjectNode row : rows) {
                    writer.write(Json.line(row));
                    writer.write('\n');
                }
            }
            if (!special) {
                Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
