package org.plumbline.core.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
    private static final String TEMPLATES = "additional_chat_templates";
    private static final List<String> SIDE_FILES = Stream.concat(
                    Tokenizer.FILES.stream(),
                    Stream.of("generation_config.json", "chat_template.jinja", "chat_template.json", "tokenizer.model"))
            .toList();

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
            } else if (!ids.isArray() && !ids.isNull() && !ids.isMissingNode()) {
                throw new InputException(Problem.at(directory.resolve(file), "has eos_token_id " + ids)
                        .accepted("a whole number or a list of them"));
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
        Map<String, Path> placed = new HashMap<>();
        if (!Safetensors.exists(directory, WEIGHTS) && Safetensors.exists(directory, INDEX)) {
            placed.putAll(placed());
        }
        for (Path file : weightFiles()) {
            for (StoredTensor tensor : Safetensors.list(file)) {
                // A tensor that stands in two shards is the one that the index means.
                if (placed.getOrDefault(tensor.name(), file).equals(file)) {
                    tensors.put(tensor.name(), tensor);
                }
            }
        }
        return tensors;
    }

    private List<Path> weightFiles() {
        if (Safetensors.exists(directory, WEIGHTS)) {
            return List.of(directory.resolve(WEIGHTS));
        }
        if (!Safetensors.exists(directory, INDEX)) {
            throw new InputException(missingWeights());
        }
        Set<Path> files = new LinkedHashSet<>(placed().values());
        if (files.isEmpty()) {
            throw new InputException(Problem.at(directory.resolve(INDEX), "has no weight_map"));
        }
        return List.copyOf(files);
    }

    /** The file of each tensor, by the index. */
    private Map<String, Path> placed() {
        Path index = directory.resolve(INDEX);
        Path base = directory.toAbsolutePath().normalize();
        Map<String, Path> placed = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry :
                Json.read(index).path("weight_map").properties()) {
            if (!entry.getValue().isString()) {
                throw new InputException(Problem.at(index, "names " + entry.getValue() + " for " + entry.getKey())
                        .accepted("a file name"));
            }
            Path file;
            try {
                file = base.resolve(entry.getValue().asString()).normalize();
            } catch (InvalidPathException e) {
                throw new InputException(Problem.at(index, "names " + entry.getValue() + ", which is no file name"));
            }
            if (!base.equals(file.getParent())) {
                throw new InputException(
                        Problem.at(index, "names " + entry.getValue() + ", a file outside the model directory"));
            }
            placed.put(entry.getKey(), file);
        }
        return placed;
    }

    private Problem missingWeights() {
        if (Safetensors.exists(directory, "pytorch_model.bin")
                || Safetensors.exists(directory, "pytorch_model.bin.index.json")) {
            return Problem.at(directory, "has no " + WEIGHTS + ", only pytorch_model.bin, a pickle that could run code")
                    .accepted("safetensors, in one file or in shards with " + INDEX)
                    .next(conversion());
        }
        for (String other : List.of("tf_model.h5", "flax_model.msgpack", "consolidated.00.pth", "model.onnx")) {
            if (Safetensors.exists(directory, other)) {
                return Problem.at(directory, "has no " + WEIGHTS + ", only " + other)
                        .accepted("safetensors, in one file or in shards with " + INDEX)
                        .next("download the safetensors files of this model");
            }
        }
        try (Stream<Path> files = Files.list(directory)) {
            Optional<Path> gguf = files.filter(file -> file.toString().endsWith(".gguf"))
                    .sorted()
                    .findFirst();
            if (gguf.isPresent()) {
                return Problem.at(gguf.get(), "is a GGUF file")
                        .accepted("safetensors")
                        .next("use the checkpoint that it was made from");
            }
        } catch (IOException e) {
            return Problem.at(directory, "cannot be listed: " + e.getMessage());
        }
        return Problem.at(directory, "has neither " + WEIGHTS + " nor " + INDEX).next("download the weights");
    }

    /** What turns other forms into the one that is read; the class follows the configuration. */
    private String conversion() {
        JsonNode architectures = Json.read(directory.resolve("config.json")).path("architectures");
        boolean classifier = architectures.toString().contains("ForSequenceClassification");
        return "convert it in Python: import transformers; transformers.AutoModelFor"
                + (classifier ? "SequenceClassification" : "CausalLM") + ".from_pretrained(\"" + directory
                + "\").save_pretrained(\""
                + directory.toAbsolutePath().normalize().getFileName()
                + "-safetensors\"), and copy the tokenizer's files beside the result";
    }

    /** SHA-256 over config.json, weights, the tokenizer and further files, in this order. */
    public String contentHash(List<Path> further) {
        List<Path> files = new ArrayList<>();
        files.add(directory.resolve("config.json"));
        files.addAll(weightFiles());
        boolean whole = Safetensors.exists(directory, "tokenizer.json");
        for (String name : whole ? List.of("tokenizer.json") : Tokenizer.FILES) {
            if (Safetensors.exists(directory, name)) {
                files.add(directory.resolve(name));
            }
        }
        files.addAll(further);
        return Hashes.ofFiles(files);
    }

    /**
     * Writes a model directory with these weights and this directory's configuration and tokenizer. It appears under its
     * name only when it is complete; an older one is replaced.
     *
     * @param beside a directory whose tokenizer and templates, where it has some, go before this one's
     * @param more adds files of others before the directory appears
     * @throws InputException when the target is this directory itself, whose weights may be mapped
     */
    public void saveAs(
            Path target,
            Map<String, Safetensors.Writable> weights,
            Optional<Path> beside,
            Outputs.DirectoryWriter more) {
        Path absolute = target.toAbsolutePath().normalize();
        if (absolute.equals(directory.toAbsolutePath().normalize())) {
            throw new InputException(Problem.at(target, "is the model that was loaded")
                    .next("save to another directory: the loaded weights are mapped from this one"));
        }
        Outputs.replaceDirectory(target, unfinished -> {
            ObjectNode config = (ObjectNode) Json.read(directory.resolve("config.json"));
            config.put(config.has("dtype") || !config.has("torch_dtype") ? "dtype" : "torch_dtype", "float32");
            Json.write(unfinished.resolve("config.json"), config);
            copySideFiles(directory, unfinished);
            if (beside.isPresent()) {
                copySideFiles(beside.get(), unfinished);
            }
            Safetensors.write(unfinished.resolve(WEIGHTS), weights);
            more.write(unfinished);
        });
    }

    private static void copySideFiles(Path from, Path target) throws IOException {
        for (String name : SIDE_FILES) {
            if (Safetensors.exists(from, name)) {
                Files.copy(from.resolve(name), target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                target.resolve(name).toFile().setWritable(true);
            }
        }
        Path templates = from.resolve(TEMPLATES);
        if (!Files.isDirectory(templates)) {
            return;
        }
        Files.createDirectories(target.resolve(TEMPLATES));
        try (Stream<Path> files = Files.list(templates)) {
            for (Path template : files.filter(Files::isRegularFile).toList()) {
                Files.copy(
                        template,
                        target.resolve(TEMPLATES).resolve(template.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
