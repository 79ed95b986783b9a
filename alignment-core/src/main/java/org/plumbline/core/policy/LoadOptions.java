package org.plumbline.core.policy;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a checkpoint is loaded.
 *
 * @param precision the type to compute in
 * @param adapter a PEFT directory over the model; a model directory that is one itself needs none
 */
public record LoadOptions(Precision precision, Optional<Path> adapter) {
    public static LoadOptions defaults() {
        return new LoadOptions(Precision.AUTO, Optional.empty());
    }

    public LoadOptions withPrecision(Precision other) {
        return new LoadOptions(other, adapter);
    }

    public LoadOptions withAdapter(Path directory) {
        return new LoadOptions(precision, Optional.of(directory));
    }
}
