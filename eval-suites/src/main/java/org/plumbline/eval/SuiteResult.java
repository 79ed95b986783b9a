package org.plumbline.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.plumbline.eval.Statistics.Interval;
import org.plumbline.eval.spi.ItemResult;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.eval.spi.SuiteDescription;

/** Items of one suite and the metrics over them. */
public record SuiteResult(SuiteDescription description, List<ItemResult> items) {

    /**
     * A metric with its uncertainty.
     *
     * @param value empty when no item was scored
     * @param n scored items
     */
    public record Metric(MetricDefinition definition, OptionalDouble value, int n, Optional<Interval> interval) {}

    public SuiteResult {
        items = List.copyOf(items);
    }

    public List<Metric> metrics() {
        return metrics(items);
    }

    /** Metrics by category; empty when the items have none. */
    public Map<String, List<Metric>> breakdown() {
        Map<String, List<ItemResult>> categories = items.stream()
                .filter(item -> !item.category().isEmpty())
                .collect(Collectors.groupingBy(ItemResult::category, TreeMap::new, Collectors.toList()));
        Map<String, List<Metric>> breakdown = new TreeMap<>();
        categories.forEach((category, members) -> breakdown.put(category, metrics(members)));
        return breakdown;
    }

    private List<Metric> metrics(List<ItemResult> of) {
        List<Metric> metrics = new ArrayList<>();
        for (MetricDefinition definition : description.metrics()) {
            List<ItemResult> with = of.stream()
                    .filter(item -> item.value(definition.name()).isPresent())
                    .toList();
            double[] values = with.stream()
                    .mapToDouble(item -> item.value(definition.name()).orElseThrow())
                    .toArray();
            List<String> clusters = with.stream().map(ItemResult::cluster).toList();
            metrics.add(new Metric(
                    definition,
                    values.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(value(definition, values)),
                    values.length,
                    interval(definition, values, clusters)));
        }
        return metrics;
    }

    /** A metric's value from its items' values. */
    public static double value(MetricDefinition definition, double[] values) {
        return definition.kind() == MetricDefinition.Kind.GEOMETRIC_MEAN
                ? Math.exp(Statistics.average(Statistics.logs(values)))
                : Statistics.average(values);
    }

    private static Optional<Interval> interval(MetricDefinition definition, double[] values, List<String> clusters) {
        boolean independent = clusters.stream().distinct().count() == clusters.size();
        return switch (definition.kind()) {
            case PROPORTION ->
                independent
                        ? Statistics.wilson(
                                java.util.Arrays.stream(values)
                                        .filter(v -> v > 0)
                                        .count(),
                                values.length)
                        : Statistics.clusteredWilson(values, clusters);
            case MEAN -> Statistics.mean(values, clusters, "t");
            case GEOMETRIC_MEAN ->
                Statistics.mean(Statistics.logs(values), clusters, "t of logs")
                        .map(i -> new Interval(Math.exp(i.low()), Math.exp(i.high()), i.level(), i.method()));
        };
    }

    public long scored() {
        return count(ItemResult.Scored.class);
    }

    public long unparsed() {
        return count(ItemResult.Unparsed.class);
    }

    public long failed() {
        return count(ItemResult.Failed.class);
    }

    private long count(Class<? extends ItemResult.Outcome> kind) {
        return items.stream().filter(item -> kind.isInstance(item.outcome())).count();
    }
}
