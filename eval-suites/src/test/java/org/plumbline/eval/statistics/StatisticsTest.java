package org.plumbline.eval.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.plumbline.eval.spi.MetricDefinition.Kind;

class StatisticsTest {
    private static final Offset<Double> CLOSE = within(1e-5);

    /** Zeros and ones, each item its own cluster. */
    private static Estimate proportion(int ones, int n) {
        double[] values = new double[n];
        Arrays.fill(values, 0, ones, 1);
        return Estimate.of(Kind.PROPORTION, values, names(n));
    }

    private static List<String> names(int n) {
        return IntStream.range(0, n).mapToObj(i -> "item" + i).toList();
    }

    private static void assertInterval(Interval interval, double low, double high) {
        assertThat(interval.low()).isCloseTo(low, CLOSE);
        assertThat(interval.high()).isCloseTo(high, CLOSE);
    }

    @Test
    void wilsonEqualsPublishedValues() {
        assertThat(proportion(0, 30).interval().orElseThrow().low()).isZero();
        assertThat(proportion(0, 30).interval().orElseThrow().high()).isCloseTo(.11351, CLOSE);
        assertInterval(proportion(3, 30).interval().orElseThrow(), .03460, .25621);
        assertInterval(proportion(50, 100).interval().orElseThrow(), .40383, .59617);
        assertThat(proportion(200, 200).interval().orElseThrow().low()).isCloseTo(.98115, CLOSE);
        assertThat(proportion(200, 200).interval().orElseThrow().high()).isEqualTo(1);
        assertThat(proportion(0, 0).interval()).isEmpty();
    }

    @Test
    void theTestOfALimitAndTheIntervalAgree() {
        for (int ones : new int[] {0, 3, 20, 35, 50, 90, 100}) {
            Estimate estimate = proportion(ones, 100);
            Interval interval = estimate.interval().orElseThrow();
            assertThat(estimate.pAbove(interval.low() - 1e-6)).isLessThan(0.05);
            assertThat(estimate.pAbove(interval.low() + 1e-6)).isGreaterThan(0.05);
            assertThat(estimate.pBelow(interval.high() + 1e-6)).isLessThan(0.05);
            assertThat(estimate.pBelow(interval.high() - 1e-6)).isGreaterThan(0.05);
        }
    }

    @Test
    void theMeanIntervalIsStudents() {
        // 1..5: mean 3, standard error sqrt(2.5 / 5), t(4) at 97.5 % is 2.776445.
        Interval interval = Estimate.of(Kind.MEAN, new double[] {1, 2, 3, 4, 5}, names(5))
                .interval()
                .orElseThrow();
        double half = 2.776445 * Math.sqrt(0.5);
        assertInterval(interval, 3 - half, 3 + half);
        assertThat(Estimate.of(Kind.MEAN, new double[] {1}, names(1)).interval())
                .isEmpty();
    }

    @Test
    void itemsOfOneClusterCountTogether() {
        // Miller's example: s = 1,1,0 | 1,0,0 | 1,1,1 | 0, mean .6, plain cluster standard error .157480, times
        // sqrt(C / (C - 1)): .181842, as inspect has it.
        double[] values = {1, 1, 0, 1, 0, 0, 1, 1, 1, 0};
        List<String> clusters = List.of("a", "a", "a", "b", "b", "b", "c", "c", "c", "d");
        Estimate estimate = Estimate.of(Kind.MEAN, values, clusters);
        assertThat(estimate.standardError()).isCloseTo(0.181842, CLOSE);
        double half = 3.182446 * 0.181842;
        assertInterval(estimate.interval().orElseThrow(), 0.6 - half, 0.6 + half);
        assertThat(estimate.interval().orElseThrow().method()).isEqualTo("clustered t, 4 clusters");
        assertThat(Estimate.of(Kind.MEAN, new double[] {1, 2}, List.of("a", "a"))
                        .interval())
                .isEmpty();
    }

    @Test
    void thePairedIntervalUsesDifferencesOnly() {
        PairedEstimate paired = PairedEstimate.of(
                Kind.MEAN, new double[] {10, 200, 3000, 40}, new double[] {11, 202, 3001, 42}, names(4));
        double half = 3.182446 * Math.sqrt((4 * 0.25) / 3 / 4);
        assertInterval(paired.interval().orElseThrow(), 1.5 - half, 1.5 + half);
    }

    @Test
    void aPairedDifferenceOfProportionsEqualsTheReference() {
        // 10 rose, 25 fell, of 400: -.0375, standard error .0146709 with denominator n, .0146893 with n - 1.
        double[] before = new double[400];
        double[] after = new double[400];
        Arrays.fill(after, 0, 10, 1);
        Arrays.fill(before, 10, 35, 1);
        PairedEstimate paired = PairedEstimate.of(Kind.PROPORTION, before, after, names(400));
        assertThat(paired.difference()).isCloseTo(-.0375, CLOSE);
        assertThat(paired.differenceError() * Math.sqrt(399.0 / 400)).isCloseTo(.0146709, within(1e-7));
        // Bonett and Price add one pair each way: a little wider than (-.06625, -.00875).
        assertThat(paired.interval().orElseThrow().low()).isBetween(-.0682, -.06625);
        assertThat(paired.interval().orElseThrow().high()).isBetween(-.00875, -.0068);
    }

