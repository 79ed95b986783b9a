package org.plumbline.core.ppo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.core.policy.ActorCritic;
import org.plumbline.core.reward.RewardPipeline.Judgement;
import org.plumbline.core.reward.spi.Reward;

/** Gathers what one update reports; docs/metrics.md defines each name. */
final class UpdateMetrics {
    private final Map<String, Double> values = new LinkedHashMap<>();
    private final List<ActorCritic.StepResult> steps = new ArrayList<>();
    private final List<Integer> stepTokens = new ArrayList<>();

    void put(String name, double value) {
        values.put(name, value);
    }

    void rewards(List<String> names, List<Judgement> judgements) {
        double[] totals = judgements.stream().mapToDouble(Judgement::total).toArray();
        put("reward/total_mean", mean(totals));
        put("reward/total_sd", Math.sqrt(variance(totals)));
        for (String name : names) {
            double[] raw = judgements.stream()
                    .map(j -> j.rewards().get(name))
                    .filter(Reward.Scored.class::isInstance)
                    .mapToDouble(r -> ((Reward.Scored) r).value())
                    .toArray();
            if (raw.length > 0) {
                put("reward/" + name + "_mean", mean(raw));
            }
            put(
                    "reward/" + name + "_weighted_mean",
                    judgements.stream()
                                    .mapToDouble(j -> j.weighted().getOrDefault(name, 0.0))
                                    .sum()
                            / judgements.size());
            put("reward/" + name + "_not_applicable", judgements.size() - raw.length);
        }
    }

    void explainedVariance(List<float[]> values, List<double[]> returns) {
        List<Double> errors = new ArrayList<>();
        List<Double> targets = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            for (int t = 0; t < values.get(i).length; t++) {
                targets.add(returns.get(i)[t]);
                errors.add(returns.get(i)[t] - values.get(i)[t]);
            }
        }
        double spread = variance(toArray(targets));
        put("value/explained_variance", spread > 0 ? 1 - variance(toArray(errors)) / spread : 0);
        put("value/return_mean", mean(toArray(targets)));
    }

    void step(ActorCritic.StepResult result, int tokens) {
        steps.add(result);
        stepTokens.add(tokens);
    }

    Map<String, Double> finish() {
        double tokens = stepTokens.stream().mapToInt(Integer::intValue).sum();
        put("policy/loss", weighted(ActorCritic.StepResult::policyLoss));
        put("value/loss", weighted(ActorCritic.StepResult::valueLoss));
        put("policy/clip_fraction", sum(ActorCritic.StepResult::clippedTokens) / tokens);
        put("policy/ratio_mean", sum(ActorCritic.StepResult::ratioSum) / tokens);
        put(
                "policy/ratio_max",
                steps.stream()
                        .mapToDouble(ActorCritic.StepResult::largestRatio)
                        .max()
                        .orElse(1));
        put("policy/approx_kl_nats", sum(ActorCritic.StepResult::halfSquaredLogRatioSum) / tokens);
        put("value/clip_fraction", sum(ActorCritic.StepResult::clippedValues) / tokens);
        put("gradient/norm_mean", sum(ActorCritic.StepResult::gradientNorm) / steps.size());
        put(
                "gradient/norm_max",
                steps.stream()
                        .mapToDouble(ActorCritic.StepResult::gradientNorm)
                        .max()
                        .orElse(0));
        return values;
    }

    private double sum(java.util.function.ToDoubleFunction<ActorCritic.StepResult> field) {
        return steps.stream().mapToDouble(field).sum();
    }

    private double weighted(java.util.function.ToDoubleFunction<ActorCritic.StepResult> field) {
        double sum = 0;
        double tokens = 0;
        for (int i = 0; i < steps.size(); i++) {
            sum += field.applyAsDouble(steps.get(i)) * stepTokens.get(i);
            tokens += stepTokens.get(i);
        }
        return sum / tokens;
    }

    private static double[] toArray(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    static double mean(double[] values) {
        return Advantages.sum(values) / values.length;
    }

    /** Population variance. */
    private static double variance(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / values.length;
    }
}
