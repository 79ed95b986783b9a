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
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.statistics.Interval;
import org.plumbline.eval.statistics.MultipleTesting;
import org.plumbline.eval.statistics.Power;
import org.plumbline.reports.Comparison;

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

    private Verdict judge() {
        List<Measurement> measurements = policy.rules().stream()
                .flatMap(rule -> Measurement.of(rule, evidence, policy.unpairedBudget()).stream())
                .toList();
        List<Check> checks = adjusted(measurements);
        List<RuleResult> results = new ArrayList<>();
        for (Rule rule : policy.rules()) {
            List<Check> own = IntStream.range(0, measurements.size())
                    .filter(i -> measurements.get(i).rule().equals(rule))
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

    /** Holm within each family; checks that did not run count with p = 1, so that leaving one out helps no other. */
    private List<Check> adjusted(List<Measurement> measurements) {
        Map<String, List<Integer>> families = new LinkedHashMap<>();
        for (int i = 0; i < measurements.size(); i++) {
            families.computeIfAbsent(measurements.get(i).rule().family(), f -> new ArrayList<>())
                    .add(i);
        }
        Check[] checks = new Check[measurements.size()];
        families.values().forEach(family -> {
            double[] adjusted = MultipleTesting.holm(
                    family.stream().mapToDouble(i -> measurements.get(i).p()).toArray());
            for (int member = 0; member < adjusted.length; member++) {
                int i = family.get(member);
                checks[i] = check(measurements.get(i), adjusted[member], family.size());
            }
        });
        return List.of(checks);
    }

    private Check check(Measurement measured, double adjustedP, int familySize) {
        boolean spread = measured.interval().isPresent();
        double alpha = measured.rule().alpha();
        double error = measured.errorPerItem() / Math.sqrt(measured.items());
        Outcome outcome = decide(measured, adjustedP);
        return new Check(
                measured.subject(),
                measured.requirement(),
                measured.expression(),
                measured.notRun().isPresent() ? OptionalDouble.empty() : OptionalDouble.of(measured.estimate()),
                measured.interval(),
                measured.bound(),
                measured.above(),
                spread ? measured.standardError() : OptionalDouble.empty(),
                measured.degreesOfFreedom(),
                measured.p(),
                adjustedP,
                familySize,
                alpha,
                measured.items(),
                measured.clusters(),
                spread && error > 0
                        ? OptionalDouble.of(Power.smallestEffect(error, alpha, policy.power()))
                        : OptionalDouble.empty(),
                outcome);
    }

    private Outcome decide(Measurement measured, double adjustedP) {
        if (measured.notRun().isPresent()) {
            return new Outcome.NotRun(measured.notRun().get());
        }
        if (!Double.isFinite(measured.estimate()) || !Double.isFinite(measured.bound())) {
            return new Outcome.NotRun(measured.expression() + " cannot be computed: it is " + measured.estimate()
                    + ", the bound " + measured.bound());
        }
        if (measured.interval().isEmpty()) {
            String clusters = measured.clusters() < 2
                    ? "one cluster tells"
                    : measured.clusters() + " clusters that agree exactly tell";
            return new Outcome.Inconclusive(clusters + " nothing of the spread", OptionalLong.empty());
        }
        Interval interval = measured.interval().get();
        boolean below = interval.high() < measured.bound();
        boolean beyond = interval.low() > measured.bound();
        int minItems = measured.rule().minItems();
        if ((measured.above() ? beyond : below) && adjustedP <= measured.rule().alpha()) {
            return new Outcome.Fail();
        }
        if (measured.above() ? below : beyond) {
            return measured.items() >= minItems
                    ? new Outcome.Pass()
                    : new Outcome.Inconclusive(
                            "a pass needs at least " + minItems + " items", OptionalLong.of(minItems));
        }
        OptionalLong needed = needed(measured);
        String bound = Numbers.plain(measured.bound());
        String why = below || beyond
                ? "the interval excludes " + bound + ", but not after Holm's adjustment, " + Explanation.p(adjustedP)
                : "the interval includes " + bound;
        return new Outcome.Inconclusive(
                why + "; " + Explanation.needed(needed, measured.items(), measured.clusters(), policy.power()), needed);
    }

    /** Items for the effect that the rule allows, supposing no change; where they are there already, for the one observed. */
    private OptionalLong needed(Measurement measured) {
        double variance = measured.errorPerItem() * measured.errorPerItem();
        double alpha = measured.rule().alpha();
        long needed =
                measured.allowance() > 0 ? Power.itemsNeeded(variance, measured.allowance(), alpha, policy.power()) : 0;
        if (needed <= measured.items()) {
            needed = Power.itemsNeeded(variance, measured.bound() - measured.estimate(), alpha, policy.power());
        }
        needed = Math.max(needed, measured.rule().minItems());
        return needed > Integer.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(needed);
    }
}
