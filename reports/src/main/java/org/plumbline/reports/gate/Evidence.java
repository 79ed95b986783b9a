package org.plumbline.reports.gate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plumbline.datasets.input.VisibleText;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.SuiteResult;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.eval.statistics.Estimate;
import org.plumbline.eval.statistics.PairedEstimate;
import org.plumbline.reports.Comparison;
import org.plumbline.reports.MetricChange;
import org.plumbline.reports.gate.Rule.Condition;

/**
 * What there is to judge.
 *
 * @param failedShare share of items that failed
 */
record Evidence(List<SuiteEvidence> suites, double failedShare) {

    private static final int LISTED = 20;
    private static final int NAME = 80;

    /**
     * A metric.
     *
     * @param after over all items that have a value there
     * @param paired when there is a before
     * @param oneSided items with a value in one of the two only
     */
    record Metric(MetricDefinition definition, Estimate after, Optional<PairedEstimate> paired, int oneSided) {
        double oneSidedShare() {
            int pairs = paired.map(PairedEstimate::pairs).orElse(after.items());
            return share(oneSided, (long) pairs + oneSided);
        }
    }

    /** Metrics of one suite, of all its items and by category. */
    record SuiteEvidence(
            String name, double unpairedShare, List<Metric> metrics, Map<String, List<Metric>> categories) {}

    /** A metric, or why there is none. */
    record Found(Optional<Metric> metric, String reason) {
        static Found none(String reason) {
            return new Found(Optional.empty(), reason);
        }
    }

    static Evidence of(Comparison comparison) {
        return new Evidence(
                comparison.suites().stream()
                        .map(suite -> new SuiteEvidence(
                                suite.description().name(),
                                share(suite.unpaired(), suite.itemsBefore().all()),
                                suite.metrics().stream().map(Evidence::metric).toList(),
                                mapped(suite.categories(), Evidence::metric)))
                        .toList(),
                comparison.failedShare());
    }

    static Evidence of(Evaluation evaluation) {
        return new Evidence(
                evaluation.suites().stream()
                        .map(suite -> new SuiteEvidence(
                                suite.description().name(),
                                share(
                                        suite.items().size() - suite.scored(),
                                        suite.items().size()),
                                suite.metrics().stream().map(Evidence::metric).toList(),
                                mapped(suite.breakdown(), Evidence::metric)))
                        .toList(),
                evaluation.failedShare());
    }

    private static double share(long part, long all) {
        return all == 0 ? 0 : (double) part / all;
    }

    private static Metric metric(MetricChange change) {
        return new Metric(change.definition(), change.level(), Optional.of(change.estimate()), change.oneSided());
    }

    private static Metric metric(SuiteResult.Metric metric) {
        return new Metric(metric.definition(), metric.estimate(), Optional.empty(), 0);
    }

    private static <T> Map<String, List<Metric>> mapped(Map<String, List<T>> categories, Function<T, Metric> metric) {
        return categories.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().stream().map(metric).toList()));
    }

    /** The first few names. */
    private static String list(Stream<String> names) {
        List<String> all = names.toList();
        String first = all.stream()
                .limit(LISTED)
                .map(name -> VisibleText.line(name, NAME))
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "none" : all.size() > LISTED ? first + ", ..." : first;
    }

    Found find(Condition condition, double unpairedBudget) {
        int dot = condition.metric().lastIndexOf('.');
        String suiteName = condition.metric().substring(0, dot);
        String metricName = condition.metric().substring(dot + 1);
        Optional<SuiteEvidence> suite =
                suites.stream().filter(s -> s.name().equals(suiteName)).findFirst();
        if (suite.isEmpty()) {
            String ran = list(suites.stream().map(SuiteEvidence::name).sorted());
            return Found.none("suite " + suiteName + " did not run; those that did: " + ran);
        }
        if (suite.get().unpairedShare() > unpairedBudget) {
            return Found.none(Numbers.plain(100 * suite.get().unpairedShare()) + " % of the items of " + suiteName
                    + " have no score, the policy allows " + Numbers.plain(100 * unpairedBudget) + " %");
        }
        List<Metric> metrics = condition
                .category()
                .map(category -> suite.get().categories().getOrDefault(category, List.of()))
                .orElse(suite.get().metrics());
        if (metrics.isEmpty() && condition.category().isPresent()) {
            return Found.none("suite " + suiteName + " has no category \""
                    + condition.category().get() + "\"; it has: "
                    + list(suite.get().categories().keySet().stream().sorted()));
        }
        Optional<Metric> metric = metrics.stream()
                .filter(m -> m.definition().name().equals(metricName))
                .findFirst();
        if (metric.isEmpty()) {
            return Found.none("suite " + suiteName + " has no metric \"" + metricName + "\" here; it has: "
                    + list(metrics.stream().map(m -> m.definition().name())));
        }
        if (metric.get().after().items() == 0) {
            return Found.none(condition.subject() + " was not measured: no item has a value");
        }
        if (metric.get().oneSidedShare() > unpairedBudget) {
            return Found.none(Numbers.plain(100 * metric.get().oneSidedShare()) + " % of the items of "
                    + condition.subject() + " have a value in one evaluation only, the policy allows "
                    + Numbers.plain(100 * unpairedBudget) + " %");
        }
        return new Found(metric, "");
    }
}
