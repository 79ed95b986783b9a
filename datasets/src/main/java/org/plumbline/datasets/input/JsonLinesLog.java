package org.plumbline.datasets.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** A JSON Lines file that grows while a run goes on: each line is handed to the system as it is added. */
public final class JsonLinesLog implements AutoCloseable {
    private final Writer writer;

    /** Starts an empty file; its directory is made. */
    public JsonLinesLog(Path file) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            writer = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a line, filled in by the caller. */
    public void add(Consumer<ObjectNode> fill) {
        ObjectNode node = Json.COMPACT.createObjectNode();
        fill.accept(node);
        try {
            writer.write(Json.line(node));
            writer.write('\n');
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
