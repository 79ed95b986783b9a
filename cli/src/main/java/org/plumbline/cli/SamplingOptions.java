package org.plumbline.cli;

import org.plumbline.core.model.Sampling;
import picocli.CommandLine.Option;

/** How completions are sampled, temperature aside: its default is each command's own. */
final class SamplingOptions {
    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            defaultValue = "128",
            description = "Most tokens of a completion (default: ${DEFAULT-VALUE}).")
    int maxNewTokens = 128;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            defaultValue = "1",
            description = "Sample from the smallest set of tokens of this probability (default: all).")
    double topP = 1;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            defaultValue = "0",
            description = "Sample from the K likeliest tokens (default: all).")
    int topK;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0", description = "Seed (default: ${DEFAULT-VALUE}).")
    long seed;

    Sampling at(double temperature, int samplesPerPrompt) {
        return new Sampling(maxNewTokens, temperature, topK, topP, seed, samplesPerPrompt);
    }
}
