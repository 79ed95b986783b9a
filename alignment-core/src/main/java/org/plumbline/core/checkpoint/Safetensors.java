package org.plumbline.core.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The safetensors format: an 8-byte little-endian header length, a JSON header with type, shape and byte range of each
 * tensor, then the bytes.
 */
public final class Safetensors {
    private static final int PREFIX_BYTES = 8;
    private static final long MOST_HEADER_BYTES = 100_000_000;

    /** Elements that stand in the Java heap at once when a tensor is written: 16 MiB. */
    private static final int ELEMENTS_PER_WINDOW = 1 << 22;

    /** Row-major values of a tensor, asked for when their turn comes. */
    public interface Values {
        /** {@code count} values from the one with index {@code from}. */
        float[] window(long from, int count);
    }

    /** A float32 tensor to write, shape outermost first; a model never stands in the Java heap as a whole. */
    public record Writable(List<Long> shape, Values values) {

        /** A tensor whose values are at hand. */
        public static Writable of(List<Long> shape, float[] values) {
            return new Writable(
                    shape,
                    (from, count) -> Arrays.copyOfRange(values, Math.toIntExact(from), Math.toIntExact(from) + count));
        }

        long elements() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }
    }

    private Safetensors() {}

    /**
     * Reads the header and checks every size against the file before anything is mapped.
     *
     * @throws InputException when the file is missing, truncated or inconsistent
     */
    public static List<StoredTensor> list(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < PREFIX_BYTES) {
                throw damaged(file, "is " + size + " bytes long, shorter than a safetensors header");
            }
            ByteBuffer prefix = ByteBuffer.allocate(PREFIX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            readFully(channel, prefix, 0);
            long headerBytes = prefix.getLong(0);
            if (headerBytes < 2 || headerBytes > MOST_HEADER_BYTES || headerBytes > size - PREFIX_BYTES) {
                throw damaged(file, "announces a header of " + headerBytes + " bytes in a file of " + size);
            }
            ByteBuffer header = ByteBuffer.allocate(Math.toIntExact(headerBytes));
            readFully(channel, header, PREFIX_BYTES);
            return tensors(file, new String(header.array(), StandardCharsets.UTF_8), PREFIX_BYTES + headerBytes, size);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new InputException(Problem.at(file, "no such file").next("download the whole checkpoint"));
        } catch (IOException e) {
            throw new InputException(Problem.at(file, "cannot be read: " + e.getMessage()));
        }
    }

    private static List<StoredTensor> tensors(Path file, String header, long dataStart, long fileSize) {
        JsonNode tree;
        try {
            tree = Json.COMPACT.readTree(header);
        } catch (JacksonException e) {
            throw damaged(file, "has a header that is not JSON");
        }
        List<StoredTensor> tensors = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            if (entry.getKey().equals("__metadata__")) {
                continue;
            }
            String name = entry.getKey();
            JsonNode shape = entry.getValue().path("shape");
            JsonNode range = entry.getValue().path("data_offsets");
            if (!shape.isArray() || range.size() != 2) {
                throw damaged(file, "has a header without shape or data_offsets for " + name);
            }
            List<Long> sizes = new ArrayList<>();
            StoredTensor tensor;
            long elements;
            long begin;
            long end;
            try {
                shape.forEach(n -> sizes.add(n.asLong()));
                begin = range.get(0).asLong();
                end = range.get(1).asLong();
                tensor = new StoredTensor(
                        name, entry.getValue().path("dtype").asString(), sizes, file, dataStart + begin, end - begin);
                elements = tensor.elements();
            } catch (JacksonException | ArithmeticException e) {
                throw damaged(file, "has a header with impossible values for " + name);
            }
            StoredTensor.Type type = tensor.type();
            if (begin < 0 || end < begin || dataStart + end > fileSize) {
                throw damaged(
                        file,
                        "is truncated: " + name + " ends at byte " + (dataStart + end) + ", the file has " + fileSize);
            }
            if (type != StoredTensor.Type.OTHER && elements * type.bytes() != tensor.bytes()) {
                throw damaged(file, name + " has shape " + sizes + " " + type + " but " + tensor.bytes() + " bytes");
            }
            tensors.add(tensor);
        }
        return tensors;
    }

    private static InputException damaged(Path file, String what) {
        return new InputException(Problem.at(file, what).next("download or save the file again"));
    }

    private static void readFully(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("unexpected end of file");
            }
        }
    }

    /**
     * Maps a part of a tensor's bytes read-only, in native order. The mapping lives as long as the buffer.
     *
     * @param from first byte of the part, within the tensor
     */
    public static MappedByteBuffer map(StoredTensor tensor, long from, int count) {
        try (FileChannel channel = FileChannel.open(tensor.file(), StandardOpenOption.READ)) {
            MappedByteBuffer buffer = channel.map(FileChannel.MapMode.READ_ONLY, tensor.offset() + from, count);
            buffer.order(ByteOrder.nativeOrder());
            return buffer;
        } catch (IOException e) {
            throw new InputException(Problem.at(tensor.file(), "cannot be mapped: " + e.getMessage()));
        }
    }

    /** Maps a whole tensor of less than 2 GiB, as {@link #map(StoredTensor, long, int)}. */
    public static MappedByteBuffer map(StoredTensor tensor) {
        return map(tensor, 0, Math.toIntExact(tensor.bytes()));
    }

    /** Writes float32 tensors in the order given, with the header padded to 8 bytes. */
    public static void write(Path file, Map<String, Writable> tensors) throws IOException {
        ObjectNode header = Json.COMPACT.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        long offset = 0;
        Map<String, Writable> ordered = new LinkedHashMap<>(tensors);
        for (Map.Entry<String, Writable> entry : ordered.entrySet()) {
            ObjectNode node = header.putObject(entry.getKey());
            node.put("dtype", "F32");
            ArrayNode shape = node.putArray("shape");
            entry.getValue().shape().forEach(shape::add);
            long end = offset + 4L * entry.getValue().elements();
            node.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        StringBuilder text = new StringBuilder(Json.COMPACT.writeValueAsString(header));
        while (text.toString().getBytes(StandardCharsets.UTF_8).length % 8 != 0) {
            text.append(' ');
        }
        byte[] headerBytes = text.toString().getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer prefix = ByteBuffer.allocate(PREFIX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            prefix.putLong(0, headerBytes.length);
            writeFully(channel, prefix);
            writeFully(channel, ByteBuffer.wrap(headerBytes));
            ByteBuffer bytes = ByteBuffer.allocate(4 * ELEMENTS_PER_WINDOW).order(ByteOrder.LITTLE_ENDIAN);
            for (Writable tensor : ordered.values()) {
                long elements = tensor.elements();
                for (long from = 0; from < elements; ) {
                    int count = Math.toIntExact(Math.min(elements - from, ELEMENTS_PER_WINDOW));
                    bytes.clear();
                    bytes.asFloatBuffer().put(tensor.values().window(from, count), 0, count);
                    bytes.limit(4 * count);
                    writeFully(channel, bytes);
                    from += count;
                }
            }
            channel.force(true);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Whether a file exists under this name in the directory. */
    static boolean exists(Path directory, String name) {
        return Files.isRegularFile(directory.resolve(name));
    }
}
