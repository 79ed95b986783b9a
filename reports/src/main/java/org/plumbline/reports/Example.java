package org.plumbline.reports;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.datasets.input.Hashes;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.SuiteResult;
import org.plumbline.eval.spi.ItemResult;

/** What a model wrote to one prompt before and after. */
public record Example(String suite, String id, String prompt, String before, String after) {
    /** How {@link #pick} chooses, for readers. */
    public static final String RULE =
            "Picked by rule, not by hand: the suites that generate take turns, each with its items"
                    + " in the order of the SHA-256 of their ids; the first sample is shown.";

    /** The first {@code count} examples by {@link #RULE}; fewer when there are not so many. */
    public static List<Example> pick(Evaluation before, Evaluation after, int count) {
        List<Deque<Example>> bySuite = new ArrayList<>();
        for (SuiteResult suite : before.suites()) {
            String name = suite.description().name();
            Map<String, ItemResult> others = new LinkedHashMap<>();
            after.suites().stream()
                    .filter(other -> other.description().name().equals(name))
                    .flatMap(other -> other.items().stream())
                    .forEach(item -> others.put(item.id(), item));
            List<Example> examples = suite.items().stream()
                    .filter(item -> generated(item) && others.containsKey(item.id()))
                    .filter(item -> generated(others.getOrDefault(item.id(), item)))
                    .sorted(Comparator.comparing(item -> Hashes.ofText(item.id())))
                    .limit(count)
                    .map(item -> new Example(
                            name,
                            item.id(),
                            ItemChange.cut(item.prompt()),
                            ItemChange.cut(item.outputs().get(0)),
                            ItemChange.cut(others.getOrDefault(item.id(), item)
                                    .outputs()
                                    .get(0))))
                    .toList();
            if (!examples.isEmpty()) {
                bySuite.add(new ArrayDeque<>(examples));
            }
        }
        List<Example> picked = new ArrayList<>();
        while (picked.size() < count && bySuite.stream().anyMatch(queue -> !queue.isEmpty())) {
            for (Deque<Example> queue : bySuite) {
                if (!queue.isEmpty() && picked.size() < count) {
                    picked.add(queue.removeFirst());
                }
            }
        }
        return picked;
    }

    private static boolean generated(ItemResult item) {
        return !item.prompt().isEmpty() && !item.outputs().isEmpty();
    }
}
