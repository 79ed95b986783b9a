package org.plumbline.core.family;

import java.util.ArrayList;
import java.util.List;
import org.plumbline.datasets.input.ConfigNode;

/**
 * Rotary positions (Su et al. 2021) with the scalings of published checkpoints, computed in float32 as the models were
 * trained.
 *
 * @param frequencies inverse frequencies, radians per position; half as many as turning elements of a head
 * @param scale factor on cosine and sine
 * @param contextTokens longest sequence for which the frequencies hold
 */
record Rotary(List<Double> frequencies, double scale, int contextTokens) {
    private static final String TYPES = "default, linear, dynamic, llama3, yarn, longrope";
    private static final int MOST = 1 << 30;

    /**
     * Where a family keeps its values besides {@code rope_parameters} and {@code rope_scaling}.
     *
     * @param thetaKey top-level key of the base
     * @param shareKey top-level key of the turning share of a head
     * @param share that share when nothing names it
     */
    record Keys(String thetaKey, String shareKey, double share) {
        static final Keys USUAL = new Keys("rope_theta", "partial_rotary_factor", 1);
    }

    /** A model without rotary positions. */
    static Rotary none(int contextTokens) {
        return new Rotary(List.of(), 1, contextTokens);
    }

    /** transformers 5 writes {@code rope_parameters}; earlier versions {@code rope_scaling} and top-level keys. */
    static Rotary read(ConfigNode config, Keys keys, int headWidth, int contextTokens) {
        boolean old = config.has("rope_scaling")
                && !config.section("rope_scaling").keys().isEmpty();
        String section = old ? "rope_scaling" : "rope_parameters";
        ConfigNode rope = config.section(section);
        double theta = rope.number(
                "rope_theta", config.number(keys.thetaKey(), 10_000, 1, Double.MAX_VALUE), 1, Double.MAX_VALUE);
        double share = rope.number("partial_rotary_factor", config.number(keys.shareKey(), keys.share(), 0, 1), 0, 1);
        int width = (int) (headWidth * share);
        if (width % 2 != 0) {
            config.problem(
                    section, "turns " + width + " of " + headWidth + " elements of a head", "an even number", "");
            width--;
        }
        String type = rope.text("rope_type", rope.text("type", "default"));
        if (config.text("model_type", "").equals("phi3") && (type.equals("su") || type.equals("yarn"))) {
            type = "longrope";
        }
        if (rope.keys().stream().anyMatch(key -> key.endsWith("_attention"))) {
            type = "one by kind of layer";
        }
        int original = config.has("original_max_position_embeddings")
                ? config.integer("original_max_position_embeddings", contextTokens, 1, MOST)
                : rope.integer("original_max_position_embeddings", contextTokens, 1, MOST);
        float[] plain = plain(theta, width);
        return switch (type) {
            case "default" -> of(plain, 1, contextTokens);
            // Scales only beyond the context it was given for, which is where sequences end here.
            case "dynamic" -> of(plain, 1, contextTokens);
            case "linear" -> of(linear(plain, factor(rope)), 1, contextTokens);
            case "llama3" -> of(llama3(rope, plain, original), 1, contextTokens);
            case "yarn" -> yarn(rope, theta, width, original, contextTokens);
            case "longrope" -> longrope(config, section, rope, theta, width, original, contextTokens);
            default -> {
                config.problem(
                        section,
                        "has rope_type \"" + type + "\", which is not supported",
                        TYPES,
                        "choose a checkpoint with one of these");
                yield none(contextTokens);
            }
        };
    }

    private static double factor(ConfigNode rope) {
        if (!rope.has("factor")) {
            rope.requiredText("factor");
        }
        return rope.number("factor", 1, 1e-6, Double.MAX_VALUE);
    }

    private static Rotary of(float[] frequencies, double scale, int contextTokens) {
        List<Double> values = new ArrayList<>();
        for (float frequency : frequencies) {
            values.add((double) frequency);
        }
        return new Rotary(values, scale, contextTokens);
    }

    private static float power(double theta, int i, int width) {
        return (float) Math.pow((float) theta, 2 * i / (float) width);
    }

    private static float[] plain(double theta, int width) {
        float[] frequencies = new float[width / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = 1 / power(theta, i, width);
        }
        return frequencies;
    }

