package org.plumbline.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.policy.Policy;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.datasets.input.InputException;

/** Every way in which a model directory can be broken has its own message. */
class CheckpointDirectoryTest {
    private static final Path FIXTURE = Path.of("src/test/resources/fixtures/llama");

    @TempDir
    Path model;

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.list(FIXTURE)) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
    }

    private void assertFails(String... parts) {
        assertThatThrownBy(() -> Policy.load(model, TorchRuntime.on("cpu")).close())
                .isInstanceOf(InputException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    private void edit(String from, String to) throws IOException {
        Path config = model.resolve("config.json");
        String text = Files.readString(config);
        assertThat(text).contains(from);
        Files.writeString(config, text.replace(from, to));
    }

    @Test
    void missingDirectory() {
        assertThatThrownBy(() -> Policy.load(model.resolve("none"), TorchRuntime.on("cpu")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("does not exist")
                .hasMessageContaining("next: name a Hugging Face model directory");
    }

    @Test
    void missingConfig() throws IOException {
        Files.delete(model.resolve("config.json"));
        assertFails("has no config.json");
    }

    @Test
    void brokenConfigIsReportedWithItsPosition() throws IOException {
        Files.writeString(model.resolve("config.json"), "{\n  \"model_type\": \"llama\",,\n}");
        assertFails("config.json:2:", "not valid JSON");
    }

    @Test
    void unknownArchitecture() throws IOException {
        edit("\"model_type\": \"llama\"", "\"model_type\": \"mamba\"");
        assertFails("config.json:17:17", "model_type is \"mamba\"", "accepted: gpt2, gpt_neox, llama");
    }

    @Test
    void severalBadValuesAreReportedTogether() throws IOException {
        edit("\"hidden_act\": \"silu\"", "\"hidden_act\": \"mish\"");
        edit("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 3");
        edit("\"rope_type\": \"default\"", "\"rope_type\": \"spiral\"");
        assertFails("hidden_act is \"mish\"", "num_key_value_heads is 3", "rope_type \"spiral\"");
    }

    @Test
    void missingTokenizer() throws IOException {
        Files.delete(model.resolve("tokenizer.json"));
        assertFails("has no tokenizer.json", "next: ");
    }

    @Test
    void brokenTokenizer() throws IOException {
        Files.writeString(model.resolve("tokenizer.json"), "{\"version\": \"1.0\"}");
        assertFails("tokenizer.json: is not a tokenizer");
    }

    @Test
    void missingShard() throws IOException {
        Files.delete(model.resolve("model-00003-of-00009.safetensors"));
        assertFails("model-00003-of-00009.safetensors: no such file", "next: download the whole checkpoint");
    }

    @Test
    void truncatedShard() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(
                model.resolve("model-00003-of-00009.safetensors").toFile(), "rw")) {
            file.setLength(file.length() - 4);
        }
        assertFails("model-00003-of-00009.safetensors: is truncated", "mlp.gate_proj.weight ends at byte 34952");
    }

    @Test
    void shardCutInsideItsHeader() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(
                model.resolve("model-00003-of-00009.safetensors").toFile(), "rw")) {
            file.setLength(40);
        }
        assertFails("announces a header of");
    }

    @Test
    void emptyShard() throws IOException {
        Files.write(model.resolve("model-00003-of-00009.safetensors"), new byte[0]);
        assertFails("is 0 bytes long");
    }

    @Test
    void shardThatIsNoSafetensors() throws IOException {
        Files.writeString(
                model.resolve("model-00003-of-00009.safetensors"), "version https://git-lfs.github.com/spec/v1\n");
        assertFails("model-00003-of-00009.safetensors: announces a header");
    }

    @Test
    void tensorOfAnotherShape() throws IOException {
        edit("\"intermediate_size\": 136", "\"intermediate_size\": 140");
        assertFails("mlp.gate_proj.weight has shape [136, 64]", "accepted: [140, 64]");
    }

    @Test
    void missingTensor() throws IOException {
        edit("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3");
        assertFails("has no tensor model.layers.2.input_layernorm.weight");
    }

    @Test
    void aRelativePathWithDotsIsADirectoryLikeAnyOther() {
        Policy.load(FIXTURE.resolve("..").resolve("llama").resolve("."), TorchRuntime.on("cpu"))
                .close();
    }

    @Test
    void impossibleHeadersAndIds() throws IOException {
        Path index = model.resolve("model.safetensors.index.json");
        String good = Files.readString(index);
        Files.writeString(index, good.replace("\"model-00001-of-00009.safetensors\"", "{}"));
        assertFails("names {} for model.embed_tokens.weight");
        Files.writeString(index, good);
        Path generation = model.resolve("generation_config.json");
        Files.writeString(generation, "{\"eos_token_id\": [\"x\"]}");
        assertFails("has eos_token_id [\"x\"]");
        Files.writeString(generation, "{\"eos_token_id\": 999999}");
        assertFails("names the special token id 999999", "vocab_size 384");
    }

    @Test
    void picklesAreNotRead() throws IOException {
        Files.delete(model.resolve("model.safetensors.index.json"));
        Files.writeString(model.resolve("pytorch_model.bin"), "");
        assertFails("only pytorch_model.bin", "accepted: safetensors", "next: convert it in Python");
    }

    @Test
    void quantisedWeightsAreRefusedByTheirConfiguration() throws IOException {
        edit(
                "\"model_type\": \"llama\"",
                "\"model_type\": \"llama\", \"quantization_config\": {\"quant_method\": \"gptq\", \"bits\": 4}");
        assertFails("quantization_config says that the weights are quantised (gptq)", "accepted: float32", "next: ");
    }

    @Test
    void quantisedWeightsAreRefusedByTheirTensors() throws IOException {
        rename("model.layers.0.mlp.gate_proj.weight", "model.layers.0.mlp.gate_proj.qweight");
        assertFails(
                "has no tensor model.layers.0.mlp.gate_proj.weight of shape [136, 64]",
                "gate_proj.qweight says that these are quantised");
    }

    @Test
    void aTypeThatIsNotReadIsNamedWithTheTensor() throws IOException {
        rename("\"F32\"", "\"I32\"");
        assertFails("model.layers.0.mlp.gate_proj.weight has type I32 and shape [136, 64]", "accepted: F32, F16, BF16");
    }

    /** Changes the header of the shard that holds one tensor, without changing its length. */
    private void rename(String from, String to) throws IOException {
        Path shard = model.resolve("model-00003-of-00009.safetensors");
        String text = new String(Files.readAllBytes(shard), StandardCharsets.ISO_8859_1);
        assertThat(text).contains(from);
        String changed = text.replace(from, to);
        // A name that grew takes the room of the padding, or of the header's length.
        long header = 8
                + ByteBuffer.wrap(Files.readAllBytes(shard))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getLong(0);
        byte[] bytes = changed.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, header - 8 + to.length() - from.length());
        Files.write(shard, bytes);
    }

    @Test
    void aTensorInTwoShardsIsTheOneThatTheIndexMeans() throws IOException {
        // The ninth shard also has a norm of zeros that belongs to another.
        Path ninth = model.resolve("model-00009-of-00009.safetensors");
        Map<String, Safetensors.Writable> tensors = new java.util.LinkedHashMap<>();
        for (StoredTensor tensor : Safetensors.list(ninth)) {
            float[] values = new float[Math.toIntExact(tensor.elements())];
            Safetensors.map(tensor).asFloatBuffer().get(values);
            tensors.put(tensor.name(), Safetensors.Writable.of(tensor.shape(), values));
        }
        tensors.put("model.layers.0.input_layernorm.weight", Safetensors.Writable.of(List.of(64L), new float[64]));
        Files.delete(ninth);
        Safetensors.write(ninth, tensors);
        StoredTensor found = CheckpointDirectory.open(model).tensors().get("model.layers.0.input_layernorm.weight");
        assertThat(found.file().getFileName()).hasToString("model-00005-of-00009.safetensors");
    }

    @Test
    void anEndThatIsNoNumberIsRefused() throws IOException {
        Files.writeString(model.resolve("generation_config.json"), "{\"eos_token_id\": \"2\"}");
        assertFails("has eos_token_id \"2\"", "accepted: a whole number");
    }

    @Test
    void otherFormsOfWeightsAreNamed() throws IOException {
        Files.delete(model.resolve("model.safetensors.index.json"));
        assertFails("has neither model.safetensors nor model.safetensors.index.json", "next: download");
        Files.writeString(model.resolve("model-q4.gguf"), "");
        assertFails("model-q4.gguf: is a GGUF file");
        Files.writeString(model.resolve("tf_model.h5"), "");
        assertFails("only tf_model.h5");
    }

    @Test
    void aClassifierIsNotALanguageModel() throws IOException {
        edit("LlamaForCausalLM", "LlamaForSequenceClassification");
        assertFails("classify");
    }

    @Test
    void anIndexMayNotLeadOutOfTheDirectory() throws IOException {
        Path index = model.resolve("model.safetensors.index.json");
        Files.writeString(index, Files.readString(index).replace("model-00003-of", "../model-00003-of"));
        assertFails("a file outside the model directory");
    }

    @Test
    void writtenTensorsReadBackAsTheyWere(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("x.safetensors");
        float[] values = {1, -2.5f, Float.MIN_VALUE, Float.MAX_VALUE, -0f, 3};
        Safetensors.write(file, Map.of("a", Safetensors.Writable.of(List.of(2L, 3L), values)));
        StoredTensor tensor = Safetensors.list(file).get(0);
        assertThat(tensor.shape()).containsExactly(2L, 3L);
        assertThat(tensor.offset() % 8).isZero();
        float[] back = new float[6];
        Safetensors.map(tensor).asFloatBuffer().get(back);
        assertThat(back).containsExactly(values);
    }
}
