package org.plumbline.core.family;

import java.util.Arrays;
import java.util.Locale;
import org.plumbline.datasets.input.ConfigNode;

/** What a classifier's logits mean: {@code problem_type} of config.json. */
public enum ProblemType {
    /** One label holds: probabilities are the softmax of the logits. */
    SINGLE_LABEL,
    /** Labels hold or not, each by itself: probabilities are the sigmoids of the logits. */
    MULTI_LABEL,
    /** The logits are values, such as a reward; sigmoids are given as well, for those that are log-odds. */
    REGRESSION;

    /** Reads the type; without one, a single label means a value, several exclude each other. */
    public static ProblemType read(ConfigNode config, int labels) {
        String name = config.text("problem_type", "");
        ProblemType type = switch (name) {
            case "", "single_label_classification" -> SINGLE_LABEL;
            case "multi_label_classification" -> MULTI_LABEL;
            case "regression" -> REGRESSION;
            default -> {
                config.problem(
                        "problem_type",
                        "is \"" + name + "\"",
                        "single_label_classification, multi_label_classification, regression",
                        "");
                yield SINGLE_LABEL;
            }
        };
        // The softmax of one number is always 1.
        return type == SINGLE_LABEL && labels == 1 ? REGRESSION : type;
    }

    /** Name in outputs. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Probabilities in [0, 1] of logits, in float64; softmax for {@link #SINGLE_LABEL}, else sigmoids. */
    public double[] probabilities(double[] logits) {
        if (this != SINGLE_LABEL) {
            return Arrays.stream(logits).map(x -> 1 / (1 + Math.exp(-x))).toArray();
        }
        double most = Arrays.stream(logits).max().orElse(0);
        double[] shares = Arrays.stream(logits).map(x -> Math.exp(x - most)).toArray();
        double sum = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / sum).toArray();
    }
}
