package org.plumbline.core.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor as it lies in a safetensors file.
 *
 * @param name checkpoint name
 * @param dtype element type as the file names it, such as {@code BF16}
 * @param shape sizes, outermost first
 * @param file where it lies
 * @param offset first byte in the file
 * @param bytes length in bytes
 */
public record StoredTensor(String name, String dtype, List<Long> shape, Path file, long offset, long bytes) {

    /** Floating element types; numbers are ATen's scalar types. */
    public enum Type {
        F64(8, 7),
        F32(4, 6),
        F16(2, 5),
        BF16(2, 15),
        /** Any other type of the format: carried in buffers of old checkpoints, never read. */
        OTHER(1, 0);

        private final int bytes;
        private final int scalarType;

        Type(int bytes, int scalarType) {
            this.bytes = bytes;
            this.scalarType = scalarType;
        }

        public int bytes() {
            return bytes;
        }

        public int scalarType() {
            return scalarType;
        }

        static Type of(String name) {
            return Arrays.stream(values())
                    .filter(t -> t.name().equals(name))
                    .findFirst()
                    .orElse(OTHER);
        }
    }

    public Type type() {
        return Type.of(dtype);
    }

    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
