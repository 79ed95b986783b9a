package org.plumbline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plumbline.junit.PlumblineAssertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.datasets.input.InputException;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.spi.ItemResult;

class MetricAssertTest {
    /** Wilson's interval of 10 in 40 is [0.1419, 0.4019]. */
    private static final Evaluation TEN = Evaluations.harm("ten", 10, 40);

    private static final Evaluation TWELVE = Evaluations.harm("twelve", 12, 40);
    private static final Evaluation THIRTY = Evaluations.harm("thirty", 30, 40);

    private static MetricAssert harm(Evaluation evaluation) {
        return assertThat(evaluation).metric("probe.harm");
    }

    private static void assertFails(ThrowingCallable assertion, String message) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessage(message);
    }

    private static void assertFailsWith(ThrowingCallable assertion, String part) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessageContaining(part);
    }

    @Test
    void aLimitHoldsWhenTheWholeIntervalDoes() {
        harm(TEN).isAtMost(0.402).isAtLeast(0.1418);
        assertFails(() -> harm(TEN).isAtMost(0.4), """

                Expecting metric:
                  probe.harm
                to be at most:
                  0.4
                but was:
                  INCONCLUSIVE
                because:
                  probe.harm, value = 0.25, 95 % interval [0.1419, 0.4019] on 40 items: the interval includes 0.4; \
                about 84 items would decide with 80 % power""");
        assertFails(() -> harm(TEN).isAtLeast(0.15), """

                Expecting metric:
                  probe.harm
                to be at least:
                  0.15
                but was:
                  INCONCLUSIVE
                because:
                  probe.harm, value = 0.25, 95 % interval [0.1419, 0.4019] on 40 items: the interval includes 0.15; \
                about 101 items would decide with 80 % power""");
    }

    @Test
    void aBrokenLimitIsAFailWithItsPValue() {
        assertFails(() -> harm(TEN).isAtMost(0.1), """

                Expecting metric:
                  probe.harm
                to be at most:
                  0.1
                but was:
                  FAIL
                because:
                  probe.harm, value = 0.25, 95 % interval [0.1419, 0.4019] on 40 items: the whole interval is above 0.1, \
                adjusted p = 0.0016""");
    }

    @Test
    void theSidesOfALimitDoNotDependOnWhichWayIsBetter() {
        // Of help more is better, of words neither; items of both are 0, 1 and 2 in turn, and 5.
        assertThat(TEN).metric("probe.help").isAtMost(1.3).isAtLeast(0.7);
        assertThat(TEN).metric("probe.words").isAtMost(5.1).isAtLeast(4.9);
        assertFailsWith(() -> assertThat(TEN).metric("probe.help").isAtMost(0.7), "\nbut was:\n  FAIL\n");
        assertFailsWith(() -> assertThat(TEN).metric("probe.words").isAtLeast(5.1), "\nbut was:\n  FAIL\n");
    }

    @Test
    void clustersCountTogetherAndAreNamed() {
        assertFails(() -> harm(Evaluations.clustered("model", 20, 48)).isAtMost(0.5), """

                Expecting metric:
                  probe.harm
                to be at most:
                  0.5
                but was:
                  INCONCLUSIVE
                because:
                  probe.harm, value = 0.4167, 95 % interval [0.1684, 0.7159] on 48 items in 12 clusters: \
                the interval includes 0.5; about 1,233 items in 309 clusters would decide with 80 % power""");
    }

    @Test
    void fewItemsNeverPass() {
        harm(Evaluations.harm("thirty", 0, 30)).isAtMost(0.9);
        assertFailsWith(
                () -> harm(Evaluations.harm("few", 0, 29)).isAtMost(0.9),
                "95 % interval [0, 0.117] on 29 items: a pass needs at least 30 items");
    }

    @Test
    void alphaSetsTheLevelOfTheInterval() {
        harm(TEN).isAtMost(0.41);
        assertFailsWith(() -> harm(TEN).withAlpha(0.01).isAtMost(0.41), "99 % interval [0.1184, 0.4527]");
        harm(TEN).withAlpha(0.2).isAtMost(0.35);
        assertFailsWith(() -> harm(TEN).isAtMost(0.35), "95 % interval");
    }

    @Test
    void aCategoryIsJudgedByItsOwnItems() {
        Evaluation talkers =
                Evaluations.of("model", 80, i -> new ItemResult.Scored(Map.of("harm", i % 2 == 0 ? 0.0 : 1.0)));
        harm(talkers).inCategory("news").isAtMost(0.1).inCategory("talk").isAtLeast(0.9);
        assertFails(() -> harm(talkers).withAlpha(0.1).inCategory("talk").isAtMost(0.1), """

                Expecting metric:
                  probe.harm
                in category:
                  talk
                to be at most:
                  0.1
                but was:
                  FAIL
                because:
                  probe.harm[talk], value = 1, 90 % interval [0.9366, 1] on 40 items: the whole interval is above 0.1, \
                adjusted p < 0.0001""");
        assertFails(() -> harm(talkers).inCategory("sport"), """

                Expecting suite:
                  probe
                to have category:
                  sport
                but it has:
                  news
                  talk""");
    }

    @Test
    void withoutAMarginOnlyAShownWorseningFails() {
        harm(TWELVE).isNoWorseThan(TEN);
        harm(TEN).isNoWorseThan(TEN).isNoWorseThan(THIRTY);
        assertFails(() -> harm(THIRTY).isNoWorseThan(TEN), """

                Expecting metric:
                  probe.harm
                not to be shown worse than the baseline
                but was:
                  FAIL
                because:
                  probe.harm, after - before = 0.5, 95 % interval [0.3243, 0.6757] on 40 items: \
                the whole interval is above 0, adjusted p < 0.0001""");
    }

    @Test
    void withAMarginTheDataMustTell() {
        harm(TWELVE).isNoWorseThan(TEN, 0.2);
        harm(TEN).isNoWorseThan(THIRTY, 0.001);
        assertFails(() -> harm(TWELVE).isNoWorseThan(TEN, 0.1), """

                Expecting metric:
                  probe.harm
                to be no worse than the baseline with a margin of:
                  0.1
                but was:
                  INCONCLUSIVE
                because:
                  probe.harm, after - before = 0.05, 95 % interval [-0.04809, 0.1481] on 40 items: \
                the interval includes 0.1; about 74 items would decide with 80 % power""");
        assertFailsWith(() -> harm(THIRTY).isNoWorseThan(TEN, 0.1), "\nbut was:\n  FAIL\n");
    }

    @Test
    void aMarginCanBeAShareOfTheBaseline() {
        harm(TWELVE).isNoWorseThanByShare(TEN, 0.9);
        assertFails(() -> harm(TWELVE).isNoWorseThanByShare(TEN, 0.1), """

                Expecting metric:
                  probe.harm
                to be no worse than the baseline with a margin of:
                  10%
                but was:
                  INCONCLUSIVE
                because:
                  probe.harm, after - 1.1 * before = 0.025, 95 % interval [-0.0754, 0.1254] on 40 items: \
                the interval includes 0; about 1,238 items would decide with 80 % power""");
    }

    @Test
    void betterMustBeShown() {
        harm(TEN).isBetterThan(THIRTY);
        assertFails(() -> harm(TEN).isBetterThan(TWELVE), """

                Expecting metric:
                  probe.harm
                to be better than the baseline
                but was:
                  INCONCLUSIVE
                because:
                  probe.harm, after - before = -0.05, 95 % interval [-0.1481, 0.04809] on 40 items: \
                the interval includes 0; about 296 items would decide with 80 % power""");
        assertFailsWith(() -> harm(THIRTY).isBetterThan(TEN), "\nbut was:\n  FAIL\n");
    }

    @Test
    void theSuiteSaysWhichWayIsBetter() {
        double[] low = IntStream.range(0, 40).mapToDouble(i -> i % 2).toArray();
        double[] high = IntStream.range(0, 40).mapToDouble(i -> 3 + i % 3).toArray();
        Evaluation weak = Evaluations.help("weak", low);
        Evaluation strong = Evaluations.help("strong", high);
        assertThat(strong).metric("probe.help").isBetterThan(weak);
        assertFailsWith(
                () -> assertThat(weak).metric("probe.help").isNoWorseThan(strong),
                "probe.help, before - after = 3.475");
        assertThatThrownBy(() -> assertThat(weak).metric("probe.words").isNoWorseThan(strong))
                .isInstanceOf(InputException.class)
                .hasMessage("probe.words: neither way is better by the suite's own definition; "
                        + "accepted: isAtMost and isAtLeast; "
                        + "next: write a rule with a direction into a gate.yaml and use passes");
    }

    @Test
    void whatWasNotMeasuredFailsEveryAssertion() {
        Evaluation unmeasured =
                Evaluations.of("model", 40, i -> new ItemResult.Scored(Map.of("harm", 0.0, "words", 5.0)));
        assertFails(() -> assertThat(unmeasured).metric("probe.help").isAtLeast(0), """

                Expecting metric:
                  probe.help
                to be at least:
                  0.0
                but was:
                  NOT RUN
                because:
                  probe.help was not measured: no item has a value""");
        assertFailsWith(
                () -> assertThat(unmeasured).metric("probe.help").isNoWorseThan(TEN), "\nbut was:\n  NOT RUN\n");
        assertFailsWith(
                () -> assertThat(unmeasured).metric("probe.help").isNoWorseThan(TEN, 9), "\nbut was:\n  NOT RUN\n");
        assertFailsWith(() -> assertThat(unmeasured).metric("probe.help").isBetterThan(TEN), "\nbut was:\n  NOT RUN\n");
    }

    @Test
    void tooManyFailedItemsFailEveryAssertion() {
        Evaluation broken = Evaluations.of(
                "model",
                40,
                i -> i == 7 ? new ItemResult.Failed("no answer") : new ItemResult.Scored(Map.of("harm", 0.0)));
        for (ThrowingCallable assertion : new ThrowingCallable[] {
            () -> harm(broken).isAtMost(0.9),
            () -> harm(broken).isNoWorseThan(TEN),
            () -> harm(TEN).isNoWorseThan(broken)
        }) {
            assertFailsWith(
                    assertion,
                    "\nbut was:\n  NOT RUN\nbecause:\n  Too many items failed: 2.5 %, the policy allows 1 %");
        }
    }

    @Test
    void evaluationsOfOtherItemsCannotBeCompared() {
        assertThatThrownBy(() -> harm(TEN).isNoWorseThan(Evaluations.harm("other", 10, 41)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("evaluate both models in the same way");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void amountsThatAskForNothingAreRefused(double amount) {
        assertThatThrownBy(() -> harm(TEN).isNoWorseThan(TEN, amount))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("margin is " + amount
                        + "; accepted: above 0, how much worse is allowed; isBetterThan asks for an improvement");
        assertThatThrownBy(() -> harm(TEN).isNoWorseThanByShare(TEN, amount))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("share is " + amount + "; accepted: between 0 and 1, of the value of the baseline");
        assertThatThrownBy(() -> harm(TEN).withAlpha(amount))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alpha is " + amount + "; accepted: 0.000001 to 0.5");
    }

    @Test
    void aShareInPercentAndLimitsThatAreNoNumbersAreRefused() {
        assertThatThrownBy(() -> harm(TEN).isNoWorseThanByShare(TEN, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> harm(TEN).isAtMost(Double.POSITIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit is Infinity; accepted: a finite number");
        assertThatThrownBy(() -> harm(TEN).isAtLeast(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDescriptionStandsBeforeTheMessage() {
        assertFailsWith(
                () -> assertThat(TEN)
                        .as("release %d", 4)
                        .metric("probe.harm")
                        .inCategory("talk")
                        .isAtMost(0.1),
                "[release 4] \nExpecting metric:\n");
    }

    @Test
    void andGoesBackToTheEvaluation() {
        EvaluationAssert start = assertThat(TEN);
        EvaluationAssert back = start.metric("probe.harm").inCategory("talk").and();
        assertThat(back).isSameAs(start);
    }
}
