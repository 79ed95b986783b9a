package org.plumbline.junit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.api.AbstractAssert;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.SuiteResult;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.eval.spi.MetricDefinition.Direction;
import org.plumbline.reports.Comparison;
import org.plumbline.reports.gate.Gate;
import org.plumbline.reports.gate.GatePolicy;
import org.plumbline.reports.gate.Outcome;
import org.plumbline.reports.gate.Rule;
import org.plumbline.reports.gate.Rule.Better;
import org.plumbline.reports.gate.Rule.Condition;
import org.plumbline.reports.gate.Rule.Margin;
import org.plumbline.reports.gate.Verdict;

/**
 * Assertions on one metric. Each is a gate of one rule with the settings of a {@code gate.yaml} that names none: a metric
 * that was not measured, or too many items that failed, never pass. Nothing is adjusted between assertions.
 */
public final class MetricAssert extends AbstractAssert<MetricAssert, Evaluation> {
    /** Read rather than written down again, so that an assertion and a file without settings cannot disagree. */
    private static final GatePolicy DEFAULTS =
            GatePolicy.parse(Path.of("gate.yaml"), "rules: [{metric: any.metric, limit: 0}]");

    private static final Rule DEFAULT_RULE = DEFAULTS.rules().get(0);
    private static final double LEAST_ALPHA = 1e-6;
    private static final double MOST_ALPHA = 0.5;

    private final EvaluationAssert evaluation;
    private final SuiteResult suite;
    private final MetricDefinition definition;
    private final Optional<String> category;
    private double alpha = DEFAULT_RULE.alpha();

    MetricAssert(
            EvaluationAssert evaluation,
            Evaluation actual,
            SuiteResult suite,
            MetricDefinition definition,
            Optional<String> category) {
        super(actual, MetricAssert.class);
        this.evaluation = evaluation;
        this.suite = suite;
        this.definition = definition;
        this.category = category;
    }

    /**
     * Goes on to the items of one category.
     *
     * @throws AssertionError when the suite has no such category; the message lists those it has
     */
    public MetricAssert inCategory(String name) {
        if (suite.items().stream().noneMatch(item -> item.category().equals(name))) {
            throw failure("%s", Messages.unknownCategory(suite, name));
        }
        MetricAssert found =
                new MetricAssert(evaluation, actual, suite, definition, Optional.of(name)).withAlpha(alpha);
        return info.hasDescription() ? found.describedAs(info.description()) : found;
    }

    /**
     * Sets alpha, two-sided, for the assertions that follow; 0.05 otherwise. Intervals have level 1 - alpha.
     *
     * @throws IllegalArgumentException outside of 0.000001 to 0.5
     */
    public MetricAssert withAlpha(double value) {
        if (!(value >= LEAST_ALPHA && value <= MOST_ALPHA)) {
            throw new IllegalArgumentException("alpha is " + value + "; accepted: 0.000001 to 0.5");
        }
        alpha = value;
        return this;
    }

    /**
     * The whole interval of the value lies below {@code limit}, whichever way the suite calls better.
     *
     * @param limit in the metric's unit
     * @throws AssertionError when it does not, or fewer than 30 items have a value
     * @throws IllegalArgumentException when {@code limit} is not finite
     */
    public MetricAssert isAtMost(double limit) {
        return mustPass("to be at most:\n  " + limit, limit(Direction.LOWER, limit), Optional.empty());
    }

    /** As {@link #isAtMost}, with the whole interval above {@code limit}. */
    public MetricAssert isAtLeast(double limit) {
        return mustPass("to be at least:\n  " + limit, limit(Direction.HIGHER, limit), Optional.empty());
    }

    /**
     * Not shown to be worse: fails when the whole paired interval of the worsening lies above 0, and passes when the data
     * cannot tell. With few items that is a weak promise; a margin is a strong one.
     *
     * @throws AssertionError when it is worse, or was not measured
     * @throws InputException when the two evaluations cannot be compared, or neither way is better
     */
    public MetricAssert isNoWorseThan(Evaluation baseline) {
        Verdict verdict = judge(worsening(new Margin(0, 0)), Optional.of(baseline));
        Outcome.Kind kind = verdict.outcome().kind();
        return kind == Outcome.Kind.INCONCLUSIVE || kind == Outcome.Kind.PASS
                ? this
                : failed("not to be shown worse than the baseline", verdict);
    }

