package org.plumbline.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The losses of the program against published vectors of TRL 0.11 (set A), in float64. */
class LossProgramTest {
    private static final double TOLERANCE = 1e-6;
    private static final LossSettings LOSS = LossSettings.of(1, 0.2, 0.2, 0.1);

    private final LossProgram program = new LossProgram();

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void policyLossEqualsTheGoldenVector() {
        LossProgram.Result result = program.policy(
                LOSS,
                7,
                new double[] {-.8, -.9, -1.6, -.35, -.75, -.7, -.6},
                new double[] {-1, -.5, -2, -.3, -.7, -1.2, -.4},
                new double[] {.938403, .873603, .757811, .572484, -.938573, -.832537, -1.371191},
                ones(7));
        assertThat(result.loss()).isCloseTo(.0317774, within(TOLERANCE));
        double[] sums = result.statistics();
        assertThat(sums[0] / 7).as("clip fraction").isCloseTo(.2857143, within(TOLERANCE));
        assertThat(sums[2] / 7).as("approximate KL").isCloseTo(.0467857, within(TOLERANCE));
        assertThat(-sums[3] / 7).as("mean of old - new").isCloseTo(-.0571429, within(TOLERANCE));
        assertThat(sums[4]).as("largest ratio").isCloseTo(1.648721, within(TOLERANCE));
    }

    @Test
    void valueLossEqualsTheGoldenVector() {
        LossProgram.Result result = program.value(
                LOSS,
                7,
                new double[] {.5, .1, .35, .9, -.3, .05, .1},
                new double[] {.1, .2, .3, .4, 0, -.1, .2},
                new double[] {.882857, .93985, .963, .94, -.462875, -.4925, -.55},
                ones(7));
        assertThat(result.loss()).isCloseTo(.1658821, within(TOLERANCE));
    }
}
