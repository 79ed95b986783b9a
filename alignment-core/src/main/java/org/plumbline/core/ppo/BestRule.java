package org.plumbline.core.ppo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.plumbline.datasets.input.ConfigNode;

/**
 * Which probed policy is the best: of those within all bounds the one with the best metric, of equals the earliest.
 *
 * @param metric of a {@link CheckpointProbe}
 * @param direction which values are better
 * @param atLeast lower bounds by metric
 * @param atMost upper bounds by metric
 */
public record BestRule(String metric, Direction direction, Map<String, Double> atLeast, Map<String, Double> atMost) {

    /** Which values of a metric are better. */
    public enum Direction {
        LOWER,
        HIGHER
    }

    /**
     * The best so far.
     *
     * @param update updates that it has had
     * @param value of the rule's metric
     */
    public record Best(int update, double value) {}

    /**
     * Reads metric, direction, at-least and at-most; problems are kept in {@code config}.
     *
     * @param usual the direction of a metric that has one; for others it must be said
     */
    public static BestRule read(ConfigNode config, Function<String, Optional<Direction>> usual) {
        String metric = config.requiredText("metric");
        Optional<Direction> known = usual.apply(metric);
        if (!metric.isEmpty() && known.isEmpty() && !config.has("direction")) {
            config.problem("direction", "is missing, and " + metric + " has none of its own", "lower, higher", "");
        }
        return new BestRule(
                metric,
                config.choice("direction", known.orElse(Direction.LOWER)),
                bounds(config.section("at-least")),
                bounds(config.section("at-most")));
    }

    private static Map<String, Double> bounds(ConfigNode config) {
        Map<String, Double> bounds = new LinkedHashMap<>();
        for (String key : List.copyOf(config.keys())) {
            bounds.put(key, config.number(key, 0, -Double.MAX_VALUE, Double.MAX_VALUE));
        }
        return bounds;
    }

    /** All metrics that it names. */
    public List<String> metrics() {
        List<String> all = new ArrayList<>(List.of(metric));
        all.addAll(atLeast.keySet());
        all.addAll(atMost.keySet());
        return all.stream().distinct().toList();
    }

    /** Whether scores are within all bounds and better than a value. A metric that is not there is out of bounds. */
    boolean prefers(Map<String, Double> scores, double soFar) {
        double value = scores.getOrDefault(metric, Double.NaN);
        boolean within =
                atLeast.entrySet().stream().allMatch(e -> scores.getOrDefault(e.getKey(), Double.NaN) >= e.getValue())
                        && atMost.entrySet().stream()
                                .allMatch(e -> scores.getOrDefault(e.getKey(), Double.NaN) <= e.getValue());
        if (!within || Double.isNaN(value)) {
            return false;
        }
        return Double.isNaN(soFar) || (direction == Direction.LOWER ? value < soFar : value > soFar);
    }

    /** The rule in words. */
    public String text() {
        StringBuilder text = new StringBuilder("the ")
                .append(direction == Direction.LOWER ? "lowest " : "highest ")
                .append(metric);
        atLeast.forEach((name, bound) ->
                text.append(", ").append(name).append(" at least ").append(bound));
        atMost.forEach((name, bound) ->
                text.append(", ").append(name).append(" at most ").append(bound));
        return text.append("; of equals the earliest").toString();
    }
}
