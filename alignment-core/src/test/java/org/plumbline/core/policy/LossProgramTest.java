package org.plumbline.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.jni.IValue;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.plumbline.core.torch.TorchProgram;
import org.plumbline.core.torch.TorchRuntime;

/** The losses of the program against published vectors of TRL 0.11 (set A), in float64. */
class LossProgramTest {
    private static final double TOLERANCE = 1e-6;
    private static final String CALLER = """
            class M(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def policy(self: __torch__.M, lp: Tensor, old: Tensor, a: Tensor, s: Tensor) -> Tensor:
                loss, stats = __torch__.policy_loss(lp, old, a, s[0], s[1])
                return torch.cat([torch.unsqueeze(loss, 0), stats])
              def value(self: __torch__.M, v: Tensor, old: Tensor, r: Tensor, s: Tensor) -> Tensor:
                loss, clipped = __torch__.value_loss(v, old, r, s[0], s[1])
                return torch.stack([loss, clipped])

            """;

    private static double[] run(String method, double[] first, double[] old, double[] third, double clip) {
        TorchRuntime runtime = Fixtures.runtime();
        TorchProgram program =
                TorchProgram.load(runtime, "losses", CALLER + TorchProgram.resource("losses.py"), Map.of());
        return runtime.call(scope -> TorchProgram.tensor(
                        program.run(
                                method,
                                IValue.from(scope.doubles(first, first.length)),
                                IValue.from(scope.doubles(old, old.length)),
                                IValue.from(scope.doubles(third, third.length)),
                                IValue.from(scope.doubles(new double[] {clip, first.length}, 2))),
                        scope)
                .toDoubleArray());
    }

    @Test
    void policyLossEqualsTheGoldenVector() {
        double[] result = run(
                "policy",
                new double[] {-.8, -.9, -1.6, -.35, -.75, -.7, -.6},
                new double[] {-1, -.5, -2, -.3, -.7, -1.2, -.4},
                new double[] {.938403, .873603, .757811, .572484, -.938573, -.832537, -1.371191},
                0.2);
        assertThat(result[0]).isCloseTo(.0317774, within(TOLERANCE));
        assertThat(result[1] / 7).as("clip fraction").isCloseTo(.2857143, within(TOLERANCE));
        assertThat(result[3] / 7).as("approximate KL").isCloseTo(.0467857, within(TOLERANCE));
        assertThat(-result[4] / 7).as("mean of old - new").isCloseTo(-.0571429, within(TOLERANCE));
        assertThat(result[5]).as("largest ratio").isCloseTo(1.648721, within(TOLERANCE));
    }

    @Test
    void valueLossEqualsTheGoldenVector() {
        double[] result = run(
                "value",
                new double[] {.5, .1, .35, .9, -.3, .05, .1},
                new double[] {.1, .2, .3, .4, 0, -.1, .2},
                new double[] {.882857, .93985, .963, .94, -.462875, -.4925, -.55},
                0.2);
        assertThat(result[0]).isCloseTo(.1658821, within(TOLERANCE));
    }
}
