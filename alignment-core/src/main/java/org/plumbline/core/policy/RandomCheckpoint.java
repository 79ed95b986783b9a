package org.plumbline.core.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.plumbline.core.checkpoint.Safetensors;
import org.plumbline.core.family.ModelFamily;
import org.plumbline.core.family.ModelSpec;
import org.plumbline.datasets.input.ConfigNode;
import org.plumbline.datasets.input.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a Llama checkpoint with random weights: the start of a model that is trained from nothing, or, with a tokenizer
 * of one word a token ({@code w3 w4 ...}), a model of any shape for benchmarks and tests.
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
     * @param tied whether the output layer is the embedding
     */
    public record Shape(
            int layers, int width, int intermediate, int heads, int vocabulary, int contextTokens, boolean tied) {

        public Shape(int layers, int width, int intermediate, int heads, int vocabulary, int contextTokens) {
            this(layers, width, intermediate, heads, vocabulary, contextTokens, false);
        }
    }

    /** Special tokens of a tokenizer by their ids. */
    public record SpecialTokens(String beginning, long beginningId, String end, long endId) {}

    /** Writes into a directory, which is made; weights are a function of the seed. */
    public static Path write(Path directory, Shape shape, long seed) {
        return write(directory, shape, words(shape.vocabulary()), new SpecialTokens("<s>", 1, "</s>", 2), seed);
    }

    /** As above, with the content of tokenizer.json. */
    public static Path write(Path directory, Shape shape, ObjectNode tokenizer, SpecialTokens special, long seed) {
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
                    .put("tie_word_embeddings", shape.tied())
                    .put("bos_token_id", special.beginningId())
                    .put("eos_token_id", special.endId())
                    .put("dtype", "float32");
            Json.write(directory.resolve("config.json"), config);
            Json.write(directory.resolve("tokenizer.json"), tokenizer);
            ObjectNode names = Json.COMPACT.createObjectNode();
            names.put("tokenizer_class", "PreTrainedTokenizerFast")
                    .put("bos_token", special.beginning())
                    .put("eos_token", special.end());
            Json.write(directory.resolve("tokenizer_config.json"), names);
            ModelSpec spec = ModelFamily.specOf(ConfigNode.read(directory.resolve("config.json")));
            Safetensors.write(directory.resolve("model.safetensors"), weights(spec, shape.layers(), seed));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Safetensors.Writable> weights(ModelSpec spec, int layers, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Safetensors.Writable> weights = new LinkedHashMap<>();
        for (ModelSpec.Parameter parameter : spec.parameters()) {
            float[] values = new float[Math.toIntExact(parameter.elements())];
            boolean norm = parameter.name().endsWith("norm.weight");
            // Layers that add to the residual stream start smaller (Radford et al. 2019, section 2.3).
            boolean residual = parameter.name().endsWith("o_proj.weight")
                    || parameter.name().endsWith("down_proj.weight");
            double scale = residual ? STANDARD_DEVIATION / Math.sqrt(2.0 * layers) : STANDARD_DEVIATION;
            for (int i = 0; i < values.length; i++) {
                values[i] = norm ? 1 : (float) (scale * random.nextGaussian());
            }
            weights.put(parameter.name(), Safetensors.Writable.of(parameter.shape(), values));
        }
        return weights;
    }

    private static ObjectNode words(int vocabulary) {
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
