package org.plumbline.core.chat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.plumbline.datasets.input.ConfigNode;

/**
 * How prompts are put to a chat model: each is what a user says, rendered by the model's chat template.
 *
 * @param system what the system message says; empty for none
 * @param variables further variables of the template, such as {@code enable_thinking}: Boolean, Long, Double or String
 */
public record ChatSettings(Optional<String> system, Map<String, Object> variables) {
    private static final String KEY = "chat";

    public ChatSettings {
        variables = Map.copyOf(variables);
    }

    public static ChatSettings plain() {
        return new ChatSettings(Optional.empty(), Map.of());
    }

    /** Reads {@code chat: true}, or a mapping with {@code system} and {@code variables}; empty when there is none. */
    public static Optional<ChatSettings> read(ConfigNode config) {
        if (!config.has(KEY)) {
            return Optional.empty();
        }
        if (!config.isSection(KEY)) {
            return config.flag(KEY, false) ? Optional.of(plain()) : Optional.empty();
        }
        ConfigNode chat = config.section(KEY);
        Map<String, Object> variables = new LinkedHashMap<>();
        ConfigNode named = chat.section("variables");
        for (String name : named.keys()) {
            named.scalar(name).ifPresent(value -> variables.put(name, value));
        }
        return Optional.of(new ChatSettings(chat.optionalText("system"), variables));
    }
}
