package org.plumbline.core.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.plumbline.core.checkpoint.Safetensors;
import org.plumbline.datasets.input.ConfigNode;
import org.plumbline.datasets.input.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a Llama checkpoint with random weights and a tokenizer of one word a token ({@code w3 w4 ...}), for benchmarks
 * and tests of any shape.
 */
public final class RandomCheckpoint {
    private static final double STANDARD_DEVIATION = 0.02;

    private RandomCheckpoint() {}

    /**
     * Size of the model.
     *
     * @param width hidden size, a multiple of twice the heads
     * @param intermediate width of the gated layer
     * @param vocabulary tokens, at least 4
     */
    public record Shape(int layers, int width, int intermediate, int heads, int vocabulary, int contextTokens) {}

    /** Writes into a directory, which is made; weights are a function of the seed. */
    public static Path write(Path directory, Shape shape, long seed) {
        try {
            Files.createDirectories(directory);
            ObjectNode config = Json.COMPACT.createObjectNode();
            config.putArray("architectures").add("LlamaForCausalLM");
            config.put("model_type", "llama")
                    .put("hidden_act", "silu")
                    .put("hidden_size", shape.width())
                    .put("intermediate_size", shape.intermediate())
                    .put("num_hidden_layers", shape.layers())
                    .put("num_attention_heads", shape.heads())
                    .put("num_key_value_heads", shape.heads())
                    .put("vocab_size", shape.vocabulary())
                    .put("max_position_embeddings", shape.contextTokens())
                    .put("rms_norm_eps", 1e-5)
                    .put("tie_word_embeddings", false)
                    .put("bos_token_id", 1)
                    .put("eos_token_id", 2)
                    .put("dtype", "float32");
            Json.write(directory.resolve("config.json"), config);
            Json.write(directory.resolve("tokenizer.json"), tokenizer(shape.vocabulary()));
            ObjectNode names = Json.COMPACT.createObjectNode();
            names.put("bos_token", "<s>").put("eos_token", "</s>").put("unk_token", "<unk>");
            Json.write(directory.resolve("tokenizer_config.json"), names);
            ModelSpec spec = ModelFamily.specOf(ConfigNode.read(directory.resolve("config.json")));
            Safetensors.write(directory.resolve("model.safetensors"), weights(spec, seed));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Safetensors.Writable> weights(ModelSpec spec, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Safetensors.Writable> weights = new LinkedHashMap<>();
        for (ModelSpec.Parameter parameter : spec.parameters()) {
            float[] values = new float[Math.toIntExact(parameter.elements())];
            boolean norm = parameter.name().endsWith("norm.weight");
            for (int i = 0; i < values.length; i++) {
                values[i] = norm ? 1 : (float) (STANDARD_DEVIATION * random.nextGaussian());
            }
            weights.put(parameter.name(), new Safetensors.Writable(parameter.shape(), () -> values));
        }
        return weights;
    }

    private static ObjectNode tokenizer(int vocabulary) {
        ObjectNode root = Json.COMPACT.createObjectNode();
        root.put("version", "1.0");
        root.putNull("truncation").putNull("padding").putNull("normalizer");
        String[] special = {"<unk>", "<s>", "</s>"};
        var added = root.putArray("added_tokens");
        for (int id = 0; id < special.length; id++) {
            added.addObject()
                    .put("id", id)
                    .put("content", special[id])
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        root.putObject("pre_tokenizer").put("type", "WhitespaceSplit");
        root.putNull("post_processor").putNull("decoder");
        ObjectNode model = root.putObject("model");
        model.put("type", "WordLevel").put("unk_token", "<unk>");
        ObjectNode vocab = model.putObject("vocab");
        for (int id = 0; id < vocabulary; id++) {
            vocab.put(id < special.length ? special[id] : "w" + id, id);
        }
        return root;
    }
}
