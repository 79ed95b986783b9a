package org.plumbline.core.policy;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.plumbline.core.checkpoint.CheckpointDirectory;
import org.plumbline.core.checkpoint.Safetensors;
import org.plumbline.core.checkpoint.StoredTensor;
import org.plumbline.core.family.ModelSpec;
import org.plumbline.core.family.ModelSpec.LinearModule;
import org.plumbline.core.policy.AdapterSpec.Target;
import org.plumbline.datasets.input.ConfigNode;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.Outputs;
import org.plumbline.datasets.input.Problem;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A low-rank adapter as PEFT saves it: adapter_config.json and adapter_model.safetensors. */
final class AdapterDirectory {
    static final String CONFIG = "adapter_config.json";
    private static final String WEIGHTS = "adapter_model.safetensors";
    private static final String PREFIX = "base_model.model.";
    /** Settings that change what an adapter computes unless they are null or false. */
    private static final List<String> ELSEWHERE = List.of(
            "use_dora",
            "lora_bias",
            "use_qalora",
            "use_bdlora",
            "alora_invocation_tokens",
            "kasa_config",
            "arrow_config",
            "velora_config",
            "monteclora_config",
            "lora_ga_config",
            "modules_to_save",
            "trainable_token_indices",
            "target_parameters",
            "layer_replication");
    /** First values that leave the base weights as they are; others are taken out of them when PEFT loads. */
    private static final Set<String> PLAIN_STARTS = Set.of("true", "false", "gaussian", "eva");

    private final Path directory;
    private final ConfigNode config;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    private AdapterDirectory(Path directory) {
        this.directory = directory;
        this.config = ConfigNode.read(directory.resolve(CONFIG));
    }

    static boolean isOne(Path directory) {
        return Files.isRegularFile(directory.resolve(CONFIG));
    }

    /**
     * Opens a directory and checks that this kind of adapter is supported.
     *
     * @throws InputException when it is not, or a file is missing or damaged
     */
    static AdapterDirectory open(Path directory) {
        if (!isOne(directory)) {
            throw new InputException(Problem.at(directory, "has no " + CONFIG)
                    .next("name a directory that PEFT or plumbline train saved an adapter to"));
        }
        AdapterDirectory adapter = new AdapterDirectory(directory);
        adapter.check();
        Path weights = directory.resolve(WEIGHTS);
        if (!Files.isRegularFile(weights) && Files.isRegularFile(directory.resolve("adapter_model.bin"))) {
            throw new InputException(Problem.at(
                            directory, "has adapter_model.bin, a pickle that could run code, and no " + WEIGHTS)
                    .next("load it with PEFT and save it again: save_pretrained(..., safe_serialization=True)"));
        }
        for (StoredTensor tensor : Safetensors.list(weights)) {
            adapter.tensors.put(plainName(tensor.name()), tensor);
        }
        return adapter;
    }

    /** PEFT's name without what it wraps around a model's own; the adapter's own name may stand in it. */
    private static String plainName(String name) {
        String inner = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        return inner.replaceFirst("\\.(lora_[AB])(\\.default)?\\.weight$", ".$1");
    }

    private void check() {
        String type = config.text("peft_type", "LORA");
        if (!type.equals("LORA")) {
            config.problem("peft_type", "is " + type, "LORA", "merge the adapter into its model with PEFT");
        }
        String bias = config.text("bias", "none");
        if (!bias.equals("none")) {
            config.problem("bias", "is " + bias, "none", "merge the adapter into its model with PEFT");
        }
        for (String key : ELSEWHERE) {
            if (config.has(key) && !isFalse(key)) {
                config.problem(
                        key,
                        "is set, and this kind of adapter is not supported",
                        "null or false",
                        "merge the adapter into its model with PEFT (merge_and_unload), and name the result");
            }
        }
        if (config.has("init_lora_weights")) {
            String start =
                    config.scalar("init_lora_weights").map(Object::toString).orElse("");
            if (!PLAIN_STARTS.contains(start)) {
                config.problem(
                        "init_lora_weights",
                        "is \"" + start + "\": such an adapter belongs to base weights that it changed",
                        "true, false, gaussian, eva",
                        "convert it in PEFT: save_pretrained(..., path_initial_model_for_weight_conversion=...), or merge it");
            }
        }
        config.finishIgnoringUnknownKeys();
    }

    private boolean isFalse(String key) {
        return config.content(key).filter(Boolean.FALSE::equals).isPresent();
    }

    Path path() {
        return directory;
    }

    List<Path> files() {
        return List.of(directory.resolve(CONFIG), directory.resolve(WEIGHTS));
    }

    /**
     * The base model's directory: {@code base_model_name_or_path} as it stands, else beside the adapter.
     *
     * @throws InputException when it is neither
     */
    Path base() {
        String name = config.text("base_model_name_or_path", "");
        Optional<Path> found = Optional.empty();
        try {
            found = List.of(Path.of(name), directory.resolve(name).normalize()).stream()
                    .filter(path -> !name.isEmpty() && Files.isRegularFile(path.resolve("config.json")))
                    .findFirst();
        } catch (InvalidPathException e) {
            // Named like no path here: not found.
        }
        return found.orElseThrow(() -> new InputException(Problem.at(
                        directory.resolve(CONFIG),
                        "names the base model \"" + name + "\", which is not a model directory here")
                .next("name both: --model BASE_DIR --adapter " + directory)));
    }

