package org.plumbline.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.SuiteResult;
import org.plumbline.eval.spi.ItemResult;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.eval.spi.MetricDefinition.Kind;
import org.plumbline.reports.Comparison;
import org.plumbline.reports.Evaluations;
import org.plumbline.reports.Evaluations.Column;

class GateTest {
    private static final MetricDefinition HARM = MetricDefinition.lower("harm", "Harm.", "share", Kind.PROPORTION);
    private static final MetricDefinition USE = MetricDefinition.higher("use", "Use.", "points", Kind.MEAN);
    private static final MetricDefinition LEAN = MetricDefinition.towards(0.5, "lean", "Lean.", "share", Kind.MEAN);
    private static final MetricDefinition WORDS = MetricDefinition.neither("words", "Words.", "words", Kind.MEAN);
    private static final MetricDefinition PERPLEXITY =
            MetricDefinition.lower("perplexity", "Perplexity.", "perplexity", Kind.GEOMETRIC_MEAN);

    private static GatePolicy policy(String... rules) {
        StringBuilder yaml = new StringBuilder("rules:\n");
        for (String rule : rules) {
            yaml.append("  - ").append(rule).append('\n');
        }
        return GatePolicy.parse(Path.of("gate.yaml"), yaml.toString());
    }

    /** {@code ones} ones, from item {@code from} on, of {@code n}. */
    private static double[] ones(int n, int from, int ones) {
        double[] values = new double[n];
        Arrays.fill(values, from, from + ones, 1);
        return values;
    }

