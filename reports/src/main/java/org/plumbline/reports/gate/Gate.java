package org.plumbline.reports.gate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.eval.spi.MetricDefinition.Direction;
import org.plumbline.eval.spi.MetricDefinition.Kind;
import org.plumbline.eval.statistics.Estimate;
import org.plumbline.eval.statistics.Interval;
import org.plumbline.eval.statistics.MultipleTesting;
import org.plumbline.eval.statistics.PairedEstimate;
import org.plumbline.eval.statistics.Power;
import org.plumbline.reports.Comparison;
import org.plumbline.reports.Worsening;
import org.plumbline.reports.gate.Rule.Condition;

/**
 * Judges evidence by a policy.
 *
 * <p>A margin is a test of non-inferiority: a rule passes when the whole two-sided interval of the worsening lies below the
 * margin, fails when all of it lies above and Holm's adjusted p-value is at most alpha, and is inconclusive otherwise. Passes
 * need no adjustment, since all rules must pass (intersection-union, Berger 1982); failures do, so that a family of true
 * rules fails with a chance of at most alpha. Limits are judged in the same way by the interval of the value after.
 */
public final class Gate {
    private final GatePolicy policy;
    private final Evidence evidence;

    private Gate(GatePolicy policy, Evidence evidence) {
        this.policy = policy;
        this.evidence = evidence;
    }

    /** Judges a comparison. */
    public static Verdict judge(GatePolicy policy, Comparison comparison) {
        return new Gate(policy, Evidence.of(comparison)).judge();
    }

    /** Judges a single evaluation: its limits; margins have nothing to compare with and do not run. */
    public static Verdict judge(GatePolicy policy, Evaluation evaluation) {
        return new Gate(policy, Evidence.of(evaluation)).judge();
    }