    /**
     * Shown to be worse by less than {@code margin}, if at all: the whole paired interval of the worsening lies below it.
     *
     * @param margin in the metric's unit, above 0
     * @throws AssertionError when it does not, also because the data cannot tell, or fewer than 30 items have a value in both
     * @throws IllegalArgumentException when {@code margin} is not above 0 and finite
     * @throws InputException when the two evaluations cannot be compared, or neither way is better
     */
    public MetricAssert isNoWorseThan(Evaluation baseline, double margin) {
        if (!(margin > 0 && margin <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("margin is " + margin
                    + "; accepted: above 0, how much worse is allowed; isBetterThan asks for an improvement");
        }
        return mustPass(
                "to be no worse than the baseline with a margin of:\n  " + margin,
                worsening(new Margin(margin, 0)),
                Optional.of(baseline));
    }

    /**
     * As {@link #isNoWorseThan(Evaluation, double)}, with a margin that is a share of the baseline's value.
     *
     * @param share between 0 and 1: 0.1 allows what is worse by less than 10 %
     */
    public MetricAssert isNoWorseThanByShare(Evaluation baseline, double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "share is " + share + "; accepted: between 0 and 1, of the value of the baseline");
        }
        Margin margin = new Margin(0, share);
        return mustPass(
                "to be no worse than the baseline with a margin of:\n  " + margin.text(),
                worsening(margin),
                Optional.of(baseline));
    }

    /**
     * Shown to be better: the whole paired interval of the worsening lies below 0.
     *
     * @throws AssertionError when it does not, also because the data cannot tell, or fewer than 30 items have a value in both
     * @throws InputException when the two evaluations cannot be compared, or neither way is better
     */
    public MetricAssert isBetterThan(Evaluation baseline) {
        return mustPass("to be better than the baseline", worsening(new Margin(0, 0)), Optional.of(baseline));
    }

    /** Back to the evaluation. */
    public EvaluationAssert and() {
        return evaluation;
    }

    private Condition limit(Direction direction, double limit) {
        if (!Double.isFinite(limit)) {
            throw new IllegalArgumentException("limit is " + limit + "; accepted: a finite number");
        }
        return condition(Optional.of(new Better(direction, 0)), OptionalDouble.of(limit), Optional.empty());
    }

    private Condition worsening(Margin margin) {
        if (definition.direction() == Direction.NEITHER) {
            throw new InputException(
                    Problem.of(Messages.name(suite, definition), "neither way is better by the suite's own definition")
                            .accepted("isAtMost and isAtLeast")
                            .next("write a rule with a direction into a gate.yaml and use passes"));
        }
        return condition(Optional.empty(), OptionalDouble.empty(), Optional.of(margin));
    }

    private Condition condition(Optional<Better> better, OptionalDouble limit, Optional<Margin> margin) {
        return new Condition(Messages.name(suite, definition), category, better, limit, margin);
    }

    private MetricAssert mustPass(String expected, Condition condition, Optional<Evaluation> baseline) {
        Verdict verdict = judge(condition, baseline);
        return verdict.outcome().kind() == Outcome.Kind.PASS ? this : failed(expected, verdict);
    }

    private MetricAssert failed(String expected, Verdict verdict) {
        throw failure("%s", Messages.metric(Messages.name(suite, definition), category, expected, verdict));
    }

    private Verdict judge(Condition condition, Optional<Evaluation> baseline) {
        Rule rule = new Rule(
                condition.subject(),
                DEFAULT_RULE.family(),
                alpha,
                DEFAULT_RULE.minItems(),
                DEFAULT_RULE.onInconclusive(),
                DEFAULT_RULE.onNotRun(),
                List.of(condition));
        GatePolicy policy = new GatePolicy(
                "an assertion", DEFAULTS.power(), DEFAULTS.errorBudget(), DEFAULTS.unpairedBudget(), List.of(rule));
        return baseline.map(before -> Gate.judge(policy, Comparison.of(before, actual, Optional.empty())))
                .orElseGet(() -> Gate.judge(policy, actual));
    }
}