    /** Values around a mean, spread evenly by +-0.5. */
    private static double[] around(int n, double mean) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = mean + (i + 0.5) / n - 0.5;
        }
        return values;
    }

    private static Comparison compare(MetricDefinition metric, double[] before, double[] after) {
        return Comparison.of(
                Evaluations.of("a", new Column(metric, before)),
                Evaluations.of("b", new Column(metric, after)),
                Optional.empty());
    }

    private static Check only(Verdict verdict) {
        assertThat(verdict.rules()).hasSize(1);
        assertThat(verdict.rules().get(0).checks()).hasSize(1);
        return verdict.rules().get(0).checks().get(0);
    }

    @Test
    void aMarginHasThreeOutcomesByItsInterval() {
        // 400 items, 20 of them became harmful: 5 points worse, interval about (2.8, 7.2).
        Comparison worse = compare(HARM, ones(400, 0, 40), ones(400, 0, 60));
        Verdict pass = Gate.judge(policy("{metric: probe.harm, margin: 0.1}"), worse);
        assertThat(pass.outcome()).isEqualTo(new Outcome.Pass());
        assertThat(pass.exitCode()).isZero();
        assertThat(pass.sentence()).isEqualTo("The rule holds.");
        Verdict fail = Gate.judge(policy("{metric: probe.harm, margin: 0.02}"), worse);
        assertThat(fail.outcome()).isEqualTo(new Outcome.Fail());
        assertThat(fail.exitCode()).isEqualTo(3);
        assertThat(fail.decidedBy()).contains("probe.harm");
        Verdict open = Gate.judge(policy("{metric: probe.harm, margin: 0.05}"), worse);
        assertThat(open.outcome()).isInstanceOf(Outcome.Inconclusive.class);
        assertThat(open.exitCode()).isEqualTo(4);
        Check check = only(fail);
        assertThat(check.interval().orElseThrow().low()).isBetween(0.025, 0.031);
        assertThat(check.interval().orElseThrow().high()).isBetween(0.069, 0.075);
        assertThat(check.items()).isEqualTo(400);
    }

    @Test
    void theItemsNeededAreThoseOfTheReference() {
        // Differences with a variance of 1/9: (z(.025) + z(.2))^2 / 9 / .03^2 = 969 items for a margin of .03.
        int n = 200;
        double[] before = new double[n];
        double[] after = new double[n];
        double size = Math.sqrt((n - 1.0) / n / 9);
        for (int i = 0; i < n; i++) {
            after[i] = i % 2 == 0 ? size : -size;
        }
        MetricDefinition harm = MetricDefinition.lower("harm", "Harm.", "share", Kind.MEAN);
        Verdict verdict = Gate.judge(policy("{metric: probe.harm, margin: 0.03}"), compare(harm, before, after));
        assertThat(verdict.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Inconclusive.class,
                        outcome -> assertThat(outcome.itemsNeeded()).isEqualTo(OptionalLong.of(969)));
        assertThat(verdict.sentence())
                .isEqualTo(
                        "Decided by \"probe.harm\": probe.harm, after - before = 0, 95 % interval [-0.04648, 0.04648] on"
                                + " 200 items: the interval includes 0.03; about 969 items would decide with 80 % power.");
    }

    @Test
    void higherIsBetterWhereTheSuiteSaysSo() {
        Comparison dropped = compare(USE, around(100, 5), around(100, 4));
        assertThat(Gate.judge(policy("{metric: probe.use, margin: 0.5}"), dropped)
                        .word())
                .isEqualTo("FAIL");
        assertThat(Gate.judge(policy("{metric: probe.use, margin: 2}"), dropped).word())
                .isEqualTo("PASS");
        assertThat(Gate.judge(policy("{metric: probe.use, margin: 25%}"), dropped)
                        .word())
                .isEqualTo("PASS");
        assertThat(Gate.judge(policy("{metric: probe.use, margin: 10%}"), dropped)
                        .word())
                .isEqualTo("FAIL");
        assertThat(Gate.judge(policy("{metric: probe.use, limit: 3}"), dropped).word())
                .isEqualTo("PASS");
        assertThat(Gate.judge(policy("{metric: probe.use, limit: 4.5}"), dropped)
                        .word())
                .isEqualTo("FAIL");
    }

    @Test
    void aMarginOfZeroAsksForAnImprovementAndANegativeOneForMore() {
        double[] noise = around(100, 0);
        double[] before = new double[100];
        double[] after = new double[100];
        for (int i = 0; i < 100; i++) {
            before[i] = 5;
            after[i] = 6 + noise[(i * 37) % 100];
        }
        Comparison risen = compare(USE, before, after);
        assertThat(Gate.judge(policy("{metric: probe.use, margin: 0}"), risen).word())
                .isEqualTo("PASS");
        assertThat(Gate.judge(policy("{metric: probe.use, margin: -0.5}"), risen)
                        .word())
                .isEqualTo("PASS");
        assertThat(Gate.judge(policy("{metric: probe.use, margin: -1.5}"), risen)
                        .word())
                .isEqualTo("FAIL");
        assertThat(Gate.judge(policy("{metric: probe.use, margin: -1}"), risen).word())
                .isEqualTo("INCONCLUSIVE");
    }

    @Test
    void towardsATargetCountsTheDistanceOnBothSides() {
        double[] high = around(60, 0.9);
        double[] target = around(60, 0.5);
        double[] low = around(60, 0.1);
        double[] lower = around(60, -0.4);
        assertThat(Gate.judge(policy("{metric: probe.lean, margin: 0}"), compare(LEAN, high, shuffled(target)))
                        .word())
                .isEqualTo("PASS");
        assertThat(Gate.judge(policy("{metric: probe.lean, margin: 0}"), compare(LEAN, target, shuffled(low)))
                        .word())
                .isEqualTo("FAIL");
        assertThat(Gate.judge(policy("{metric: probe.lean, margin: 0.05}"), compare(LEAN, high, shuffled(low)))
                        .word())
                .as("as far on the other side")
                .isEqualTo("INCONCLUSIVE");
        assertThat(Gate.judge(policy("{metric: probe.lean, margin: 0.05}"), compare(LEAN, high, shuffled(lower)))
                        .word())
                .as("farther on the other side")
                .isEqualTo("FAIL");
        assertThat(Gate.judge(policy("{metric: probe.lean, limit: 0.2}"), compare(LEAN, high, shuffled(target)))
                        .word())
                .isEqualTo("PASS");
        assertThat(Gate.judge(policy("{metric: probe.lean, limit: 0.2}"), compare(LEAN, high, shuffled(low)))
                        .word())
                .isEqualTo("FAIL");
    }

    private static double[] shuffled(double[] values) {
        double[] shuffled = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            shuffled[i] = values[(i * 37) % values.length];
        }
        return shuffled;
    }

    @Test
    void ratiosAreComparedByLogs() {
        double[] before = new double[50];
        double[] after = new double[50];
        for (int i = 0; i < 50; i++) {
            before[i] = 20 + i;
            after[i] = before[i] * (1.08 + (i % 2 == 0 ? 0.02 : -0.02));
        }
        Comparison comparison = compare(PERPLEXITY, before, after);
        Check check = only(Gate.judge(policy("{metric: probe.perplexity, margin: 10%}"), comparison));
        assertThat(check.expression()).isEqualTo("ln(after / before)");
        assertThat(check.bound()).isCloseTo(Math.log(1.1), within(1e-12));
        assertThat(check.outcome()).isEqualTo(new Outcome.Pass());
        assertThat(Gate.judge(policy("{metric: probe.perplexity, margin: 5%}"), comparison)
                        .word())
                .isEqualTo("FAIL");
        double value = comparison.suites().get(0).metrics().get(0).before();
        assertThat(Gate.judge(policy("{metric: probe.perplexity, margin: " + 0.1 * value + "}"), comparison)
                        .word())
                .isEqualTo("PASS");
    }

    @Test
    void limitsOfSharesAreJudgedByWilson() {
        Evaluation evaluation = Evaluations.of("a", new Column(HARM, ones(200, 0, 10)));
        Check check = only(Gate.judge(policy("{metric: probe.harm, limit: 0.1}"), evaluation));
        assertThat(check.outcome()).isEqualTo(new Outcome.Pass());
        assertThat(check.expression()).isEqualTo("value");
        // Wilson for 10 of 200.
        assertThat(check.interval().orElseThrow().low()).isCloseTo(0.0273826, within(1e-6));
        assertThat(check.interval().orElseThrow().high()).isCloseTo(0.0895782, within(1e-6));
        assertThat(Gate.judge(policy("{metric: probe.harm, limit: 0.02}"), evaluation)
                        .word())
                .isEqualTo("FAIL");
        assertThat(Gate.judge(policy("{metric: probe.harm, limit: 0.05}"), evaluation)
                        .word())
                .isEqualTo("INCONCLUSIVE");
        assertThat(Gate.judge(
                                policy("{metric: probe.harm, limit: 0.1}"),
                                Evaluations.of("a", new Column(HARM, new double[20])))
                        .word())
                .as("0 of 20 says less than it seems")
                .isEqualTo("INCONCLUSIVE");
    }

    @Test
    void aLimitThatNoShareCanReachIsAMistake() {
        Evaluation evaluation = Evaluations.of("a", new Column(HARM, ones(200, 0, 10)));
        assertThatThrownBy(() -> Gate.judge(policy("{metric: probe.harm, limit: 5}"), evaluation))
                .hasMessageContaining(
                        "limit 5 of a share decides nothing; accepted: what a value from 0 to 1 can break");
    }

    @Test
    void aMarginThatNoShareCanReachIsAMistake() {
        Comparison worst = compare(HARM, new double[200], ones(200, 0, 200));
        assertThatThrownBy(() -> Gate.judge(policy("{metric: probe.harm, margin: 5}"), worst))
                .hasMessageContaining("margin 5 of a share decides nothing");
        assertThatThrownBy(() -> Gate.judge(policy("{metric: probe.harm, direction: towards 0.5, limit: 0.6}"), worst))
                .hasMessageContaining("limit 0.6 around 0.5 of a share decides nothing");
    }

    @Test
    void aMetricThatItemsLostDoesNotPass() {
        double[] before = ones(200, 0, 20);
        double[] after = new double[200];
        Arrays.fill(after, 0, 120, Double.NaN);
        Verdict verdict = Gate.judge(policy("{metric: probe.harm, margin: 0.05}"), compare(HARM, before, after));
        assertThat(verdict.word()).isEqualTo("NOT RUN");
        assertThat(verdict.sentence())
                .contains("60 % of the items of probe.harm have a value in one evaluation only, the policy allows 5 %");
    }

    @Test
    void aLimitIsJudgedByAllItemsOfAfter() {
        double[] before = new double[200];
        Arrays.fill(before, 0, 9, Double.NaN);
        Comparison comparison = compare(HARM, before, ones(200, 0, 9));
        Check check = only(Gate.judge(policy("{metric: probe.harm, limit: 0.04}"), comparison));
        assertThat(check.items()).isEqualTo(200);
        assertThat(check.outcome()).isInstanceOf(Outcome.Inconclusive.class);
    }

    @Test
    void anAbsoluteMarginOfAGeometricMeanKnowsThatBeforeIsEstimated() {
        java.util.SplittableRandom random = new java.util.SplittableRandom(3);
        int runs = 1000;
        int passes = 0;
        int failures = 0;
        for (int run = 0; run < runs; run++) {
            double[] before = new double[100];
            double[] after = new double[100];
            for (int i = 0; i < 100; i++) {
                // Truly 50 before and 60 after, in step.
                double log = 2 * random.nextDouble() - 1;
                before[i] = 50 * Math.exp(log);
                after[i] = 60 * Math.exp(log + 0.02 * (random.nextDouble() - 0.5));
            }
            Verdict verdict =
                    Gate.judge(policy("{metric: probe.perplexity, margin: 10}"), compare(PERPLEXITY, before, after));
            passes += verdict.word().equals("PASS") ? 1 : 0;
            failures += verdict.word().equals("FAIL") ? 1 : 0;
        }
        assertThat(passes).as("exactly at the margin").isLessThanOrEqualTo(runs * 5 / 100);
        assertThat(failures).isLessThanOrEqualTo(runs * 5 / 100);
    }

    @Test
    void whatIsBeyondItsBoundByItselfIsNotLetPass() {
        double[] after = ones(200, 0, 9);
        Comparison comparison = compare(HARM, new double[200], after);
        assertThat(Gate.judge(policy("{metric: probe.harm, margin: 0}"), comparison)
                        .word())
                .isEqualTo("FAIL");
        List<String> rules = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            rules.add("{metric: probe.harm, name: r" + i + ", margin: 0, on-inconclusive: pass}");
        }
        assertThat(Gate.judge(policy(rules.toArray(String[]::new)), comparison).word())
                .isEqualTo("INCONCLUSIVE");
    }

    @Test
    void whatDidNotRunNeverPasses() {
        Comparison comparison = compare(HARM, new double[400], new double[400]);
        for (String rule : List.of(
                "{metric: other.harm, margin: 0.1}",
                "{metric: probe.other, margin: 0.1}",
                "{metric: probe.harm, category: none, margin: 0.1}")) {
            Verdict verdict = Gate.judge(policy(rule), comparison);
            assertThat(verdict.outcome()).as(rule).isInstanceOf(Outcome.NotRun.class);
            assertThat(verdict.exitCode()).isEqualTo(4);
        }
        Verdict margin = Gate.judge(
                policy("{metric: probe.harm, margin: 0.1}"), Evaluations.of("a", new Column(HARM, new double[400])));
        assertThat(margin.sentence()).contains("a margin needs a comparison with a baseline");
        Verdict failed = Gate.judge(policy("{metric: other.harm, margin: 0.1, on-not-run: fail}"), comparison);
        assertThat(failed.exitCode()).isEqualTo(3);
        assertThat(failed.sentence())
                .isEqualTo(
                        "Decided by \"other.harm\" (not run, which the policy counts as fail): suite other did not run;"
                                + " those that did: probe.");
    }

    @Test
    void anInconclusiveRuleCountsAsThePolicySays() {
        Comparison comparison = compare(HARM, ones(60, 0, 3), ones(60, 1, 3));
        assertThat(Gate.judge(policy("{metric: probe.harm, margin: 0.01}"), comparison)
                        .exitCode())
                .isEqualTo(4);
        assertThat(Gate.judge(policy("{metric: probe.harm, margin: 0.01, on-inconclusive: fail}"), comparison)
                        .exitCode())
                .isEqualTo(3);
        Verdict allowed = Gate.judge(
                policy(
                        "{metric: probe.harm, margin: 0.01, on-inconclusive: pass}",
                        "{metric: probe.harm, name: wide, margin: 0.5}"),
                comparison);
        assertThat(allowed.exitCode()).isZero();
        assertThat(allowed.rules().get(0).outcome()).isInstanceOf(Outcome.Inconclusive.class);
        assertThat(allowed.sentence()).isEqualTo("The rule holds; 1 rule is inconclusive, which the policy allows.");
    }

    @Test
    void aJointRuleNeedsAllItsParts() {
        Comparison comparison = Comparison.of(
                Evaluations.of("a", new Column(HARM, ones(300, 0, 150)), new Column(USE, around(300, 5))),
                Evaluations.of("b", new Column(HARM, ones(300, 0, 30)), new Column(USE, shuffled(around(300, 3)))),
                Optional.empty());
        GatePolicy joint =
                policy("{name: joint, all: [{metric: probe.harm, margin: 0}, {metric: probe.use, margin: 0.5}]}");
        Verdict verdict = Gate.judge(joint, comparison);
        assertThat(verdict.word()).isEqualTo("FAIL");
        assertThat(verdict.rules().get(0).checks())
                .extracting(check -> check.outcome().word())
                .containsExactly("PASS", "FAIL");
        assertThat(verdict.sentence())
                .contains("\"joint\"")
                .contains("probe.use")
                .doesNotContain("probe.harm");
    }

    @Test
    void holmIsWithinAFamily() {
        Comparison comparison = compare(HARM, ones(400, 0, 40), ones(400, 0, 47));
        Check alone = only(Gate.judge(policy("{metric: probe.harm, margin: 0}"), comparison));
        assertThat(alone.outcome()).isEqualTo(new Outcome.Fail());
        assertThat(alone.adjustedP()).isEqualTo(alone.p()).isLessThan(0.05);
        List<String> rules = new ArrayList<>(List.of("{metric: probe.harm, margin: 0}"));
        for (int i = 0; i < 9; i++) {
            rules.add("{metric: probe.harm, name: r" + i + ", margin: 0.3}");
        }
        Check inFamily = Gate.judge(policy(rules.toArray(String[]::new)), comparison)
                .rules()
                .get(0)
                .checks()
                .get(0);
        assertThat(inFamily.adjustedP()).isCloseTo(10 * alone.p(), within(1e-12));
        assertThat(inFamily.outcome()).isInstanceOf(Outcome.Inconclusive.class);
        rules.set(0, "{metric: probe.harm, margin: 0, family: own}");
        assertThat(Gate.judge(policy(rules.toArray(String[]::new)), comparison).word())
                .isEqualTo("FAIL");
    }

    @Test
    void fewItemsFailButDoNotPass() {
        Comparison better = compare(HARM, ones(12, 0, 12), new double[12]);
        assertThat(Gate.judge(policy("{metric: probe.harm, margin: 0}"), better).sentence())
                .contains("a pass needs at least 30 items");
        Comparison worse = compare(HARM, new double[12], ones(12, 0, 12));
        assertThat(Gate.judge(policy("{metric: probe.harm, margin: 0}"), worse).word())
                .isEqualTo("FAIL");
    }

    @Test
    void clustersCountNotItems() {
        // Two clusters of 200: whatever the items say, there are two observations.
        Comparison comparison = Comparison.of(
                Evaluations.clustered("a", 200, new Column(HARM, ones(400, 0, 100))),
                Evaluations.clustered("b", 200, new Column(HARM, ones(400, 50, 100))),
                Optional.empty());
        Verdict verdict = Gate.judge(policy("{metric: probe.harm, margin: 0.1}"), comparison);
        assertThat(verdict.outcome()).isInstanceOf(Outcome.Inconclusive.class);
        assertThat(only(verdict).clusters()).isEqualTo(2);
        assertThat(verdict.sentence()).contains("400 items in 2 clusters");
    }

    @Test
    void tooManyFailuresOutweighEveryRule() {
        List<ItemResult> items = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            items.add(new ItemResult(
                    "i" + i,
                    "i" + i,
                    "",
                    "p",
                    List.of(),
                    Map.of(),
                    i < 3 ? new ItemResult.Failed("timeout") : new ItemResult.Scored(Map.of("harm", 1.0))));
        }
        Evaluation evaluation = Evaluations.of("a", "probe", items, new Column(HARM, new double[0]));
        Verdict verdict = Gate.judge(policy("{metric: probe.harm, limit: 0.1}"), evaluation);
        assertThat(verdict.exitCode()).isEqualTo(5);
        assertThat(verdict.word()).isEqualTo("NOT RUN");
        assertThat(verdict.sentence()).isEqualTo("Too many items failed: 3 %, the policy allows 1 %.");
        GatePolicy lenient = GatePolicy.parse(
                Path.of("gate.yaml"), "error-budget: 0.1\nrules: [{metric: probe.harm, limit: 0.1}]\n");
        assertThat(Gate.judge(lenient, evaluation).exitCode()).isEqualTo(3);
        GatePolicy strict = GatePolicy.parse(
                Path.of("gate.yaml"),
                "error-budget: 0.1\nunpaired-budget: 0.01\nrules: [{metric: probe.harm, limit: 0.1}]\n");
        assertThat(Gate.judge(strict, evaluation).sentence())
                .contains("3 % of the items of probe have no score, the policy allows 1 %");
    }

    @Test
    void aMetricWithoutABetterSideNeedsADirection() {
        Comparison comparison = compare(WORDS, around(60, 20), shuffled(around(60, 10)));
        assertThatThrownBy(() -> Gate.judge(policy("{metric: probe.words, margin: 30%}"), comparison))
                .hasMessageContaining("gate, probe.words: neither way is better by the suite's own definition");
        assertThat(Gate.judge(policy("{metric: probe.words, margin: 30%, direction: higher}"), comparison)
                        .word())
                .isEqualTo("FAIL");
        assertThat(Gate.judge(policy("{metric: probe.words, margin: 30%, direction: lower}"), comparison)
                        .word())
                .isEqualTo("PASS");
    }

    @Test
    void theExplanationShowsTheArithmetic() {
        Comparison worse = compare(HARM, ones(400, 0, 40), ones(400, 0, 60));
        List<String> lines = Explanation.lines(Gate.judge(policy("{metric: probe.harm, margin: 0.02}"), worse));
        assertThat(lines)
                .containsExactly(
                        "probe.harm: FAIL",
                        "  asked: probe.harm worse by less than 0.02",
                        "  measured: after - before = 0.05 on 400 items",
                        "  interval: 0.05 -+ t(0.025, 399 degrees of freedom) * 0.01146 = 95 % interval [0.02746, 0.07254]",
                        "  to pass: the whole interval below 0.02 (no adjustment: every rule must pass)",
                        "  to fail: p = 0.0092, after Holm's adjustment in a family of 1 p = 0.0092, at most alpha = 0.05",
                        "  smallest change that these items would have shown: 0.03212",
                        "  FAIL: probe.harm, after - before = 0.05, 95 % interval [0.02746, 0.07254] on 400 items: the whole"
                                + " interval is above 0.02, adjusted p = 0.0092",
                        "gate: FAIL, exit code 3. Decided by \"probe.harm\": probe.harm, after - before = 0.05, 95 % interval"
                                + " [0.02746, 0.07254] on 400 items: the whole interval is above 0.02, adjusted p = 0.0092.");
    }

    @Test
    void categoriesHaveRulesOfTheirOwn() {
        List<ItemResult> before = new ArrayList<>();
        List<ItemResult> after = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String category = i % 2 == 0 ? "one" : "two";
            before.add(item(i, category, 0));
            after.add(item(i, category, i % 2 == 0 && i < 100 ? 1 : 0));
        }
        Comparison comparison = Comparison.of(
                Evaluations.of("a", "probe", before, new Column(HARM, new double[0])),
                Evaluations.of("b", "probe", after, new Column(HARM, new double[0])),
                Optional.empty());
        Verdict verdict = Gate.judge(
                policy(
                        "{metric: probe.harm, category: one, margin: 0.1}",
                        "{metric: probe.harm, category: two, margin: 0.1}"),
                comparison);
        assertThat(verdict.rules())
                .extracting(rule -> rule.name() + " " + rule.outcome().word())
                .containsExactly("probe.harm[one] FAIL", "probe.harm[two] PASS");
    }

    private static ItemResult item(int i, String category, double harm) {
        return new ItemResult(
                "i" + i, "i" + i, category, "p", List.of(), Map.of(), new ItemResult.Scored(Map.of("harm", harm)));
    }

    @Test
    void aSuiteWithoutItemsIsNotMeasured() {
        Evaluation empty = Evaluations.of("a", "probe", List.of(), new Column(HARM, new double[0]));
        assertThat(empty.suites()).extracting(SuiteResult::scored).containsExactly(0L);
        assertThat(Gate.judge(policy("{metric: probe.harm, limit: 1}"), empty).sentence())
                .contains("probe.harm was not measured: no item has a value");
    }
}
