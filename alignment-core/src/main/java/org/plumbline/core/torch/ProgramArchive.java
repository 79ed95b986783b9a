package org.plumbline.core.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs TorchScript source text into the archive that libtorch loads: a zip of stored entries with the code, a pickle
 * (protocol 2) of the module object and its scalar attributes, and no tensors.
 */
final class ProgramArchive {
    private static final String FOLDER = "program/";

    private ProgramArchive() {}

    /**
     * Builds an archive.
     *
     * @param source text that declares {@code class M(Module)}
     * @param attributes values of the attributes that the class declares: Long, Double or Boolean
     */
    static byte[] of(String source, Map<String, Object> attributes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "data.pkl", pickle(attributes));
            store(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            store(zip, "version", "10\n".getBytes(StandardCharsets.UTF_8));
            store(zip, "byteorder", "little".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] pickle(Map<String, Object> attributes) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("training", true);
        state.putAll(attributes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x80, 2});
        out.writeBytes("c__torch__\nM\n".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[] {')', (byte) 0x81, '}', '('});
        state.forEach((name, value) -> {
            byte[] key = name.getBytes(StandardCharsets.UTF_8);
            out.write('X');
            out.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(key.length)
                    .array());
            out.writeBytes(key);
            if (value instanceof Boolean flag) {
                out.write(flag ? 0x88 : 0x89);
            } else if (value instanceof Long number) {
                out.writeBytes(new byte[] {(byte) 0x8a, 8});
                out.writeBytes(ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(number)
                        .array());
            } else if (value instanceof Double number) {
                out.write('G');
                out.writeBytes(ByteBuffer.allocate(8)
                        .order(ByteOrder.BIG_ENDIAN)
                        .putDouble(number)
                        .array());
            } else {
                throw new IllegalArgumentException("attribute " + name + " is " + value);
            }
        });
        out.writeBytes(new byte[] {'u', 'b', '.'});
        return out.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(FOLDER + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
