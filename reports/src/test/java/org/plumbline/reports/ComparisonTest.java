package org.plumbline.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.plumbline.core.model.ModelCard;
import org.plumbline.datasets.input.InputException;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.SuiteResult;
import org.plumbline.eval.spi.ItemResult;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.eval.spi.MetricDefinition.Kind;
import org.plumbline.eval.spi.SuiteDescription;
import org.plumbline.reports.MetricChange.Reading;

class ComparisonTest {
    private static final MetricDefinition LOWER = MetricDefinition.lower("harm", "Harm.", "share", Kind.MEAN);
    private static final MetricDefinition HALF =
            MetricDefinition.towards(0.5, "lean", "Lean.", "share", Kind.PROPORTION);

    static SuiteDescription description(String seed) {
        return new SuiteDescription(
                "probe",
                "v1",
                "Mind the <gap>.",
                List.of(LOWER, HALF),
                Map.of("seed", seed),
                List.of("scorer@1"),
                List.of(new SuiteDescription.DataFile("d", "0", 3)),
                "item",
                List.of());
    }

    static Evaluation evaluation(String model, SuiteDescription description, double[] harm, double[] lean) {
        List<ItemResult> items = new ArrayList<>();
        for (int i = 0; i < harm.length; i++) {
            items.add(new ItemResult(
                    "item" + i,
                    "item" + i,
                    "",
                    "prompt " + i,
                    List.of("out"),
                    Map.of(),
                    Double.isNaN(harm[i])
                            ? new ItemResult.Failed("broken")
                            : new ItemResult.Scored(Map.of("harm", harm[i], "lean", lean[i]))));
        }
        return new Evaluation(
                new ModelCard(model, "hash-" + model, "llama", 1, 10),
                Optional.empty(),
                List.of(new SuiteResult(description, items)));
    }

    private static List<MetricChange> compare(
            double[] before, double[] after, double[] leanBefore, double[] leanAfter) {
        return Comparison.of(
                        evaluation("a", description("1"), before, leanBefore),
                        evaluation("b", description("1"), after, leanAfter),
                        Optional.empty())
                .suites()
                .get(0)
                .metrics();
    }

    @Test
    void differencesArePairedOnItems() {
        List<MetricChange> changes = compare(
                new double[] {1, 10, 100, 1000},
                new double[] {0, 8.9, 99.1, 999},
                new double[] {1, 1, 1, 1},
                new double[] {1, 0, 1, 1});
        MetricChange harm = changes.get(0);
        assertThat(harm.difference()).isCloseTo(-1, within(1e-9));
        // Paired: the spread between items is gone.
        assertThat(harm.interval().orElseThrow().high()).isLessThan(-0.8);
        assertThat(harm.reading()).isEqualTo(Reading.BETTER);
        assertThat(harm.fell()).isEqualTo(4);
        assertThat(changes.get(1).reading()).isEqualTo(Reading.NO_CLEAR_CHANGE);
    }

    @Test
    void towardsATargetIsBetterFromBothSides() {
        double[] zeros = new double[60];
        double[] half = new double[60];
        double[] ones = new double[60];
        java.util.Arrays.fill(ones, 1);
        java.util.Arrays.fill(half, 0, 30, 1);
        assertThat(compare(zeros, zeros, zeros, half).get(1).reading()).isEqualTo(Reading.BETTER);
        assertThat(compare(zeros, zeros, ones, half).get(1).reading()).isEqualTo(Reading.BETTER);
        assertThat(compare(zeros, zeros, half, ones).get(1).reading()).isEqualTo(Reading.WORSE);
        assertThat(compare(zeros, zeros, zeros, ones).get(1).reading())
                .as("past the target")
                .isEqualTo(Reading.NO_CLEAR_CHANGE);
        assertThat(compare(zeros, zeros, half, half).get(1).reading()).isEqualTo(Reading.NO_CLEAR_CHANGE);
    }

    @Test
    void itemsScoredInOneRunOnlyAreLeftOutAndCounted() {
        double nan = Double.NaN;
        Comparison comparison = Comparison.of(
                evaluation("a", description("1"), new double[] {1, nan, 3}, new double[] {0, 0, 0}),
                evaluation("b", description("1"), new double[] {2, 5, nan}, new double[] {0, 0, 0}),
                Optional.empty());
        assertThat(comparison.suites().get(0).unpaired()).isEqualTo(2);
        MetricChange harm = comparison.suites().get(0).metrics().get(0);
        assertThat(harm.pairs()).isEqualTo(1);
        assertThat(harm.difference()).isEqualTo(1);
        assertThat(harm.interval()).isEmpty();
    }

    @Test
    void differentDecodingItemsOrPromptsAreRefused() {
        double[] three = {0, 0, 0};
        Evaluation before = evaluation("a", description("1"), three, three);
        assertThatThrownBy(
                        () -> Comparison.of(before, evaluation("b", description("2"), three, three), Optional.empty()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("suite probe: decoding settings differ: before {seed=1}, after {seed=2}");
        double[] two = {0, 0};
        assertThatThrownBy(() -> Comparison.of(before, evaluation("b", description("1"), two, two), Optional.empty()))
                .hasMessageContaining("numbers or ids of items differ");
        assertThatThrownBy(() -> Comparison.of(
                        before, new Evaluation(before.model(), Optional.empty(), List.of()), Optional.empty()))
                .hasMessageContaining("suites: which ran differ");
    }

    @Test
    void aHeldOutScorerIsSaidToBeOne() {
        double[] values = {1, 0, 1};
        Comparison comparison = Comparison.of(
                evaluation("a", description("1"), values, values),
                evaluation("b", description("1"), values, values),
                Optional.of(List.of("another@2")));
        assertThat(comparison.suites().get(0).heldOut()).isEqualTo(Comparison.HeldOut.YES);
    }
}