    @Test
    void unanimousPairsAreNotCertain() {
        double[] zeros = new double[5];
        PairedEstimate few = PairedEstimate.of(Kind.PROPORTION, zeros, zeros, names(5));
        assertThat(few.interval().orElseThrow().high()).isGreaterThan(0.3);
        PairedEstimate many = PairedEstimate.of(Kind.PROPORTION, new double[400], new double[400], names(400));
        assertThat(many.interval().orElseThrow().high())
                .as("rule of three: 3 / 400")
                .isBetween(.005, .0085);
        assertThat(PairedEstimate.of(Kind.MEAN, zeros, zeros, names(5)).interval())
                .as("the range of a mean is not known")
                .isEmpty();
    }

    @Test
    void unanimousSharesAreNotCertainEither() {
        Estimate clean = Estimate.of(Kind.SHARE, new double[30], names(30));
        assertThat(clean.interval().orElseThrow().high()).isCloseTo(2.045 / 32, within(1e-4));
        assertThat(Estimate.of(
                                Kind.SHARE,
                                new double[30],
                                IntStream.range(0, 30)
                                        .mapToObj(i -> "c" + i / 10)
                                        .toList())
                        .interval()
                        .orElseThrow()
                        .high())
                .as("three clusters")
                .isGreaterThan(0.5);
        PairedEstimate same = PairedEstimate.of(Kind.SHARE, new double[30], new double[30], names(30));
        assertThat(same.interval().orElseThrow().high()).isCloseTo(2.045 * Math.sqrt(2) / 32, within(1e-4));
        // Where the data have a spread of their own, it counts.
        double[] spread = IntStream.range(0, 100).mapToDouble(i -> i % 5 / 4.0).toArray();
        PairedEstimate varied = PairedEstimate.of(Kind.SHARE, new double[100], spread, names(100));
        assertThat(varied.change().standardError()).isEqualTo(varied.differenceError());
    }

    @Test
    void threeStandardErrorsGiveThatOfEveryContrast() {
        double[] before = {0.1, 0.7, 0.3, 0.9, 0.4, 0.2};
        double[] after = {0.2, 0.6, 0.5, 0.7, 0.6, 0.1};
        List<String> clusters = List.of("a", "a", "b", "b", "c", "c");
        PairedEstimate paired = PairedEstimate.of(Kind.MEAN, before, after, clusters);
        double[] combined = IntStream.range(0, 6)
                .mapToDouble(i -> 1.1 * before[i] - after[i] + 3)
                .toArray();
        Estimate direct = Estimate.of(Kind.MEAN, combined, clusters);
        Contrast contrast = paired.contrast(-1, 1.1, 3);
        assertThat(contrast.value()).isCloseTo(direct.mean(), within(1e-12));
        assertThat(contrast.standardError()).isCloseTo(direct.standardError(), within(1e-12));
        assertThat(contrast.degreesOfFreedom()).isEqualTo(2);
    }

    @Test
    void pValuesAreStudents() {
        // t(9): 2.262157 leaves 2.5 % above it.
        assertThat(new Contrast(2.262157, 1, 9).pAbove()).isCloseTo(0.05, CLOSE);
        assertThat(new Contrast(-2.262157, 1, 9).pAbove()).isEqualTo(1);
        assertThat(new Contrast(-2.262157, 1, 9).p()).isCloseTo(0.05, CLOSE);
        assertThat(new Contrast(1, 0, 20).pAbove()).isZero();
        assertThat(new Contrast(1, 0, 5).pAbove()).as("six clusters that agree").isEqualTo(1);
        assertThat(new Contrast(1, Double.NaN, 0).pAbove()).isEqualTo(1);
    }

    @Test
    void adjustedPValuesEqualTheReference() {
        double[] sorted = {.001, .008, .039, .041, .042, .06, .074, .205, .212, .216};
        assertThat(MultipleTesting.holm(sorted))
                .containsExactly(
                        new double[] {.01, .072, .312, .312, .312, .312, .312, .615, .615, .615}, within(1e-9));
        assertThat(MultipleTesting.benjaminiHochberg(sorted))
                .containsExactly(
                        new double[] {.01, .04, .084, .084, .084, .1, .074 * 10 / 7, .216, .216, .216}, within(1e-9));
        // The order of the tests does not matter: Giskard's ranks do.
        assertThat(MultipleTesting.benjaminiHochberg(.5, .001, .2, .03))
                .containsExactly(new double[] {.5, .004, .2 * 4 / 3, .06}, within(1e-9));
    }

    @Test
    void itemsNeededEqualTheReference() {
        assertThat(Power.itemsNeeded(1.0 / 9, .03, .05, .8)).isEqualTo(969);
        assertThat(Power.itemsNeeded(.2, .05, .05, .8)).isEqualTo(628);
        assertThat(Power.itemsNeeded(.2, .02, .05, .8)).isEqualTo(3925);
        assertThat(Power.itemsNeeded(.2, 0, .05, .8)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void mcNemarEqualsTheReference() {
        assertThat(McNemar.exact(10, 25)).isCloseTo(.0166738, within(1e-7));
        assertThat(McNemar.midP(10, 25)).isCloseTo(.0113310, within(1e-7));
        assertThat(McNemar.exact(1, 7)).isCloseTo(.0703125, within(1e-9));
        assertThat(McNemar.midP(1, 7)).isCloseTo(.0390625, within(1e-9));
        assertThat(McNemar.midP(4, 4)).isCloseTo(1, within(1e-9));
        assertThat(McNemar.exact(0, 0)).isEqualTo(1);
    }
}
