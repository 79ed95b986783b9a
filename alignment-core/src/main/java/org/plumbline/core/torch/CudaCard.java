package org.plumbline.core.torch;

import java.util.Locale;

/**
 * A graphics card as its driver describes it.
 *
 * @param index number in {@code cuda:N}
 * @param name such as {@code NVIDIA L4}
 * @param totalBytes its memory
 * @param capability compute capability, such as {@code 8.9}
 */
public record CudaCard(int index, String name, long totalBytes, String capability) {
    /** One line: name, memory, compute capability. */
    public String text() {
        return String.format(
                Locale.ROOT, "%s, %.1f GiB, compute capability %s", name, totalBytes / (double) (1L << 30), capability);
    }
}
