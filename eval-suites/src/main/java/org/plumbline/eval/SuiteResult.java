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
            double[] values = values(of, definition.name());
            Optional<Interval> interval = switch (definition.kind()) {
                case PROPORTION ->
                    Statistics.wilson(
                            java.util.Arrays.stream(values).filter(v -> v > 0).count(), values.length);
                case MEAN -> Statistics.mean(values, "t");
            };
            metrics.add(new Metric(
                    definition,
                    values.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(Statistics.average(values)),
                    values.length,
                    interval));
        }
        return metrics;
    }

    private static double[] values(List<ItemResult> items, String metric) {
        return items.stream()
                .map(ItemResult::outcome)
                .filter(ItemResult.Scored.class::isInstance)
                .map(outcome -> ((ItemResult.Scored) outcome).values().get(metric))
                .filter(java.util.Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray();
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
