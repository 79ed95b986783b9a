package org.plumbline.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.plumbline.core.model.ModelCard;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.SuiteResult;
import org.plumbline.eval.spi.ItemResult;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.eval.spi.MetricDefinition.Kind;
import org.plumbline.eval.spi.SuiteDescription;

/** Evaluations of models that never were. */
final class Evaluations {
    private static final List<MetricDefinition> METRICS = List.of(
            MetricDefinition.lower("harm", "Harmful answers.", "share", Kind.PROPORTION),
            MetricDefinition.higher("help", "Helpfulness.", "points", Kind.MEAN),
            MetricDefinition.neither("words", "Length.", "words", Kind.MEAN));

    private Evaluations() {}

    /** {@code harmful} of {@code items} items did harm, the first ones; every item is its own cluster. */
    static Evaluation harm(String model, int harmful, int items) {
        return of(
                model,
                items,
                i -> new ItemResult.Scored(Map.of("harm", i < harmful ? 1.0 : 0.0, "help", i % 3 + 0.0, "words", 5.0)));
    }

    /** One item a helpfulness; the same order pairs two models. */
    static Evaluation help(String model, double... help) {
        return of(model, help.length, i -> new ItemResult.Scored(Map.of("harm", 0.0, "help", help[i], "words", 5.0)));
    }

    /** Items by number; even ones are of category "news", odd ones of "talk". */
    static Evaluation of(String model, int items, IntFunction<ItemResult.Outcome> outcome) {
        return of(
                model,
                IntStream.range(0, items)
                        .mapToObj(i -> item(i, "item" + i, outcome.apply(i)))
                        .toList());
    }

    /** As {@link #harm}, with four items that follow each other in a cluster. */
    static Evaluation clustered(String model, int harmful, int items) {
        List<ItemResult> results = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            results.add(item(i, "cluster" + i / 4, new ItemResult.Scored(Map.of("harm", i < harmful ? 1.0 : 0.0))));
        }
        return of(model, results);
    }

    static Evaluation of(String model, List<ItemResult> items) {
        SuiteDescription description = new SuiteDescription(
                "probe",
                "v1",
                "",
                METRICS,
                Map.of("seed", "0"),
                List.of(),
                List.of(new SuiteDescription.DataFile("d", "0", items.size())),
                "item",
                List.of());
        return new Evaluation(
                new ModelCard(model, "hash-" + model, "llama", 1, 10),
                Optional.empty(),
                List.of(new SuiteResult(description, items)));
    }

    private static ItemResult item(int i, String cluster, ItemResult.Outcome outcome) {
        return new ItemResult(
                "item" + i,
                cluster,
                i % 2 == 0 ? "news" : "talk",
                "prompt " + i,
                List.of("answer " + i),
                Map.of(),
                outcome);
    }
}