    /** Chen et al. 2023, "Extending context window of large language models via positional interpolation". */
    private static float[] linear(float[] plain, double factor) {
        float[] frequencies = new float[plain.length];
        for (int i = 0; i < plain.length; i++) {
            frequencies[i] = plain[i] / (float) factor;
        }
        return frequencies;
    }

    /** Llama 3.1: long waves are stretched, short ones kept, those between interpolated. */
    private static float[] llama3(ConfigNode rope, float[] plain, int original) {
        float factor = (float) factor(rope);
        double low = rope.number("low_freq_factor", 1, 1e-6, Double.MAX_VALUE);
        double high = rope.number("high_freq_factor", 4, 1e-6, Double.MAX_VALUE);
        float[] frequencies = new float[plain.length];
        for (int i = 0; i < plain.length; i++) {
            float wavelength = (float) (2 * Math.PI) / plain[i];
            if (wavelength > (float) (original / low)) {
                frequencies[i] = plain[i] / factor;
            } else if (wavelength < (float) (original / high)) {
                frequencies[i] = plain[i];
            } else {
                float smooth = (original / wavelength - (float) low) / (float) (high - low);
                frequencies[i] = (1 - smooth) * plain[i] / factor + smooth * plain[i];
            }
        }
        return frequencies;
    }

    /** Peng et al. 2023, section 3. */
    private static Rotary yarn(ConfigNode rope, double theta, int width, int original, int contextTokens) {
        double factor = rope.has("factor") ? factor(rope) : (double) contextTokens / original;
        double mscale = rope.number("mscale", 0, 0, Double.MAX_VALUE);
        double mscaleAllDim = rope.number("mscale_all_dim", 0, 0, Double.MAX_VALUE);
        double inferred = mscale > 0 && mscaleAllDim > 0
                ? temperature(factor, mscale) / temperature(factor, mscaleAllDim)
                : temperature(factor, 1);
        double scale = rope.number("attention_factor", inferred, 0, Double.MAX_VALUE);
        double low = turns(rope.number("beta_fast", 32, 1e-6, Double.MAX_VALUE), theta, width, original);
        double high = turns(rope.number("beta_slow", 1, 1e-6, Double.MAX_VALUE), theta, width, original);
        if (rope.flag("truncate", true)) {
            low = Math.floor(low);
            high = Math.ceil(high);
        }
        low = Math.max(low, 0);
        high = Math.min(high, width - 1);
        float span = (float) (high == low ? 0.001 : high - low);
        float[] frequencies = new float[width / 2];
        for (int i = 0; i < frequencies.length; i++) {
            float power = power(theta, i, width);
            float kept = 1 - Math.min(1, Math.max(0, (i - (float) low) / span));
            frequencies[i] = 1 / ((float) factor * power) * (1 - kept) + 1 / power * kept;
        }
        return of(frequencies, scale, contextTokens);
    }

    private static double temperature(double factor, double mscale) {
        return factor <= 1 ? 1 : 0.1 * mscale * Math.log(factor) + 1;
    }

    /** The element of a head that turns so many times over the original context. */
    private static double turns(double rotations, double theta, int width, int original) {
        return width * Math.log(original / (rotations * 2 * Math.PI)) / (2 * Math.log(theta));
    }

    /**
     * Ding et al. 2024, "LongRoPE". The short factors hold up to the original context, which becomes the limit: the long
     * ones would make the value of a token depend on how long the text becomes.
     */
    private static Rotary longrope(
            ConfigNode config,
            String section,
            ConfigNode rope,
            double theta,
            int width,
            int original,
            int contextTokens) {
        double factor = rope.has("factor") ? factor(rope) : (double) contextTokens / original;
        double inferred = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original));
        double scale = rope.number("attention_factor", inferred, 0, Double.MAX_VALUE);
        List<Double> factors = rope.numberList("short_factor", width / 2);
        float[] frequencies = new float[width / 2];
        if (factors.size() != frequencies.length) {
            config.problem(
                    section, "has no short_factor of " + frequencies.length + " numbers", "one for each frequency", "");
            return none(contextTokens);
        }
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = 1 / (factors.get(i).floatValue() * power(theta, i, width));
        }
        return of(frequencies, scale, Math.min(original, contextTokens));
    }
}
