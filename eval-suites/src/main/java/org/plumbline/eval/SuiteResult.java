package org.plumbline.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.plumbline.eval.spi.ItemResult;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.eval.spi.SuiteDescription;
import org.plumbline.eval.statistics.Estimate;
import org.plumbline.eval.statistics.Interval;

/** Items of one suite and the metrics over them. */
public record SuiteResult(SuiteDescription description, List<ItemResult> items) {

    /** A metric with its uncertainty. */
    public record Metric(MetricDefinition definition, Estimate estimate) {

        /** Empty when no item was scored. */
        public OptionalDouble value() {
            return estimate.items() == 0 ? OptionalDouble.empty() : OptionalDouble.of(estimate.value());
        }

        /** Scored items. */
        public int n() {
            return estimate.items();
        }

        public Optional<Interval> interval() {
            return estimate.interval();
        }
    }

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
            metrics.add(new Metric(definition, Estimate.of(definition.kind(), values, clusters)));
        }
        return metrics;
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
