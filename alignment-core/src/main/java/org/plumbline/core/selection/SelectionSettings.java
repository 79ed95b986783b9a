package org.plumbline.core.selection;

import java.util.ArrayList;
import java.util.List;
import org.plumbline.core.model.Sampling;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/**
 * What is sampled and what is kept of it.
 *
 * @param sampling {@link Sampling#samplesPerPrompt()} is n, the most draws of a prompt
 */
public record SelectionSettings(Rule rule, Sampling sampling) {
    /** Most draws of a prompt. */
    public static final int MOST_DRAWS = 10_000;

    /**
     * Settings that make sense together.
     *
     * @throws InputException when all draws would be the same, or pairs are asked of a single draw
     */
    public SelectionSettings {
        List<Problem> problems = new ArrayList<>();
        int draws = sampling.samplesPerPrompt();
        if (draws > MOST_DRAWS) {
            problems.add(Problem.of("draws", "is " + draws).accepted("a whole number from 1 to " + MOST_DRAWS));
        }
        if (draws > 1 && (sampling.temperature() == 0 || sampling.topK() == 1)) {
            problems.add(Problem.of(
                            sampling.temperature() == 0 ? "temperature" : "top-k",
                            "is " + (sampling.temperature() == 0 ? "0" : "1") + ", so all draws would be the same")
                    .accepted(sampling.temperature() == 0 ? "above 0, or a single draw" : "0 (all), or from 2")
                    .next("set temperature 1 to sample from the model as it is"));
        }
        if (draws < 2 && rule instanceof Rule.Pairs) {
            problems.add(Problem.of("draws", "is " + draws + ", which has no best and worst")
                    .accepted("from 2 where pairs are kept"));
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
    }

    /** Most draws of a prompt. */
    public int draws() {
        return sampling.samplesPerPrompt();
    }
}