    /** A check before the adjustment, which needs the whole family. */
    private record Draft(
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

        static Draft notRun(Rule rule, String subject, String requirement, String reason) {
            return new Draft(
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
    }

    private Verdict judge() {
        List<Draft> drafts = policy.rules().stream()
                .flatMap(rule -> rule.conditions().stream().flatMap(condition -> drafts(rule, condition).stream()))
                .toList();
        List<Check> checks = adjusted(drafts);
        List<RuleResult> results = new ArrayList<>();
        for (Rule rule : policy.rules()) {
            List<Check> own = IntStream.range(0, drafts.size())
                    .filter(i -> drafts.get(i).rule().equals(rule))
                    .mapToObj(checks::get)
                    .toList();
            Outcome outcome = own.stream()
                    .map(Check::outcome)
                    .max(Comparator.comparing(Outcome::kind))
                    .orElseThrow();
            results.add(new RuleResult(rule.name(), rule.family(), outcome, counted(rule, outcome, own), own));
        }
        return verdict(results);
    }

    private static Outcome.Kind counted(Rule rule, Outcome outcome, List<Check> checks) {
        return switch (outcome.kind()) {
            case PASS -> Outcome.Kind.PASS;
            case FAIL -> Outcome.Kind.FAIL;
            case INCONCLUSIVE ->
                switch (rule.onInconclusive()) {
                    case INCONCLUSIVE -> Outcome.Kind.INCONCLUSIVE;
                    case FAIL -> Outcome.Kind.FAIL;
                    // What is beyond its bound by itself, and open only for the company it keeps, is not let pass.
                    case PASS ->
                        checks.stream().anyMatch(Check::beyond) ? Outcome.Kind.INCONCLUSIVE : Outcome.Kind.PASS;
                };
            case NOT_RUN -> rule.onNotRun() == Rule.OnNotRun.FAIL ? Outcome.Kind.FAIL : Outcome.Kind.NOT_RUN;
        };
    }

    private Verdict verdict(List<RuleResult> results) {
        if (evidence.failedShare() > policy.errorBudget()) {
            String reason = "Too many items failed: " + Numbers.plain(100 * evidence.failedShare())
                    + " %, the policy allows " + Numbers.plain(100 * policy.errorBudget()) + " %";
            return new Verdict(new Outcome.NotRun(reason), Optional.empty(), policy.source(), true, results);
        }
        Outcome.Kind worst = results.stream()
                .map(RuleResult::counted)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        if (worst == Outcome.Kind.PASS) {
            return new Verdict(new Outcome.Pass(), Optional.empty(), policy.source(), false, results);
        }
        // The first in the order of the policy, which is that of the author's concern.
        RuleResult decisive = results.stream()
                .filter(result -> result.counted() == worst)
                .findFirst()
                .orElseThrow();
        Outcome outcome = switch (worst) {
            case FAIL -> new Outcome.Fail();
            case INCONCLUSIVE, NOT_RUN, PASS -> decisive.outcome();
        };
        return new Verdict(outcome, Optional.of(decisive.name()), policy.source(), false, results);
    }

    private List<Draft> drafts(Rule rule, Condition condition) {
        List<Draft> drafts = new ArrayList<>();
        Evidence.Found found = evidence.find(condition, policy.unpairedBudget());
        Optional<MetricDefinition> definition =
                found.metric().map(metric -> definition(metric.definition(), condition));
        condition.margin().ifPresent(margin -> {
            String requirement = requirement(margin, condition);
            if (definition.isEmpty()) {
                drafts.add(Draft.notRun(rule, condition.subject(), requirement, found.reason()));
            } else {
                drafts.add(found.metric()
                        .flatMap(Evidence.Metric::paired)
                        .map(paired -> margin(rule, condition, requirement, definition.get(), paired, margin))
                        .orElseGet(() -> Draft.notRun(
                                rule,
                                condition.subject(),
                                requirement,
                                "a margin needs a comparison with a baseline, and there is only one evaluation")));
            }
        });
        condition.limit().ifPresent(limit -> {
            String requirement = "limit " + Numbers.plain(limit);
            if (definition.isEmpty()) {
                drafts.add(Draft.notRun(rule, condition.subject(), requirement, found.reason()));
            } else {
                drafts.addAll(
                        limits(rule, condition, definition.get(), found.metric().orElseThrow(), limit));
            }
        });
        return drafts;
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

    private static Draft margin(
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
        return new Draft(
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

    private static List<Draft> limits(
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

    private static Draft limit(
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
        return new Draft(
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

    /** Holm within each family; checks that did not run count with p = 1, so that leaving one out helps no other. */
    private List<Check> adjusted(List<Draft> drafts) {
        Map<String, List<Integer>> families = new LinkedHashMap<>();
        for (int i = 0; i < drafts.size(); i++) {
            families.computeIfAbsent(drafts.get(i).rule().family(), f -> new ArrayList<>())
                    .add(i);
        }
        Check[] checks = new Check[drafts.size()];
        families.values().forEach(family -> {
            double[] adjusted = MultipleTesting.holm(
                    family.stream().mapToDouble(i -> drafts.get(i).p()).toArray());
            for (int member = 0; member < adjusted.length; member++) {
                int i = family.get(member);
                checks[i] = check(drafts.get(i), adjusted[member], family.size());
            }
        });
        return List.of(checks);
    }

    private Check check(Draft draft, double adjustedP, int familySize) {
        boolean spread = draft.interval().isPresent();
        double alpha = draft.rule().alpha();
        double error = draft.errorPerItem() / Math.sqrt(draft.items());
        Outcome outcome = decide(draft, adjustedP);
        return new Check(
                draft.subject(),
                draft.requirement(),
                draft.expression(),
                draft.notRun().isPresent() ? OptionalDouble.empty() : OptionalDouble.of(draft.estimate()),
                draft.interval(),
                draft.bound(),
                draft.above(),
                spread ? draft.standardError() : OptionalDouble.empty(),
                draft.degreesOfFreedom(),
                draft.p(),
                adjustedP,
                familySize,
                alpha,
                draft.items(),
                draft.clusters(),
                spread && error > 0
                        ? OptionalDouble.of(Power.smallestEffect(error, alpha, policy.power()))
                        : OptionalDouble.empty(),
                outcome);
    }

    private Outcome decide(Draft draft, double adjustedP) {
        if (draft.notRun().isPresent()) {
            return new Outcome.NotRun(draft.notRun().get());
        }
        if (!Double.isFinite(draft.estimate()) || !Double.isFinite(draft.bound())) {
            return new Outcome.NotRun(draft.expression() + " cannot be computed: it is " + draft.estimate()
                    + ", the bound " + draft.bound());
        }
        if (draft.interval().isEmpty()) {
            String clusters =
                    draft.clusters() < 2 ? "one cluster tells" : draft.clusters() + " clusters that agree exactly tell";
            return new Outcome.Inconclusive(clusters + " nothing of the spread", OptionalLong.empty());
        }
        Interval interval = draft.interval().get();
        boolean below = interval.high() < draft.bound();
        boolean beyond = interval.low() > draft.bound();
        int minItems = draft.rule().minItems();
        if ((draft.above() ? beyond : below) && adjustedP <= draft.rule().alpha()) {
            return new Outcome.Fail();
        }
        if (draft.above() ? below : beyond) {
            return draft.items() >= minItems
                    ? new Outcome.Pass()
                    : new Outcome.Inconclusive(
                            "a pass needs at least " + minItems + " items", OptionalLong.of(minItems));
        }
        OptionalLong needed = needed(draft);
        String bound = Numbers.plain(draft.bound());
        String why = below || beyond
                ? "the interval excludes " + bound + ", but not after Holm's adjustment, " + Explanation.p(adjustedP)
                : "the interval includes " + bound;
        return new Outcome.Inconclusive(
                why + "; " + Explanation.needed(needed, draft.items(), draft.clusters(), policy.power()), needed);
    }

    /** Items for the effect that the rule allows, supposing no change; where they are there already, for the one observed. */
    private OptionalLong needed(Draft draft) {
        double variance = draft.errorPerItem() * draft.errorPerItem();
        double alpha = draft.rule().alpha();
        long needed = draft.allowance() > 0 ? Power.itemsNeeded(variance, draft.allowance(), alpha, policy.power()) : 0;
        if (needed <= draft.items()) {
            needed = Power.itemsNeeded(variance, draft.bound() - draft.estimate(), alpha, policy.power());
        }
        needed = Math.max(needed, draft.rule().minItems());
        return needed > Integer.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(needed);
    }
}
