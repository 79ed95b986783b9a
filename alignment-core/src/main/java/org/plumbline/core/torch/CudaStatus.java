package org.plumbline.core.torch;

import java.util.List;

/**
 * What libtorch can compute on besides the CPU.
 *
 * @param devices number of CUDA devices that libtorch can use
 * @param whyNone why there are none; empty when there are some
 * @param cards what the driver sees, whether or not libtorch can use it
 */
public record CudaStatus(int devices, String whyNone, List<CudaCard> cards) {
    public CudaStatus {
        cards = List.copyOf(cards);
    }
}
