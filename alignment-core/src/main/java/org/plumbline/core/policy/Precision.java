package org.plumbline.core.policy;

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

    /** FLOAT32 or BFLOAT16. */
    Precision on(TorchRuntime runtime, boolean storedIn16Bits) {
        if (this != AUTO) {
            return this;
        }
        return runtime.device().isGpu() && storedIn16Bits ? BFLOAT16 : FLOAT32;
    }
}
