package org.plumbline.core.policy;

import java.nio.charset.StandardCharsets;

/**
 * Uniforms in [0, 1) as a function of (seed, item, draw, position): sampling does not depend on batching, order or what
 * was sampled before. Mixing is the finaliser of SplitMix64 (Steele et al. 2014).
 */
final class Uniforms {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long stream;

    private Uniforms(long stream) {
        this.stream = stream;
    }

    static Uniforms of(long seed, String item, int draw) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : item.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
        }
        return new Uniforms(mix(mix(mix(seed + GOLDEN) ^ hash) + GOLDEN * (draw + 1L)));
    }

    double at(int position) {
        return (mix(stream + GOLDEN * (position + 1L)) >>> 11) * 0x1.0p-53;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
