package org.plumbline.junit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plumbline.datasets.input.VisibleText;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.SuiteResult;
import org.plumbline.eval.spi.ItemResult;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.reports.gate.Explanation;
import org.plumbline.reports.gate.Outcome;
import org.plumbline.reports.gate.RuleResult;
import org.plumbline.reports.gate.Verdict;

/** What failed assertions say: what was expected, what was, and why. */
final class Messages {
    private static final int SHOWN = 200;
    private static final int SHOWN_OF_A_REASON = 2000;
    private static final int MOST_ITEMS = 5;

    private Messages() {}

    /** {@code suite.metric}, as gates name it. */
    static String name(SuiteResult suite, MetricDefinition metric) {
        return suite.description().name() + "." + metric.name();
    }

    static String metric(String name, Optional<String> category, String expected, Verdict verdict) {
        return "\nExpecting metric:\n  " + line(name)
                + category.map(c -> "\nin category:\n  " + line(c)).orElse("")
                + "\n" + expected
                + "\nbut was:\n  " + verdict.word()
                + "\nbecause:\n  " + VisibleText.line(reason(verdict), SHOWN_OF_A_REASON);
    }

    private static String reason(Verdict verdict) {
        return verdict.outcome() instanceof Outcome.NotRun notRun
                ? notRun.reason()
                : Explanation.reason(verdict.rules().get(0).checks().get(0));
    }

    static String gate(Evaluation evaluation, Path policy, Verdict verdict) {
        return "\nExpecting evaluation of:\n  " + line(evaluation.model().id()) + "\nto pass:\n  " + policy
                + outcome(verdict);
    }

    static String verdict(Outcome.Kind expected, Verdict verdict) {
        return "\nExpecting verdict:\n  " + expected.name().replace('_', ' ') + outcome(verdict);
    }

    private static String outcome(Verdict verdict) {
        return "\nbut was:\n  " + verdict.word() + "\nbecause:\n  "
                + VisibleText.line(verdict.sentence(), SHOWN_OF_A_REASON) + "\nrules:"
                + list(verdict.rules().stream().map(Messages::rule));
    }

    private static String rule(RuleResult rule) {
        return rule.name() + ": " + rule.outcome().word()
                + (rule.outcome().kind() == rule.counted()
                        ? ""
                        : ", which the policy counts as "
                                + rule.counted().name().replace('_', ' '));
    }

    static String unknownMetric(Evaluation evaluation, String name) {
        return "\nExpecting evaluation of:\n  " + line(evaluation.model().id()) + "\nto have metric:\n  " + line(name)
                + "\nbut it has:"
                + list(evaluation.suites().stream()
                        .flatMap(suite -> suite.description().metrics().stream().map(metric -> name(suite, metric))));
    }

    static String unknownCategory(SuiteResult suite, String name) {
        return "\nExpecting suite:\n  " + line(suite.description().name()) + "\nto have category:\n  " + line(name)
                + "\nbut it has:"
                + list(suite.items().stream()
                        .map(ItemResult::category)
                        .filter(category -> !category.isEmpty())
                        .distinct()
                        .sorted());
    }

    static String failedItems(Evaluation evaluation) {
        long items = evaluation.suites().stream()
                .mapToLong(suite -> suite.items().size())
                .sum();
        long failed =
                evaluation.suites().stream().mapToLong(SuiteResult::failed).sum();
        String expected = "\nExpecting evaluation of:\n  "
                + line(evaluation.model().id()) + "\nto have no failed items\nbut was:\n  ";
        if (items == 0) {
            return expected + "an evaluation without items";
        }
        Stream<String> shown =
                evaluation.suites().stream().flatMap(Messages::failures).limit(MOST_ITEMS);
        Stream<String> more =
                failed > MOST_ITEMS ? Stream.of("and " + (failed - MOST_ITEMS) + " more") : Stream.empty();
        return expected + failed + " of " + items + " items failed\nbecause:" + list(Stream.concat(shown, more));
    }

    private static Stream<String> failures(SuiteResult suite) {
        return suite.items().stream()
                .filter(item -> item.outcome() instanceof ItemResult.Failed)
                .map(item -> suite.description().name() + ", item " + item.id() + ": "
                        + ((ItemResult.Failed) item.outcome()).reason());
    }

    private static String list(Stream<String> lines) {
        List<String> all = lines.map(Messages::line).toList();
        return all.isEmpty()
                ? "\n  nothing"
                : all.stream().map(line -> "\n  " + line).collect(Collectors.joining());
    }

    /** Names and reasons come from files: nothing in them may look like a line of the message. */
    private static String line(String text) {
        return VisibleText.line(text, SHOWN);
    }
}
