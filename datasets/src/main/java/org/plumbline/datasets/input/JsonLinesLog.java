package org.plumbline.datasets.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** A JSON Lines file that grows while a run goes on: each line is handed to the system as it is added. */
public final class JsonLinesLog implements AutoCloseable {
    private final FileChannel channel;
    private final Writer writer;

    /** Starts an empty file; its directory is made. */
    public JsonLinesLog(Path file) {
        this(file, 0);
    }

    /**
     * Goes on with a file after its first bytes; what lies behind them is dropped.
     *
     * @throws InputException when the file is shorter
     */
    public JsonLinesLog(Path file, long bytes) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.size() < bytes) {
                channel.close();
                throw new InputException(Problem.at(file, "is shorter than the " + bytes + " bytes that were written")
                        .next("restore the file, or start the run anew in another directory"));
            }
            channel.truncate(bytes).position(bytes);
            writer = Channels.newWriter(channel, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes of the whole lines in the file. */
    public long bytes() {
        try {
            return channel.position();
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
