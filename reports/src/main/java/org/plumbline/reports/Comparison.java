package org.plumbline.reports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.plumbline.core.model.ModelCard;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.Statistics;
import org.plumbline.eval.Statistics.Interval;
import org.plumbline.eval.SuiteResult;
import org.plumbline.eval.spi.ItemResult;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.eval.spi.SuiteDescription;

/** Two evaluations of the same items, paired on item id. */
public record Comparison(ModelCard before, ModelCard after, List<SuiteChange> suites) {

    /** What the interval of a difference says. */
    public enum Reading {
        /** The interval excludes 0 on the better side. */
        BETTER,
        /** The interval excludes 0 on the worse side. */
        WORSE,
        /** The interval excludes 0; the metric has no better side. */
        CHANGED,
        /** The interval includes 0, or there is none. */
        NO_CLEAR_CHANGE,
        /** No item has a value in both. */
        NOT_MEASURED
    }

    /**
     * One metric before and after, over the items scored in both.
     *
     * @param difference after - before
     * @param interval of the difference, paired; empty for fewer than two items
     * @param pairs items scored in both
     * @param rose items whose value rose
     * @param fell items whose value fell
     */
    public record MetricChange(
            MetricDefinition definition,
            double before,
            double after,
            double difference,
            Optional<Interval> interval,
            int pairs,
            int rose,
            int fell,
            Reading reading) {}

    /** Whether training ever saw the scorers that measure a suite. */
    public enum HeldOut {
        YES,
        NO,
        /** What was trained on is not known. */
        UNKNOWN,
        /** The suite uses no text scorer. */
        NO_SCORER
    }

    /**
     * One suite before and after.
     *
     * @param unpaired items that were not scored in both
     */
    public record SuiteChange(
            SuiteDescription description, List<MetricChange> metrics, int unpaired, HeldOut heldOut) {}

