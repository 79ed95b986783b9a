package org.plumbline.junit;

import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;
import org.plumbline.datasets.input.InputException;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.SuiteResult;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.reports.Comparison;
import org.plumbline.reports.gate.Gate;
import org.plumbline.reports.gate.GatePolicy;
import org.plumbline.reports.gate.Outcome;
import org.plumbline.reports.gate.Verdict;

/** Assertions on an evaluation. */
public final class EvaluationAssert extends AbstractAssert<EvaluationAssert, Evaluation> {

    EvaluationAssert(Evaluation actual) {
        super(actual, EvaluationAssert.class);
    }

    /**
     * Goes on to one metric, over all items.
     *
     * @param name {@code suite.metric}, such as {@code refusal.benign_refusal}
     * @throws AssertionError when there is no such metric; the message lists those there are
     */
    public MetricAssert metric(String name) {
        isNotNull();
        for (SuiteResult suite : actual.suites()) {
            for (MetricDefinition metric : suite.description().metrics()) {
                if (name.equals(Messages.name(suite, metric))) {
                    MetricAssert found = new MetricAssert(this, actual, suite, metric, Optional.empty());
                    return info.hasDescription() ? found.describedAs(info.description()) : found;
                }
            }
        }
        throw failure("%s", Messages.unknownMetric(actual, name));
    }

    /**
     * Every item of every suite was answered.
     *
     * @throws AssertionError when items failed, or there are none at all; items whose answer could not be read are not failed
     */
    public EvaluationAssert hasNoFailedItems() {
        isNotNull();
        if (actual.failedShare() > 0
                || actual.suites().stream().allMatch(suite -> suite.items().isEmpty())) {
            failWithMessage("%s", Messages.failedItems(actual));
        }
        return this;
    }

    /**
     * Passes a gate on its own: limits are judged, a margin does not run and so keeps it from passing.
     *
     * @throws AssertionError unless the verdict is {@code PASS}
     * @throws InputException when the file is missing or wrong
     */
    public EvaluationAssert passes(Path gateYaml) {
        isNotNull();
        return passed(gateYaml, Gate.judge(GatePolicy.read(gateYaml), actual));
    }

    /**
     * Passes a gate in comparison with a baseline.
     *
     * @throws AssertionError unless the verdict is {@code PASS}
     * @throws InputException when the file is missing or wrong, or the two evaluations cannot be compared
     */
    public EvaluationAssert passes(Path gateYaml, Evaluation baseline) {
        isNotNull();
        Comparison comparison = Comparison.of(baseline, actual, Optional.empty());
        return passed(gateYaml, Gate.judge(GatePolicy.read(gateYaml), comparison));
    }

    private EvaluationAssert passed(Path gateYaml, Verdict verdict) {
        if (verdict.outcome().kind() != Outcome.Kind.PASS) {
            failWithMessage("%s", Messages.gate(actual, gateYaml, verdict));
        }
        return this;
    }
}
