package org.plumbline.core.ppo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.plumbline.core.policy.ActorCritic.StepOutcome;
import org.plumbline.core.policy.ActorCritic.StepResult;
import org.plumbline.core.reward.RewardPipeline.Judgement;
import org.plumbline.core.reward.spi.Reward;

/** Gathers what one update reports; docs/metrics.md defines each name. */
final class UpdateMetrics {
    private final Map<String, Double> values = new LinkedHashMap<>();
    private final List<StepResult> steps = new ArrayList<>();

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

    void step(StepResult result) {
        steps.add(result);
    }

    /**
     * With the sums over the optimiser steps.
     *
     * @param withPolicy whether the policy's loss was taken: not while the value function warms up
     * @param withValues whether there is a value function
     */
    Map<String, Double> finish(boolean withPolicy, boolean withValues, boolean withEntropy, boolean withKl) {
        double tokens = sum(StepResult::tokens);
        boolean policy = withPolicy && tokens > 0;
        if (policy) {
            put("policy/loss", weighted(StepResult::policyLoss));
        }
        if (withValues) {
            put("value/loss", weighted(StepResult::valueLoss));
        }
        if (policy) {
            put("policy/clip_fraction", sum(StepResult::clippedTokens) / tokens);
            put("policy/ratio_mean", sum(StepResult::ratioSum) / tokens);
            put(
                    "policy/ratio_max",
                    steps.stream().mapToDouble(StepResult::largestRatio).max().orElse(1));
            put("policy/approx_kl_nats", sum(StepResult::halfSquaredLogRatioSum) / tokens);
        }
        if (policy && withEntropy) {
            put("policy/entropy_term_nats", weighted(StepResult::entropy));
        }
        if (policy && withKl) {
            put("policy/kl_term_nats", weighted(StepResult::kl));
        }
        if (withValues) {
            put("value/clip_fraction", sum(StepResult::clippedValues) / Math.max(1, sum(StepResult::valuePositions)));
        }
        put("gradient/norm_mean", sum(StepResult::gradientNorm) / steps.size());
        put(
                "gradient/norm_max",
                steps.stream().mapToDouble(StepResult::gradientNorm).max().orElse(0));
        put("optimizer/steps", count(StepOutcome.TAKEN));
        put("optimizer/skipped_steps", count(StepOutcome.SKIPPED));
        put("optimizer/stopped_early", count(StepOutcome.STOPPED));
        return values;
    }

    private long count(StepOutcome outcome) {
        return steps.stream().filter(step -> step.outcome() == outcome).count();
    }

    private double sum(ToDoubleFunction<StepResult> field) {
        return steps.stream().mapToDouble(field).sum();
    }

    private double weighted(ToDoubleFunction<StepResult> field) {
        double sum = 0;
        double tokens = 0;
        for (StepResult step : steps) {
            sum += field.applyAsDouble(step) * step.tokens();
            tokens += step.tokens();
        }
        return tokens == 0 ? 0 : sum / tokens;
    }

    private static double[] toArray(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    static double mean(double[] values) {
        return Advantages.sum(values) / values.length;
    }

    /** Population variance. */
    static double variance(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / values.length;
    }
}
