package org.plumbline.core.model;

import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/**
 * How to decode.
 *
 * @param maxNewTokens most tokens of a completion
 * @param temperature divisor of the logits; 0 is greedy
 * @param topK sample from the k most likely tokens; 0 is all
 * @param topP sample from the smallest set of tokens with this probability mass, after topK; 1 is all
 * @param seed seed of the uniforms
 * @param samplesPerPrompt completions for each prompt
 */
public record Sampling(int maxNewTokens, double temperature, int topK, double topP, long seed, int samplesPerPrompt) {

    public Sampling {
        check(maxNewTokens >= 1, "max-new-tokens", maxNewTokens, "a whole number from 1");
        check(temperature >= 0 && temperature <= 100, "temperature", temperature, "a number from 0 (greedy) to 100");
        check(topK >= 0, "top-k", topK, "a whole number from 0 (all)");
        check(topP > 0 && topP <= 1, "top-p", topP, "a number above 0, up to 1");
        check(samplesPerPrompt >= 1, "samples-per-prompt", samplesPerPrompt, "a whole number from 1");
    }

    private static void check(boolean fine, String name, Number value, String accepted) {
        if (!fine) {
            throw new InputException(Problem.of(name, "is " + value).accepted(accepted));
        }
    }

    public Sampling withSamplesPerPrompt(int samples) {
        return new Sampling(maxNewTokens, temperature, topK, topP, seed, samples);
    }

    public static Sampling greedy(int maxNewTokens) {
        return new Sampling(maxNewTokens, 0, 0, 1, 0, 1);
    }
}