    /**
     * Compares two evaluations.
     *
     * @param trainedScorers identities of the scorers that training optimised; empty when that is not known
     * @throws InputException when suites, variants, items, prompts, data, decoding or scorers differ; all are listed
     */
    public static Comparison of(Evaluation before, Evaluation after, Optional<List<String>> trainedScorers) {
        Map<String, SuiteResult> beforeSuites = byName(before);
        Map<String, SuiteResult> afterSuites = byName(after);
        List<Problem> problems = new ArrayList<>();
        if (!beforeSuites.keySet().equals(afterSuites.keySet())) {
            problems.add(differ("suites", "which ran", beforeSuites.keySet(), afterSuites.keySet()));
        }
        check(problems, "evaluations", "reference models", reference(before), reference(after));
        List<SuiteChange> changes = new ArrayList<>();
        for (Map.Entry<String, SuiteResult> entry : beforeSuites.entrySet()) {
            SuiteResult other = afterSuites.get(entry.getKey());
            if (other == null) {
                continue;
            }
            List<Problem> found = mismatches(entry.getValue(), other);
            problems.addAll(found);
            if (found.isEmpty()) {
                changes.add(change(entry.getValue(), other, trainedScorers));
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return new Comparison(before.model(), after.model(), changes);
    }

    private static String reference(Evaluation evaluation) {
        return evaluation.reference().map(ModelCard::contentHash).orElse("none");
    }

    private static Map<String, SuiteResult> byName(Evaluation evaluation) {
        Map<String, SuiteResult> suites = new LinkedHashMap<>();
        evaluation.suites().forEach(suite -> suites.put(suite.description().name(), suite));
        return suites;
    }

    private static Problem differ(String where, String what, Object before, Object after) {
        return Problem.of(where, what + " differ: before " + before + ", after " + after)
                .next("evaluate both models in the same way");
    }

    private static List<Problem> mismatches(SuiteResult before, SuiteResult after) {
        SuiteDescription b = before.description();
        SuiteDescription a = after.description();
        String where = "suite " + b.name();
        List<Problem> problems = new ArrayList<>();
        check(problems, where, "variants", b.variant(), a.variant());
        check(problems, where, "decoding settings", b.decoding(), a.decoding());
        check(problems, where, "scorers", b.scorers(), a.scorers());
        check(problems, where, "data files", b.data(), a.data());
        check(problems, where, "metrics", b.metrics(), a.metrics());
        Map<String, String> beforePrompts = prompts(before);
        Map<String, String> afterPrompts = prompts(after);
        if (!beforePrompts.keySet().equals(afterPrompts.keySet())) {
            problems.add(differ(where, "numbers or ids of items", beforePrompts.size(), afterPrompts.size()));
        } else {
            check(problems, where, "prompts", beforePrompts, afterPrompts);
        }
        return problems;
    }

    private static void check(List<Problem> problems, String where, String what, Object before, Object after) {
        if (!before.equals(after)) {
            problems.add(differ(where, what, before, after));
        }
    }

    private static Map<String, String> prompts(SuiteResult suite) {
        Map<String, String> prompts = new LinkedHashMap<>();
        suite.items().forEach(item -> prompts.put(item.id(), item.prompt()));
        return prompts;
    }

    private static SuiteChange change(SuiteResult before, SuiteResult after, Optional<List<String>> trainedScorers) {
        Map<String, ItemResult> afterItems = new LinkedHashMap<>();
        after.items().forEach(item -> afterItems.put(item.id(), item));
        List<Pair> paired = before.items().stream()
                .map(item -> new Pair(item, afterItems.getOrDefault(item.id(), item)))
                .filter(pair -> scored(pair.before()) && scored(pair.after()))
                .toList();
        List<MetricChange> metrics = new ArrayList<>();
        for (MetricDefinition definition : before.description().metrics()) {
            List<Pair> both = paired.stream()
                    .filter(pair -> pair.before().value(definition.name()).isPresent()
                            && pair.after().value(definition.name()).isPresent())
                    .toList();
            metrics.add(change(definition, both));
        }
        HeldOut heldOut = heldOut(before.description().scorers(), trainedScorers);
        return new SuiteChange(before.description(), metrics, before.items().size() - paired.size(), heldOut);
    }

    /** An item in both evaluations. */
    private record Pair(ItemResult before, ItemResult after) {}

    private static boolean scored(ItemResult item) {
        return item.outcome() instanceof ItemResult.Scored;
    }

    private static double[] column(List<Pair> pairs, Function<Pair, ItemResult> side, MetricDefinition metric) {
        return pairs.stream()
                .mapToDouble(pair -> side.apply(pair).value(metric.name()).orElseThrow())
                .toArray();
    }

    private static HeldOut heldOut(List<String> scorers, Optional<List<String>> trained) {
        if (scorers.isEmpty()) {
            return HeldOut.NO_SCORER;
        }
        if (trained.isEmpty()) {
            return HeldOut.UNKNOWN;
        }
        // The name before the @ is for readers: the same content under another name is the same scorer.
        List<String> contents = trained.get().stream().map(Comparison::content).toList();
        return scorers.stream().map(Comparison::content).anyMatch(contents::contains) ? HeldOut.NO : HeldOut.YES;
    }

    private static String content(String identity) {
        return identity.substring(identity.lastIndexOf('@') + 1);
    }

    private static MetricChange change(MetricDefinition definition, List<Pair> pairs) {
        double[] before = column(pairs, Pair::before, definition);
        double[] after = column(pairs, Pair::after, definition);
        List<String> clusters =
                pairs.stream().map(pair -> pair.before().cluster()).toList();
        int rose = 0;
        int fell = 0;
        for (int i = 0; i < before.length; i++) {
            rose += after[i] > before[i] ? 1 : 0;
            fell += after[i] < before[i] ? 1 : 0;
        }
        double meanBefore = SuiteResult.value(definition, before);
        double meanAfter = SuiteResult.value(definition, after);
        Optional<Interval> interval = definition.kind() == MetricDefinition.Kind.GEOMETRIC_MEAN
                ? Statistics.pairedDifference(Statistics.logs(before), Statistics.logs(after), clusters)
                        .map(i -> ofRatio(meanBefore, i))
                : Statistics.pairedDifference(before, after, clusters);
        return new MetricChange(
                definition,
                meanBefore,
                meanAfter,
                meanAfter - meanBefore,
                interval,
                before.length,
                rose,
                fell,
                read(definition, meanBefore, meanAfter, interval));
    }

    /** The interval of the ratio, exp of that of the logs, as a difference from the value before. */
    private static Interval ofRatio(double before, Interval logs) {
        return new Interval(
                before * Math.expm1(logs.low()),
                before * Math.expm1(logs.high()),
                logs.level(),
                logs.method() + " of logs");
    }

    private static Reading read(MetricDefinition definition, double before, double after, Optional<Interval> interval) {
        if (Double.isNaN(before)) {
            return Reading.NOT_MEASURED;
        }
        if (interval.isEmpty() || !(interval.get().low() > 0 || interval.get().high() < 0)) {
            return Reading.NO_CLEAR_CHANGE;
        }
        double target = definition.target();
        if (definition.direction() == MetricDefinition.Direction.TOWARDS && (before - target) * (after - target) < 0) {
            // Past the target: the interval is of the signed shift and says nothing of the distance.
            return Reading.NO_CLEAR_CHANGE;
        }
        return switch (definition.direction()) {
            case LOWER -> after < before ? Reading.BETTER : Reading.WORSE;
            case HIGHER -> after > before ? Reading.BETTER : Reading.WORSE;
            case TOWARDS -> Math.abs(after - target) < Math.abs(before - target) ? Reading.BETTER : Reading.WORSE;
            case NEITHER -> Reading.CHANGED;
        };
    }
}
