package org.plumbline.reports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.plumbline.core.model.ModelCard;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.SuiteResult;
import org.plumbline.eval.spi.ItemResult;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.eval.spi.SuiteDescription;

/** Evaluations for tests, column by column. */
public final class Evaluations {
    private Evaluations() {}

    /** Values of one metric; NaN where an item has none. */
    public record Column(MetricDefinition metric, double[] values) {}

    /** One suite {@code probe} of independent items without categories. */
    public static Evaluation of(String model, Column... columns) {
        return of(model, "probe", items(List.of(columns), "", 0), columns);
    }

    /** As {@link #of(String, Column...)}, with clusters of {@code size} items. */
    public static Evaluation clustered(String model, int size, Column... columns) {
        return of(model, "probe", items(List.of(columns), "", size), columns);
    }

    /** One suite over the items given. */
    public static Evaluation of(String model, String suite, List<ItemResult> items, Column... columns) {
        SuiteDescription description = new SuiteDescription(
                suite,
                "v1",
                "Mind the <gap>.",
                java.util.Arrays.stream(columns).map(Column::metric).toList(),
                Map.of("seed", "1"),
                List.of("scorer@1"),
                List.of(new SuiteDescription.DataFile("d", "0", items.size())),
                "item",
                List.of());
        return new Evaluation(
                new ModelCard(model, "hash-" + model, "llama", 1, 10),
                Optional.empty(),
                List.of(new SuiteResult(description, items)));
    }

    private static List<ItemResult> items(List<Column> columns, String category, int clusterSize) {
        List<ItemResult> items = new ArrayList<>();
        for (int i = 0; i < columns.get(0).values().length; i++) {
            Map<String, Double> values = new LinkedHashMap<>();
            for (Column column : columns) {
                if (!Double.isNaN(column.values()[i])) {
                    values.put(column.metric().name(), column.values()[i]);
                }
            }
            items.add(new ItemResult(
                    "item" + i,
                    clusterSize == 0 ? "item" + i : "cluster" + i / clusterSize,
                    category,
                    "prompt " + i,
                    List.of("out"),
                    Map.of(),
                    new ItemResult.Scored(values)));
        }
        return items;
    }
}
