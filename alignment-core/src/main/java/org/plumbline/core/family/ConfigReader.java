package org.plumbline.core.family;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.plumbline.datasets.input.ConfigNode;

/** Keys of config.json that several families share. */
final class ConfigReader {
    static final int MOST = 1 << 24;
    private static final int MOST_LAYERS = 10_000;
    private static final Map<String, String> ACTIVATIONS = Map.of(
            "silu", "silu",
            "swish", "silu",
            "relu", "relu",
            "gelu", "gelu",
            "gelu_new", "gelu_tanh",
            "gelu_fast", "gelu_tanh",
            "gelu_pytorch_tanh", "gelu_tanh");

    private ConfigReader() {}

    /** A size that must be there. */
    static int required(ConfigNode config, String key) {
        if (!config.has(key)) {
            config.requiredText(key);
        }
        return config.integer(key, 1, 1, MOST);
    }

    static int layers(ConfigNode config, String key) {
        required(config, key);
        return config.integer(key, 1, 1, MOST_LAYERS);
    }

    static int optional(ConfigNode config, String key, int fallback) {
        return config.integer(key, fallback, 1, MOST);
    }

    static int context(ConfigNode config, String key, int fallback) {
        return config.integer(key, fallback, 1, Integer.MAX_VALUE);
    }

    /** The program's name of an activation function. */
    static String activation(ConfigNode config, String key, String fallback) {
        String name = config.text(key, fallback);
        String known = ACTIVATIONS.get(name);
        if (known == null) {
            config.problem(
                    key,
                    "is \"" + name + "\"",
                    String.join(", ", ACTIVATIONS.keySet().stream().sorted().toList()),
                    "");
            return "silu";
        }
        return known;
    }

    static void divides(ConfigNode config, String key, int value, String ofKey, int of) {
        if (of % value != 0) {
            config.problem(key, "is " + value, "a divisor of " + ofKey + " " + of, "");
        }
    }

    /** The labels of a classifier: {@code id2label} in the order of the ids, else {@code num_labels} names; 2 if neither. */
    static List<String> labels(ConfigNode config) {
        ConfigNode named = config.section("id2label");
        List<String> ids = new ArrayList<>(named.keys());
        if (ids.isEmpty()) {
            List<String> labels = new ArrayList<>();
            int count = config.integer("num_labels", 2, 1, MOST);
            for (int i = 0; i < count; i++) {
                labels.add("LABEL_" + i);
            }
            return labels;
        }
        if (!ids.stream().allMatch(id -> id.matches("\\d{1,6}"))) {
            config.problem("id2label", "has keys that are not whole numbers", "0, 1, ...", "");
            return List.of();
        }
        ids.sort(Comparator.comparingInt(Integer::parseInt));
        List<String> labels = new ArrayList<>();
        for (String id : ids) {
            String label = named.text(id, "LABEL_" + id);
            // Results are kept by name.
            labels.add(labels.contains(label) ? label + " (" + id + ")" : label);
        }
        return labels;
    }

    /** Whether an architecture is a classifier. */
    static boolean isClassifier(ConfigNode config) {
        return config.textList("architectures").stream().anyMatch(name -> name.endsWith("ForSequenceClassification"));
    }
}
