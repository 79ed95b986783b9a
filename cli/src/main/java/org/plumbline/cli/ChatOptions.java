package org.plumbline.cli;

import java.util.Map;
import java.util.Optional;
import org.plumbline.core.chat.ChatSettings;
import org.plumbline.core.policy.Policy;
import picocli.CommandLine.Option;

/** Options of the commands that put prompts to a model. */
final class ChatOptions {
    @Option(
            names = "--chat",
            description = "Each prompt is what a user says: the model's chat template writes the conversation.")
    boolean chat;

    @Option(
            names = "--system",
            paramLabel = "TEXT",
            description = "System message of the conversation; implies --chat.")
    Optional<String> system = Optional.empty();

    /** The settings of the command line; else those of a configuration. */
    Optional<ChatSettings> or(Optional<ChatSettings> configured) {
        if (system.isPresent()) {
            Map<String, Object> variables =
                    configured.map(ChatSettings::variables).orElse(Map.of());
            return Optional.of(new ChatSettings(system, variables));
        }
        return chat ? configured.or(() -> Optional.of(ChatSettings.plain())) : configured;
    }

    Optional<ChatSettings> settings() {
        return or(Optional.empty());
    }

    /** Says what a user of a chat model may have forgotten. */
    static void hint(Policy policy, Optional<ChatSettings> settings) {
        if (settings.isEmpty() && policy.hasChatTemplate()) {
            Terminal.say("note: the model has a chat template; prompts are continued as plain text without --chat");
        }
    }
}
