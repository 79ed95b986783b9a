package org.plumbline.reports.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.eval.spi.MetricDefinition.Direction;
import org.plumbline.eval.spi.MetricDefinition.Kind;
import org.plumbline.eval.statistics.Estimate;
import org.plumbline.eval.statistics.Interval;
import org.plumbline.eval.statistics.PairedEstimate;
import org.plumbline.reports.Worsening;
import org.plumbline.reports.gate.Rule.Condition;

/**
 * What one condition of a rule asks for, measured: a check before Holm's adjustment, which needs the whole family.
 *
 * @param expression what is estimated; empty when nothing was measured
 * @param above whether the bound is the highest value allowed, not the lowest
 * @param degreesOfFreedom of Student's t; 0 for the normal distribution
 * @param p two-sided p-value that the bound is violated
 * @param errorPerItem standard error of one item, whatever clusters make of it
 * @param allowance how far the bound lies from no change; 0 where that means nothing
 * @param notRun why nothing was measured
 */
record Measurement(
        Rule rule,
        String subject,
        String requirement,
        String expression,
        double estimate,
        Optional<Interval> interval,
        double bound,
        boolean above,
        OptionalDouble standardError,
        int degreesOfFreedom,
        double p,
        int items,
        int clusters,
        double errorPerItem,
        double allowance,
        Optional<String> notRun) {

    static Measurement notRun(Rule rule, String subject, String requirement, String reason) {
        return new Measurement(
                rule,
                subject,
                requirement,
                "",
                Double.NaN,
                Optional.empty(),
                Double.NaN,
                true,
                OptionalDouble.empty(),
                0,
                1,
                0,
                0,
                Double.NaN,
                0,
                Optional.of(reason));
    }

    /** The measurements of all conditions of a rule, in order. */
    static List<Measurement> of(Rule rule, Evidence evidence, double unpairedBudget) {
        return rule.conditions().stream()
                .flatMap(condition -> of(rule, condition, evidence, unpairedBudget).stream())
                .toList();
    }

    private static List<Measurement> of(Rule rule, Condition condition, Evidence evidence, double unpairedBudget) {
        List<Measurement> measurements = new ArrayList<>();
        Evidence.Found found = evidence.find(condition, unpairedBudget);
        Optional<MetricDefinition> definition =
                found.metric().map(metric -> definition(metric.definition(), condition));
        condition.margin().ifPresent(margin -> {
            String requirement = requirement(margin, condition);
            if (definition.isEmpty()) {
                measurements.add(Measurement.notRun(rule, condition.subject(), requirement, found.reason()));
            } else {
                measurements.add(found.metric()
                        .flatMap(Evidence.Metric::paired)
                        .map(paired -> margin(rule, condition, requirement, definition.get(), paired, margin))
                        .orElseGet(() -> Measurement.notRun(
                                rule,
                                condition.subject(),
                                requirement,
                                "a margin needs a comparison with a baseline, and there is only one evaluation")));
            }
        });
        condition.limit().ifPresent(limit -> {
            String requirement = "limit " + Numbers.plain(limit);
            if (definition.isEmpty()) {
                measurements.add(Measurement.notRun(rule, condition.subject(), requirement, found.reason()));
            } else {
                measurements.addAll(
                        limits(rule, condition, definition.get(), found.metric().orElseThrow(), limit));
            }
        });
        return measurements;
    }

    private static String requirement(Rule.Margin margin, Condition condition) {
        String improved = margin.absolute() < 0 || margin.share() < 0
                ? "better by more than " + margin.text().substring(1)
                : margin.absolute() == 0 && margin.share() == 0
                        ? "better than before"
                        : "worse by less than " + margin.text();
        return improved
                + condition
                        .better()
                        .map(better -> " (" + better.direction().name().toLowerCase(java.util.Locale.ROOT)
                                + (better.direction() == Direction.TOWARDS ? " " + better.target() : "") + ")")
                        .orElse("");
    }

    /** The metric with the direction that counts here. */
    private static MetricDefinition definition(MetricDefinition own, Condition condition) {
        if (condition.better().isEmpty()) {
            if (own.direction() == Direction.NEITHER) {
                throw new InputException(
                        Problem.of("gate, " + condition.metric(), "neither way is better by the suite's own definition")
                                .accepted("direction: lower, higher, or towards NUMBER")
                                .next("add a direction to the rule"));
            }
            return own;
        }
        return new MetricDefinition(
                own.name(),
                own.description(),
                own.unit(),
                own.kind(),
                condition.better().get().direction(),
                condition.better().get().target());
    }

    private static Measurement margin(
            Rule rule,
            Condition condition,
            String requirement,
            MetricDefinition definition,
            PairedEstimate paired,
            Rule.Margin margin) {
        Worsening worsening = Worsening.of(definition, paired, margin.absolute(), margin.share());
        double error = worsening.largest().standardError();
        if (unit(definition) && !(Math.abs(margin.absolute()) < 1)) {
            throw decidesNothing(condition, "margin " + margin.text(), "above -1 and below 1");
        }
        return new Measurement(
                rule,
                condition.subject(),
                requirement,
                worsening.expression(),
                worsening.estimate(),
                worsening.interval(1 - rule.alpha()),
                worsening.bound(),
                true,
                OptionalDouble.of(error),
                paired.clusters() - 1,
                worsening.p(),
                paired.pairs(),
                paired.clusters(),
                error * Math.sqrt(paired.pairs()),
                worsening.allowance(),
                Optional.empty());
    }

    private static List<Measurement> limits(
            Rule rule, Condition condition, MetricDefinition definition, Evidence.Metric metric, double limit) {
        double target = definition.target();
        boolean towards = definition.direction() == Direction.TOWARDS;
        if (unit(definition)
                && (!(limit >= 0 && limit <= 1)
                        || (towards
                                && (!(target >= 0 && target <= 1) || (target - limit < 0 && target + limit > 1))))) {
            throw decidesNothing(
                    condition,
                    "limit " + Numbers.plain(limit) + (towards ? " around " + Numbers.plain(target) : ""),
                    "what a value from 0 to 1 can break");
        }
        if (definition.kind() == Kind.GEOMETRIC_MEAN && !(limit > 0)) {
            throw new InputException(Problem.of(
                            "gate, " + condition.metric(),
                            "limit " + Numbers.plain(limit) + " of a geometric mean decides nothing")
                    .accepted("a number above 0"));
        }
        Estimate after = metric.after();
        String expression = metric.paired().isPresent() ? "after" : "value";
        return switch (definition.direction()) {
            case LOWER ->
                List.of(limit(rule, condition, expression, "below " + Numbers.plain(limit), after, limit, true));
            case HIGHER ->
                List.of(limit(rule, condition, expression, "above " + Numbers.plain(limit), after, limit, false));
            case TOWARDS -> {
                String requirement = "within " + Numbers.plain(limit) + " of " + Numbers.plain(target);
                yield List.of(
                        limit(rule, condition, expression, requirement, after, target + limit, true),
                        limit(rule, condition, expression, requirement, after, target - limit, false));
            }
            case NEITHER -> throw new IllegalStateException("a rule has a direction");
        };
    }

    /** Of a yes-or-no item at the bound; where the bound leaves none, at the value. */
    private static double variance(double bound, double value) {
        return bound > 0 && bound < 1 ? bound * (1 - bound) : value * (1 - value);
    }

    /** Whether values lie between 0 and 1. */
    private static boolean unit(MetricDefinition definition) {
        return definition.kind() == Kind.PROPORTION || definition.kind() == Kind.SHARE;
    }

    private static InputException decidesNothing(Condition condition, String what, String accepted) {
        return new InputException(Problem.of("gate, " + condition.metric(), what + " of a share decides nothing")
                .accepted(accepted)
                .next("write a percentage as a share: 5 % is 0.05"));
    }

    private static Measurement limit(
            Rule rule,
            Condition condition,
            String expression,
            String requirement,
            Estimate after,
            double bound,
            boolean above) {
        boolean score = after.kind() == Kind.PROPORTION;
        double error = after.standardError();
        boolean logs = after.kind() == Kind.GEOMETRIC_MEAN;
        return new Measurement(
                rule,
                condition.subject(),
                requirement,
                expression,
                after.value(),
                after.interval(1 - rule.alpha()),
                bound,
                above,
                score || logs ? OptionalDouble.empty() : OptionalDouble.of(error),
                score && after.clusters() == after.items() ? 0 : after.clusters() - 1,
                above ? after.pAbove(bound) : after.pBelow(bound),
                after.items(),
                after.clusters(),
                score
                        ? Math.sqrt(variance(bound, after.mean()) * after.items() / after.effectiveItems())
                        : (logs ? error * after.value() : error) * Math.sqrt(after.items()),
                0,
                Optional.empty());
    }
}
