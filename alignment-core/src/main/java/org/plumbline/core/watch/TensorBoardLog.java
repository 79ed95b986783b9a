package org.plumbline.core.watch;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.plumbline.datasets.input.Outputs;
import org.plumbline.datasets.input.VisibleText;

/**
 * An event file of TensorBoard that grows while a run goes on. Each record is handed to the system as one write, so a killed
 * process loses nothing.
 *
 * <p>The file is a sequence of TFRecords (tensorflow/core/lib/io/record_writer.h): the length as 8 bytes, its checksum, the
 * data, its checksum, all little-endian. The data of a record is an {@code Event} of tensorflow/core/util/event.proto; numbers
 * of fields are those of event.proto, summary.proto, tensor.proto and tensor_shape.proto.
 */
public final class TensorBoardLog implements AutoCloseable {
    private static final String FILE_VERSION = "brain.Event:2";
    private static final Pattern FILE_NAME = Pattern.compile("events\\.out\\.tfevents\\.(\\d{1,18})(\\..*)?");

    private static final int EVENT_WALL_TIME = 1;
    private static final int EVENT_STEP = 2;
    private static final int EVENT_FILE_VERSION = 3;
    private static final int EVENT_SUMMARY = 5;
    private static final int EVENT_SESSION_LOG = 7;
    private static final int SESSION_LOG_STATUS = 1;
    private static final int SESSION_START = 1;
    private static final int SUMMARY_VALUE = 1;
    private static final int VALUE_TAG = 1;
    private static final int VALUE_SIMPLE = 2;
    private static final int VALUE_TENSOR = 8;
    private static final int VALUE_METADATA = 9;
    private static final int METADATA_PLUGIN = 1;
    private static final int PLUGIN_NAME = 1;
    private static final int TENSOR_TYPE = 1;
    private static final int TENSOR_SHAPE = 2;
    private static final int TENSOR_STRING = 8;
    private static final int TYPE_STRING = 7;

    /** Writes the fields of one protobuf message. */
    @FunctionalInterface
    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private final Clock clock;
    private final Path file;
    private final FileOutputStream out;

    /**
     * Starts a file in a directory, which is made. Its name puts it after the event files that are there, whatever the clock says:
     * TensorBoard reads the files of a directory in the order of their names.
     *
     * @param directory the run, as TensorBoard will call it
     * @param clock time of day of the points
     */
    public TensorBoardLog(Path directory, Clock clock) {
        this.clock = clock;
        Outputs.directory("watch: tensorboard", directory);
        try {
            file = directory.resolve(name(Math.max(clock.instant().getEpochSecond(), afterFilesOf(directory))));
            Files.createFile(file);
            // No channel: it would close when its thread is interrupted.
            out = new FileOutputStream(file.toFile(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        add(event -> event.writeString(EVENT_FILE_VERSION, FILE_VERSION));
    }

    private static String name(long seconds) {
        return String.format(
                Locale.ROOT,
                "events.out.tfevents.%010d.%s.%d.0",
                seconds,
                host(),
                ProcessHandle.current().pid());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "_");
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static long afterFilesOf(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> FILE_NAME.matcher(path.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToLong(match -> Long.parseLong(match.group(1)) + 1)
                    .max()
                    .orElse(0);
        }
    }

    /** The file that is written. */
    public Path file() {
        return file;
    }

    /**
     * Adds a point to each series, in one record. Event files hold 32-bit floats; what is not finite stays so.
     *
     * @param step number of the update
     * @param values by tag; TensorBoard groups charts by what stands before the first slash
     */
    public void scalars(long step, Map<String, Double> values) {
        if (values.isEmpty()) {
            return;
        }
        summary(step, summary -> {
            for (Map.Entry<String, Double> value : values.entrySet()) {
                write(summary, SUMMARY_VALUE, entry -> {
                    entry.writeString(VALUE_TAG, VisibleText.wellFormed(value.getKey()));
                    entry.writeFloat(VALUE_SIMPLE, value.getValue().floatValue());
                });
            }
        });
    }

    /**
     * Adds a text, which TensorBoard shows under "Text".
     *
     * @param step number of the update
     * @param tag name of the series
     * @param markdown the text; TensorBoard renders Markdown and removes HTML that could run
     */
    public void text(long step, String tag, String markdown) {
        summary(
                step,
                summary -> write(summary, SUMMARY_VALUE, value -> {
                    value.writeString(VALUE_TAG, VisibleText.wellFormed(tag));
                    write(value, VALUE_TENSOR, tensor -> {
                        tensor.writeEnum(TENSOR_TYPE, TYPE_STRING);
                        // No dimensions: a scalar. TensorBoard shows arrays as tables.
                        write(tensor, TENSOR_SHAPE, shape -> {});
                        tensor.writeString(TENSOR_STRING, VisibleText.wellFormed(markdown));
                    });
                    write(
                            value,
                            VALUE_METADATA,
                            metadata -> write(
                                    metadata, METADATA_PLUGIN, plugin -> plugin.writeString(PLUGIN_NAME, "text")));
                }));
    }

    /**
     * Tells TensorBoard to drop points that earlier files of the directory have at this step or later: a resumed run writes them
     * again. To be called before the first point of the resumed run.
     *
     * @param step the first update that comes
     */
    public void purgeFrom(long step) {
        // TensorBoard takes the first START of a run for its beginning, and drops at the later ones.
        for (int i = 0; i < 2; i++) {
            add(event -> {
                event.writeInt64(EVENT_STEP, step);
                write(event, EVENT_SESSION_LOG, log -> log.writeEnum(SESSION_LOG_STATUS, SESSION_START));
            });
        }
    }

    /** Returns when the disk has what was written, as far as the system can tell; not needed against a killed process. */
    public synchronized void flush() {
        try {
            out.getFD().sync();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void summary(long step, Fields fields) {
        add(event -> {
            event.writeInt64(EVENT_STEP, step);
            write(event, EVENT_SUMMARY, fields);
        });
    }

    private synchronized void add(Fields fields) {
        try {
            byte[] event = message(message -> {
                message.writeDouble(EVENT_WALL_TIME, clock.millis() / 1e3);
                fields.write(message);
            });
            out.write(record(event));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(CodedOutputStream out, int field, Fields fields) throws IOException {
        out.writeByteArray(field, message(fields));
    }

    private static byte[] message(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        fields.write(out);
        out.flush();
        return bytes.toByteArray();
    }

    private static byte[] record(byte[] data) {
        ByteBuffer record = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + data.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length);
        record.putInt(maskedChecksum(record.array(), 0, Long.BYTES));
        record.put(data);
        record.putInt(maskedChecksum(data, 0, data.length));
        return record.array();
    }

    /** CRC-32C, rotated and shifted as tensorflow/core/lib/hash/crc32c.h says. */
    private static int maskedChecksum(byte[] bytes, int offset, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, offset, length);
        return Integer.rotateRight((int) checksum.getValue(), 15) + 0xa282ead8;
    }
}