    /**
     * The adapted layers, by the tensors that are there.
     *
     * @throws InputException when a tensor belongs to no layer of the model, is alone, or is misshaped
     */
    AdapterSpec spec(ModelSpec model) {
        Map<String, LinearModule> modules = new LinkedHashMap<>();
        model.modules().forEach(module -> modules.put(module.name(), module));
        List<Problem> problems = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (LinearModule module : model.modules()) {
            StoredTensor down = tensors.get(module.name() + AdapterSpec.DOWN);
            StoredTensor up = tensors.get(module.name() + AdapterSpec.UP);
            if (down == null || up == null) {
                continue;
            }
            long rank = down.shape().isEmpty() ? 0 : down.shape().get(0);
            requireShape(down, List.of(rank, module.in()), problems);
            requireShape(up, List.of(module.out(), rank), problems);
            targets.add(new Target(module, (int) rank, scale(module.name(), (int) rank)));
        }
        List<String> used = new AdapterSpec(targets)
                .parameters().stream().map(ModelSpec.Parameter::name).toList();
        for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
            if (!used.contains(entry.getKey())) {
                problems.add(Problem.at(
                                directory.resolve(WEIGHTS),
                                "has " + entry.getValue().name()
                                        + ", which fits no linear layer of the base model with both lora_A and lora_B")
                        .next("name the base model that the adapter was trained on; adapters on embeddings and the"
                                + " output layer are not supported"));
            }
        }
        if (targets.isEmpty() && problems.isEmpty()) {
            problems.add(Problem.at(directory.resolve(WEIGHTS), "has no tensors"));
        }
        config.finishIgnoringUnknownKeys();
        if (!problems.isEmpty()) {
            throw new InputException(problems.subList(0, Math.min(problems.size(), 10)));
        }
        return new AdapterSpec(targets);
    }

    private static void requireShape(StoredTensor tensor, List<Long> shape, List<Problem> problems) {
        if (!tensor.shape().equals(shape)) {
            problems.add(Problem.at(tensor.file(), tensor.name() + " has shape " + tensor.shape())
                    .accepted(shape.toString()));
        }
    }

    /** alpha / r, or alpha / sqrt(r) when rank-stabilised (Kalajdzievski 2023). */
    private double scale(String module, int rank) {
        double alpha = pattern("alpha_pattern", module).orElseGet(() -> config.number("lora_alpha", 8, -1e9, 1e9));
        return config.flag("use_rslora", false) ? alpha / Math.sqrt(rank) : alpha / rank;
    }

    /** PEFT matches the keys of a pattern, regular expressions, against the end of a name. */
    private Optional<Double> pattern(String key, String module) {
        ConfigNode patterns = config.section(key);
        for (String expression : patterns.keys()) {
            try {
                if (Pattern.matches("(.*\\.)?(" + expression + ")", module)) {
                    return Optional.of(patterns.number(expression, 8, -1e9, 1e9));
                }
            } catch (PatternSyntaxException e) {
                throw new InputException(Problem.at(
                        directory.resolve(CONFIG),
                        key + " has \"" + expression + "\", which is no regular expression"));
            }
        }
        return Optional.empty();
    }

    Map<String, StoredTensor> tensors() {
        return tensors;
    }

    /**
     * Writes a network's adapter. It appears under its name only when it is complete; an older one is replaced.
     *
     * @param source the directory it was loaded from, whose settings it keeps; empty for a new one
     */
    static void save(
            Path target,
            CheckpointDirectory base,
            Network network,
            Optional<AdapterDirectory> source,
            Outputs.DirectoryWriter beside) {
        Outputs.replaceDirectory(target, unfinished -> {
            ObjectNode config = source.map(from -> (ObjectNode) Json.read(from.directory.resolve(CONFIG)))
                    .orElseGet(() -> newConfig(network));
            config.put(
                    "base_model_name_or_path",
                    base.path().toAbsolutePath().normalize().toString());
            config.put("inference_mode", true);
            Json.write(unfinished.resolve(CONFIG), config);
            Safetensors.write(
                    unfinished.resolve(WEIGHTS),
                    network.trained().writable(network.runtime(), name -> PREFIX + name + ".weight"));
            beside.write(unfinished);
        });
    }

    private static ObjectNode newConfig(Network network) {
        AdapterSpec spec = network.adapterSpec();
        Target first = spec.targets().get(0);
        ObjectNode config = Json.COMPACT.createObjectNode();
        config.put("peft_type", "LORA")
                .put("task_type", "CAUSAL_LM")
                .put("r", first.rank())
                .put("lora_alpha", first.scale() * first.rank())
                .put("lora_dropout", 0.0)
                .put("bias", "none")
                .put(
                        "fan_in_fan_out",
                        Boolean.TRUE.equals(network.spec().attributes().get("transposed_weights")))
                .put("use_rslora", false);
        ArrayNode targets = config.putArray("target_modules");
        spec.targetNames(network.spec()).forEach(targets::add);
        return config;
    }
}
