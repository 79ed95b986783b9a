package org.plumbline.core.policy;

import java.util.List;
import java.util.Optional;
import org.plumbline.datasets.input.ConfigNode;

/**
 * A new low-rank adapter (Hu et al. 2021), in PEFT's terms.
 *
 * @param rank width of the adapter
 * @param alpha the adapter's output is scaled by alpha / rank
 * @param targetModules last parts of the names of linear layers, such as {@code q_proj}; empty for every linear layer
 * @param seed seed of its first values
 */
public record LoraSettings(int rank, double alpha, List<String> targetModules, long seed) {
    private static final String ALL = "all-linear";

    /** Reads the {@code lora:} section of a training configuration; empty when there is none. */
    public static Optional<LoraSettings> read(ConfigNode config, long seed) {
        if (!config.has("lora")) {
            return Optional.empty();
        }
        ConfigNode lora = config.section("lora");
        int rank = lora.integer("rank", 16, 1, 65_536);
        List<String> targets = lora.textList("target-modules");
        return Optional.of(new LoraSettings(
                rank,
                lora.number("alpha", 2.0 * rank, 1e-9, 1e9),
                targets.equals(List.of(ALL)) ? List.of() : targets,
                seed));
    }
}
