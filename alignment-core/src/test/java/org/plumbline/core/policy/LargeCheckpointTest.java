package org.plumbline.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.checkpoint.CheckpointDirectory;
import org.plumbline.core.checkpoint.Safetensors;
import org.plumbline.core.checkpoint.StoredTensor;
import org.plumbline.datasets.input.Json;
import tools.jackson.databind.node.ObjectNode;

/** Files and tensors beyond 2 GiB, as sparse files. */
class LargeCheckpointTest {
    private static final long GIBIBYTE = 1L << 30;
    private static final int WIDTH = 64;

    @TempDir
    Path folder;

    /** The model of the project in one file, whose tensors are written by {@code place}. */
    private ObjectNode copyWithoutWeights() throws IOException {
        for (String name : List.of("tokenizer.json", "tokenizer_config.json")) {
            Files.copy(Fixtures.llama().resolve(name), folder.resolve(name));
        }
        return (ObjectNode) Json.read(Fixtures.llama().resolve("config.json"));
    }

    /** Writes a header and the bytes of small tensors; large ones stay holes. */
    private void write(Map<String, StoredTensor> small, Map<String, List<Long>> holes, Map<Long, float[]> rows)
            throws IOException {
        ObjectNode header = Json.COMPACT.createObjectNode();
        long offset = 0;
        for (Map.Entry<String, List<Long>> hole : holes.entrySet()) {
            long bytes = 4 * hole.getValue().stream().reduce(1L, Math::multiplyExact);
            entry(header, hole.getKey(), hole.getValue(), offset, bytes);
            offset += bytes;
        }
        for (StoredTensor tensor : small.values()) {
            entry(header, tensor.name(), tensor.shape(), offset, tensor.bytes());
            offset += tensor.bytes();
        }
        byte[] text = Json.COMPACT.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 7) / 8 * 8;
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("model.safetensors").toFile(), "rw")) {
            file.setLength(8 + padded + offset);
            ByteBuffer prefix = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
            prefix.putLong(padded).put(text);
            while (prefix.hasRemaining()) {
                prefix.put((byte) ' ');
            }
            file.write(prefix.array());
            for (StoredTensor tensor : small.values()) {
                byte[] bytes = new byte[Math.toIntExact(tensor.bytes())];
                Safetensors.map(tensor).get(bytes);
                file.seek(8
                        + padded
                        + header.path(tensor.name()).path("data_offsets").get(0).asLong());
                file.write(bytes);
            }
            for (Map.Entry<Long, float[]> row : rows.entrySet()) {
                ByteBuffer bytes = ByteBuffer.allocate(4 * WIDTH).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(row.getValue());
                file.seek(8 + padded + row.getKey() * 4 * WIDTH);
                file.write(bytes.array());
            }
        }
    }

    private static void entry(ObjectNode header, String name, List<Long> shape, long offset, long bytes) {
        ObjectNode node = header.putObject(name).put("dtype", "F32");
        shape.forEach(node.putArray("shape")::add);
        node.putArray("data_offsets").add(offset).add(offset + bytes);
    }

    private static float[] logits(Path model, long... tokens) {
        try (Policy policy = Policy.load(model, Fixtures.runtime())) {
            return policy.network().logits(new TokenSequence(tokens, tokens.length - 1));
        }
    }

    @Test
    void weightsBehindTheFirstTwoGibibytesAreFound() throws IOException {
        Map<String, StoredTensor> stored =
                CheckpointDirectory.open(Fixtures.llama()).tensors();
        Json.write(folder.resolve("config.json"), copyWithoutWeights());
        write(stored, Map.of("a.buffer.that.is.not.read", List.of(5 * GIBIBYTE / 8)), Map.of());
        assertThat(Files.size(folder.resolve("model.safetensors"))).isGreaterThan(2 * GIBIBYTE);
        assertThat(logits(folder, 5, 6, 7)).containsExactly(logits(Fixtures.llama(), 5, 6, 7), within(1e-5f));
    }

    @Test
    void aTensorOfMoreThanTwoGibibytesIsReadInParts() throws IOException {
        Map<String, StoredTensor> stored =
                CheckpointDirectory.open(Fixtures.llama()).tensors();
        long vocabulary = 2 * GIBIBYTE / (4 * WIDTH) + 1000;
        ObjectNode config = copyWithoutWeights();
        config.put("vocab_size", vocabulary).put("tie_word_embeddings", true);
        Json.write(folder.resolve("config.json"), config);
        stored.remove("lm_head.weight");
        float[] row = new float[WIDTH];
        float[] plain = new float[WIDTH * 384];
        Safetensors.map(stored.remove("model.embed_tokens.weight"))
                .asFloatBuffer()
                .get(plain);
        System.arraycopy(plain, 7 * WIDTH, row, 0, WIDTH);
        write(
                stored,
                Map.of("model.embed_tokens.weight", List.of(vocabulary, (long) WIDTH)),
                Map.of(3L, row, vocabulary - 1, row));
        float[] all = logits(folder, 3, vocabulary - 1, 0);
        assertThat(all).hasSize((int) vocabulary);
        // The same vector stands at both ends of the tensor, and nothing between.
        assertThat(all[3]).isNotZero().isEqualTo(all[(int) vocabulary - 1]);
        assertThat(all[(int) vocabulary / 2]).isZero();
    }
}
