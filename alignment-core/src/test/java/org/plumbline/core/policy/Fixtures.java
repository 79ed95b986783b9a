package org.plumbline.core.policy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.plumbline.core.checkpoint.Safetensors;
import org.plumbline.core.checkpoint.StoredTensor;
import org.plumbline.core.torch.TorchRuntime;

/** Model directories for tests: one in the project, more where the shared folder is present. */
public final class Fixtures {
    private Fixtures() {}

    /** The device that tests of networks run on: the CPU, or what {@code -Dplumbline.device} names. */
    public static TorchRuntime runtime() {
        return TorchRuntime.on(System.getProperty("plumbline.device", "cpu"));
    }

    /** A random Llama in shards with the reference numbers of another implementation. */
    static Path llama() {
        return here("llama");
    }

    /** A model in the project. */
    static Path here(String name) {
        return Path.of("src/test/resources/fixtures").resolve(name);
    }

    /** A file or folder of the shared fixtures; the test is skipped, by name, when there is none. */
    static Path shared(String path) {
        Path found =
                Path.of(System.getProperty("plumbline.shared", "../../shared")).resolve(path);
        Assumptions.assumeTrue(Files.exists(found), "needs the shared fixtures: " + path);
        return found;
    }

    /** Reference tensors: int64 and float32, row-major, with their shapes. */
    static final class Reference {
        private final Map<String, StoredTensor> tensors = new HashMap<>();

        Reference(Path directory) {
            for (StoredTensor tensor : Safetensors.list(directory.resolve("reference.safetensors"))) {
                tensors.put(tensor.name(), tensor);
            }
        }

        long[] longs(String name) {
            ByteBuffer bytes = Safetensors.map(tensors.get(name));
            long[] values = new long[bytes.capacity() / 8];
            bytes.asLongBuffer().get(values);
            return values;
        }

        float[] floats(String name) {
            ByteBuffer bytes = Safetensors.map(tensors.get(name));
            float[] values = new float[bytes.capacity() / 4];
            bytes.asFloatBuffer().get(values);
            return values;
        }

        int size(String name, int dimension) {
            return Math.toIntExact(tensors.get(name).shape().get(dimension));
        }
    }
}
