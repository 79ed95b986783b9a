package org.plumbline.reports;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.plumbline.datasets.input.JsonLines;
import tools.jackson.databind.JsonNode;

/**
 * One training metric over the updates.
 *
 * @param name name in metrics.jsonl
 * @param title for readers
 * @param values one an update, in order
 */
public record TrainingCurve(String name, String title, List<Double> values) {
    /** Name of the total reward, which training optimises. */
    public static final String REWARD = "reward/total_mean";

    private static final int WIDTH = 240;
    private static final int HEIGHT = 48;

    /** The curves that a report shows; none when there is no metrics.jsonl. */
    public static List<TrainingCurve> read(Path metricsFile) {
        if (!Files.isRegularFile(metricsFile)) {
            return List.of();
        }
        List<JsonNode> rows = JsonLines.read(metricsFile, JsonLines.Row::object);
        List<TrainingCurve> curves = new ArrayList<>();
        add(curves, rows, REWARD, "Reward (what training optimises)");
        add(curves, rows, "objective/kl_per_sequence_nats", "KL to the start, nats a response");
        add(curves, rows, "policy/entropy_nats", "Entropy, nats a token");
        add(curves, rows, "response/tokens_mean", "Length of a response, tokens");
        return curves;
    }

    private static void add(List<TrainingCurve> curves, List<JsonNode> rows, String name, String title) {
        List<Double> values = rows.stream()
                .filter(row -> row.path(name).isNumber()
                        && Double.isFinite(row.get(name).asDouble()))
                .map(row -> row.get(name).asDouble())
                .toList();
        if (!values.isEmpty()) {
            curves.add(new TrainingCurve(name, title, values));
        }
    }

    /** Mean of the first tenth of the updates, at least one. */
    public double start() {
        return mean(values.subList(0, tenth()));
    }

    /** Mean of the last tenth of the updates, at least one. */
    public double end() {
        return mean(values.subList(values.size() - tenth(), values.size()));
    }

    private int tenth() {
        return Math.max(1, values.size() / 10);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /** Points of an SVG polyline in a box of 240 x 48. */
    public String points() {
        double low = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double high = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        double span = high > low ? high - low : 1;
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            double x = values.size() == 1 ? WIDTH / 2.0 : (double) WIDTH * i / (values.size() - 1);
            double y = HEIGHT - 2 - (HEIGHT - 4) * (values.get(i) - low) / span;
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
        }
        return points.toString().strip();
    }
}
