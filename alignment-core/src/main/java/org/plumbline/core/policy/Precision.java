package org.plumbline.core.policy;

import java.util.Collection;
import org.plumbline.core.checkpoint.StoredTensor;
import org.plumbline.core.torch.TorchRuntime;

/**
 * The type that a model computes in. Weights that train, moments, values and log-probs are float32 in each.
 */
public enum Precision {
    /** bfloat16 on a GPU for weights that are stored in 16 bits, else float32. */
    AUTO,
    FLOAT32,
    /** Half the memory for frozen weights; faster where the device has it, slower on most CPUs. */
    BFLOAT16;

    /** FLOAT32 or BFLOAT16, for a checkpoint's tensors on a device. */
    Precision on(TorchRuntime runtime, Collection<StoredTensor> stored) {
        if (this != AUTO) {
            return this;
        }
        boolean in16Bits =
                stored.stream().anyMatch(t -> t.type() == StoredTensor.Type.BF16 || t.type() == StoredTensor.Type.F16);
        return runtime.device().isGpu() && in16Bits ? BFLOAT16 : FLOAT32;
    }

    /** The type of frozen weights and of what is computed; not for AUTO. */
    StoredTensor.Type type() {
        return this == BFLOAT16 ? StoredTensor.Type.BF16 : StoredTensor.Type.F32;
    }
}
