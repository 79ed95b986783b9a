package org.plumbline.reports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.datasets.input.Hashes;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.SuiteResult;
import org.plumbline.eval.spi.ItemResult;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.eval.spi.MetricDefinition.Direction;

/**
 * One item whose value of one metric changed much.
 *
 * @param worse whether it changed for the worse
 * @param outputBefore what the model wrote, or what was scored; the first of several
 */
public record ItemChange(
        String suite,
        String metric,
        String id,
        String category,
        double before,
        double after,
        boolean worse,
        String prompt,
        String outputBefore,
        String outputAfter) {
    /** How {@link #pick} chooses, for readers. */
    public static final String RULE =
            "Of each metric with a better side: the five items that got most worse and the three that got most better; ties by"
                    + " the SHA-256 of their ids.";

    private static final int WORSE = 5;
    private static final int BETTER = 3;
    private static final int MOST_CHARACTERS = 2000;

    /** The items that a report lists, by {@link #RULE}; their texts are cut at 2,000 characters. */
    public static List<ItemChange> pick(Evaluation before, Evaluation after) {
        Map<String, SuiteResult> others = new HashMap<>();
        after.suites().forEach(suite -> others.put(suite.description().name(), suite));
        List<ItemChange> picked = new ArrayList<>();
        for (SuiteResult suite : before.suites()) {
            SuiteResult other = others.get(suite.description().name());
            if (other == null) {
                continue;
            }
            Map<String, ItemResult> items = new HashMap<>();
            other.items().forEach(item -> items.put(item.id(), item));
            for (MetricDefinition metric : suite.description().metrics()) {
                if (metric.direction() == Direction.LOWER || metric.direction() == Direction.HIGHER) {
                    pick(picked, suite, items, metric);
                }
            }
        }
        return picked;
    }

    private record Candidate(ItemResult before, ItemResult after, double worsening) {}

    private static void pick(
            List<ItemChange> picked, SuiteResult suite, Map<String, ItemResult> others, MetricDefinition metric) {
        int sign = metric.direction() == Direction.LOWER ? 1 : -1;
        List<Candidate> changed = new ArrayList<>();
        for (ItemResult item : suite.items()) {
            ItemResult other = others.get(item.id());
            if (other != null
                    && item.value(metric.name()).isPresent()
                    && other.value(metric.name()).isPresent()) {
                double change = other.value(metric.name()).getAsDouble()
                        - item.value(metric.name()).getAsDouble();
                if (change != 0) {
                    changed.add(new Candidate(item, other, sign * change));
                }
            }
        }
        String name = suite.description().name();
        take(picked, name, metric.name(), changed, true, WORSE);
        take(picked, name, metric.name(), changed, false, BETTER);
    }

    private static void take(
            List<ItemChange> picked, String suite, String metric, List<Candidate> changed, boolean worse, int count) {
        changed.stream()
                .filter(candidate -> candidate.worsening() > 0 == worse)
                .sorted(Comparator.comparingDouble((Candidate candidate) -> -Math.abs(candidate.worsening()))
                        .thenComparing(
                                candidate -> Hashes.ofText(candidate.before().id())))
                .limit(count)
                .map(candidate -> new ItemChange(
                        suite,
                        metric,
                        candidate.before().id(),
                        candidate.before().category(),
                        candidate.before().value(metric).orElseThrow(),
                        candidate.after().value(metric).orElseThrow(),
                        worse,
                        cut(candidate.before().prompt()),
                        cut(output(candidate.before())),
                        cut(output(candidate.after()))))
                .forEach(picked::add);
    }

    private static String output(ItemResult item) {
        return item.outputs().isEmpty() ? "" : item.outputs().get(0);
    }

    static String cut(String text) {
        int count = text.codePointCount(0, text.length());
        return count <= MOST_CHARACTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST_CHARACTERS))
                        + String.format(java.util.Locale.ROOT, " [... %,d more characters]", count - MOST_CHARACTERS);
    }
}
