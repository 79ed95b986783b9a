package org.plumbline.core.policy;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;
import java.util.Map;
import org.plumbline.core.torch.TorchProgram;
import org.plumbline.core.torch.TorchProgram.TrainingArguments;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.core.torch.TorchScope;

/** The text of losses.py alone, in float64, with its gradients. */
public final class LossProgram {
    private static final String CALLER = """
            class M(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def leaf(self: __torch__.M, x: Tensor) -> Tensor:
                torch.set_grad_enabled(True)
                return torch.requires_grad_(torch.detach(x), True)
              def gradient(self: __torch__.M, loss: Tensor, x: Tensor) -> Tensor:
                none = annotate(List[Tensor], [])
                return __torch__.accumulate_through([loss], none, x, none, none)
              def policy(self: __torch__.M, s: Tensor, lp: Tensor, old: Tensor, a: Tensor, w: Tensor) -> Tensor:
                x = self.leaf(lp)
                loss, stats = __torch__.policy_loss(x, old, a, w, s)
                return torch.cat([torch.stack([torch.detach(loss)]), stats, self.gradient(loss, x)])
              def value(self: __torch__.M, s: Tensor, v: Tensor, old: Tensor, r: Tensor, w: Tensor) -> Tensor:
                x = self.leaf(v)
                loss, clipped = __torch__.value_loss(x, old, r, w, s)
                return torch.cat([torch.stack([torch.detach(loss), clipped]), self.gradient(loss, x)])
              def kl(self: __torch__.M, s: Tensor, lp: Tensor, reference: Tensor, w: Tensor) -> Tensor:
                x = self.leaf(lp)
                loss = torch.sum(__torch__.kl_estimate(x, reference, w, s) * w) / s[11]
                return torch.cat([torch.stack([torch.detach(loss)]), self.gradient(loss, x)])
              def full(self: __torch__.M, logits: Tensor, reference: Tensor) -> Tensor:
                x = self.leaf(logits)
                by_token = __torch__.full_kl(x, reference)
                g = self.gradient(torch.mean(by_token), x)
                return torch.cat([torch.detach(by_token), torch.reshape(g, [-1])])

            """;

    private final TorchRuntime runtime;
    private final TorchProgram program;

    public LossProgram() {
        this.runtime = Fixtures.runtime();
        this.program = TorchProgram.load(runtime, "losses", CALLER + TorchProgram.resource("losses.py"), Map.of());
    }

    /** A loss, its statistics and its gradient with respect to the first argument. */
    public record Result(double loss, double[] statistics, double[] gradient) {}

    private interface Arguments {
        void add(TrainingArguments arguments, TorchScope scope);
    }

    private double[] run(String method, Arguments more) {
        return runtime.call(scope -> {
            TrainingArguments arguments = new TrainingArguments(scope, method);
            more.add(arguments, scope);
            return program.train(arguments).get(0).toDoubleArray();
        });
    }

    private double[] run(String method, LossSettings loss, double divisor, double[]... vectors) {
        return run(method, (arguments, scope) -> {
            double[] numbers = LossNumbers.of(loss, divisor, divisor, 0, 1, false);
            arguments.tensor(scope.doubles(numbers, numbers.length));
            for (double[] vector : vectors) {
                arguments.tensor(scope.doubles(vector, vector.length));
            }
        });
    }

    private static Result split(double[] all, int statistics) {
        return new Result(
                all[0],
                java.util.Arrays.copyOfRange(all, 1, 1 + statistics),
                java.util.Arrays.copyOfRange(all, 1 + statistics, all.length));
    }

    /** Statistics: sums of clipped, ratio, half squared log-ratio, log-ratio; the largest ratio. */
    public Result policy(
            LossSettings loss, double divisor, double[] lp, double[] old, double[] advantages, double[] weights) {
        return split(run("policy", loss, divisor, lp, old, advantages, weights), 5);
    }

    /** Statistics: clipped positions. */
    public Result value(
            LossSettings loss, double divisor, double[] values, double[] old, double[] returns, double[] weights) {
        return split(run("value", loss, divisor, values, old, returns, weights), 1);
    }

    public Result kl(LossSettings loss, double divisor, double[] lp, double[] reference, double[] weights) {
        return split(run("kl", loss, divisor, lp, reference, weights), 0);
    }

    /** Rows of logits of the policy and of log-probs of the reference; by row, then the gradient of the mean, flat. */
    public double[] full(List<double[]> logits, List<double[]> reference) {
        return run("full", (arguments, scope) -> {
            arguments.tensor(matrix(scope, logits));
            arguments.tensor(matrix(scope, reference));
        });
    }

    private static PtNDArray matrix(TorchScope scope, List<double[]> rows) {
        double[] flat = rows.stream().flatMapToDouble(java.util.Arrays::stream).toArray();
        return scope.doubles(flat, rows.size(), rows.get(0).length);
    }
}
