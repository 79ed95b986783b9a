package org.plumbline.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.plumbline.eval.Statistics.Interval;

class StatisticsTest {
    @Test
    void wilsonEqualsPublishedValues() {
        assertThat(Statistics.wilson(0, 30).orElseThrow().low()).isZero();
        assertThat(Statistics.wilson(0, 30).orElseThrow().high()).isCloseTo(.11351, within(1e-5));
        assertInterval(Statistics.wilson(3, 30).orElseThrow(), .03460, .25621);
        assertInterval(Statistics.wilson(50, 100).orElseThrow(), .40383, .59617);
        assertThat(Statistics.wilson(200, 200).orElseThrow().low()).isCloseTo(.98115, within(1e-5));
        assertThat(Statistics.wilson(200, 200).orElseThrow().high()).isEqualTo(1);
        assertThat(Statistics.wilson(0, 0)).isEmpty();
    }

    private static void assertInterval(Interval interval, double low, double high) {
        assertThat(interval.low()).isCloseTo(low, within(1e-5));
        assertThat(interval.high()).isCloseTo(high, within(1e-5));
    }

    @Test
    void theMeanIntervalIsStudents() {
        // 1..5: mean 3, standard error sqrt(2.5 / 5), t(4) at 97.5 % is 2.776445.
        Interval interval = Statistics.mean(new double[] {1, 2, 3, 4, 5}, List.of("a", "b", "c", "d", "e"), "t")
                .orElseThrow();
        double half = 2.776445 * Math.sqrt(0.5);
        assertInterval(interval, 3 - half, 3 + half);
        assertThat(Statistics.mean(new double[] {1}, List.of("a"), "t")).isEmpty();
    }

    @Test
    void itemsOfOneClusterCountTogether() {
        // Miller's example: s = 1,1,0 | 1,0,0 | 1,1,1 | 0, mean .6, plain cluster standard error .157480, times
        // sqrt(C / (C - 1)): .181842, as inspect has it.
        double[] values = {1, 1, 0, 1, 0, 0, 1, 1, 1, 0};
        List<String> clusters = List.of("a", "a", "a", "b", "b", "b", "c", "c", "c", "d");
        Interval interval = Statistics.mean(values, clusters, "t").orElseThrow();
        double half = 3.182446 * 0.181842;
        assertInterval(interval, 0.6 - half, 0.6 + half);
        assertThat(interval.method()).isEqualTo("clustered t, 4 clusters");
        assertThat(Statistics.mean(new double[] {1, 2}, List.of("a", "a"), "t")).isEmpty();
    }

    @Test
    void thePairedIntervalUsesDifferencesOnly() {
        double[] before = {10, 200, 3000, 40};
        double[] after = {11, 202, 3001, 42};
        Interval interval = Statistics.pairedDifference(before, after, List.of("a", "b", "c", "d"))
                .orElseThrow();
        double half = 3.182446 * Math.sqrt((4 * 0.25) / 3 / 4);
        assertInterval(interval, 1.5 - half, 1.5 + half);
    }
}
