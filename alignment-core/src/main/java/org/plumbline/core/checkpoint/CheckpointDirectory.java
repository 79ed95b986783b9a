package org.plumbline.core.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plumbline.datasets.input.ConfigNode;
import org.plumbline.datasets.input.Hashes;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.Outputs;
import org.plumbline.datasets.input.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A Hugging Face model directory: config.json, safetensors (one file or shards with an index), tokenizer.json. */
public final class CheckpointDirectory {
    private static final String WEIGHTS = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final List<String> SIDE_FILES = List.of(
            "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "chat_template.jinja",
            "added_tokens.json",
            "vocab.json",
            "merges.txt");

    private final Path directory;

    private CheckpointDirectory(Path directory) {
        this.directory = directory;
    }

    /**
     * Opens a directory; its weights are looked at only when asked for.
     *
     * @throws InputException when it is not a directory or has no config.json
     */
    public static CheckpointDirectory open(Path directory) {
        String next = "name a Hugging Face model directory with config.json, model.safetensors and tokenizer.json";
        if (!Files.isDirectory(directory)) {
            throw new InputException(Problem.of(
                            "--model",
                            directory + (Files.exists(directory) ? " is not a directory" : " does not exist"))
                    .next(next));
        }
        if (!Safetensors.exists(directory, "config.json")) {
            throw new InputException(
                    Problem.of("--model", directory + " has no config.json").next(next));
        }
        return new CheckpointDirectory(directory);
    }

    public Path path() {
        return directory;
    }

    /** config.json with positions. */
    public ConfigNode config() {
        return ConfigNode.read(directory.resolve("config.json"));
    }

    /** Ids that end a sequence: generation_config.json first, then config.json; empty when neither names any. */
    public List<Long> endOfSequenceIds() {
        for (String file : List.of("generation_config.json", "config.json")) {
            if (!Safetensors.exists(directory, file)) {
                continue;
            }
            JsonNode ids = Json.read(directory.resolve(file)).path("eos_token_id");
            Set<Long> found = new LinkedHashSet<>();
            if (ids.isIntegralNumber()) {
                found.add(ids.asLong());
            }
            for (JsonNode id : ids) {
                if (!id.isIntegralNumber()) {
                    throw new InputException(Problem.at(directory.resolve(file), "has eos_token_id " + ids)
                            .accepted("a whole number or a list of them"));
                }
                found.add(id.asLong());
            }
            if (!found.isEmpty()) {
                return List.copyOf(found);
            }
        }
        return List.of();
    }

    /**
     * All tensors by name.
     *
     * @throws InputException when weights are missing, truncated or inconsistent
     */
    public Map<String, StoredTensor> tensors() {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Path file : weightFiles()) {
            for (StoredTensor tensor : Safetensors.list(file)) {
                tensors.put(tensor.name(), tensor);
            }
        }
        return tensors;
    }

    private List<Path> weightFiles() {
        if (Safetensors.exists(directory, WEIGHTS)) {
            return List.of(directory.resolve(WEIGHTS));
        }
        if (!Safetensors.exists(directory, INDEX)) {
            boolean pickles = Safetensors.exists(directory, "pytorch_model.bin");
            throw new InputException(Problem.at(
                            directory,
                            "has neither " + WEIGHTS + " nor " + INDEX + (pickles ? ", only pytorch_model.bin" : ""))
                    .next(
                            pickles
                                    ? "convert it to safetensors: pickle files can run code and are not read"
                                    : "download the weights"));
        }
        Path index = directory.resolve(INDEX);
        Path base = directory.toAbsolutePath().normalize();
        Set<Path> files = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> entry :
                Json.read(index).path("weight_map").properties()) {
            if (!entry.getValue().isString()) {
                throw new InputException(Problem.at(index, "names " + entry.getValue() + " for " + entry.getKey())
                        .accepted("a file name"));
            }
            Path file = base.resolve(entry.getValue().asString()).normalize();
            if (!base.equals(file.getParent())) {
                throw new InputException(
                        Problem.at(index, "names " + entry.getValue() + ", a file outside the model directory"));
            }
            files.add(file);
        }
        if (files.isEmpty()) {
            throw new InputException(Problem.at(index, "has no weight_map"));
        }
        return List.copyOf(files);
    }

    /** SHA-256 over config.json, weights and tokenizer.json, in this order. */
    public String contentHash() {
        List<Path> files = new ArrayList<>();
        files.add(directory.resolve("config.json"));
        files.addAll(weightFiles());
        if (Safetensors.exists(directory, "tokenizer.json")) {
            files.add(directory.resolve("tokenizer.json"));
        }
        return Hashes.ofFiles(files);
    }

    /**
     * Writes a model directory with these weights and this directory's configuration and tokenizer. It appears under
     * its name only when it is complete; an older one is replaced.
     *
     * @throws InputException when the target is this directory itself, whose weights may be mapped
     */
    public void saveAs(Path target, Map<String, Safetensors.Writable> weights) {
        Path absolute = target.toAbsolutePath().normalize();
        if (absolute.equals(directory.toAbsolutePath().normalize())) {
            throw new InputException(Problem.at(target, "is the model that was loaded")
                    .next("save to another directory: the loaded weights are mapped from this one"));
        }
        try {
            Path parent = absolute.getParent();
            if (parent == null) {
                throw new InputException(Problem.at(target, "is not a place for a model directory"));
            }
            Files.createDirectories(parent);
            Path unfinished = parent.resolve("." + absolute.getFileName() + ".unfinished");
            Outputs.deleteTree(unfinished);
            Files.createDirectory(unfinished);
            ObjectNode config = (ObjectNode) Json.read(directory.resolve("config.json"));
            config.put(config.has("dtype") || !config.has("torch_dtype") ? "dtype" : "torch_dtype", "float32");
            Json.write(unfinished.resolve("config.json"), config);
            for (String name : SIDE_FILES) {
                if (Safetensors.exists(directory, name)) {
                    Files.copy(directory.resolve(name), unfinished.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                    unfinished.resolve(name).toFile().setWritable(true);
                }
            }
            Safetensors.write(unfinished.resolve(WEIGHTS), weights);
            Path old = parent.resolve("." + absolute.getFileName() + ".old");
            Outputs.deleteTree(old);
            if (Files.exists(absolute)) {
                Files.move(absolute, old, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(unfinished, absolute, StandardCopyOption.ATOMIC_MOVE);
            Outputs.deleteTree(old);
        } catch (IOException e) {
            throw new UncheckedIOException("could not save " + target, e);
        }
    }
}
