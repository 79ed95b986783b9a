package org.plumbline.core.policy;

import java.nio.file.Path;
import java.util.Optional;
import org.plumbline.core.chat.ChatSettings;

/**
 * How a checkpoint is loaded.
 *
 * @param precision the type to compute in
 * @param adapter a PEFT directory over the model; a model directory that is one itself needs none
 * @param chat how prompts are put to a chat model; empty to continue them as they are
 */
public record LoadOptions(Precision precision, Optional<Path> adapter, Optional<ChatSettings> chat) {
    public static LoadOptions defaults() {
        return new LoadOptions(Precision.AUTO, Optional.empty(), Optional.empty());
    }

    public LoadOptions withPrecision(Precision other) {
        return new LoadOptions(other, adapter, chat);
    }

    public LoadOptions withAdapter(Path directory) {
        return new LoadOptions(precision, Optional.of(directory), chat);
    }

    public LoadOptions withChat(Optional<ChatSettings> settings) {
        return new LoadOptions(precision, adapter, settings);
    }
}
