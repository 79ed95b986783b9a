package org.plumbline.core.ppo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.plumbline.core.policy.ActorCritic;
import org.plumbline.core.policy.TokenSequence;
import org.plumbline.core.reward.RewardPipeline.Judgement;
import org.plumbline.core.reward.spi.Explanation;
import org.plumbline.core.reward.spi.Reward;
import org.plumbline.core.reward.spi.RewardBatch;
import org.plumbline.datasets.PromptRecord;
import org.plumbline.datasets.input.Json;
import tools.jackson.databind.JsonNode;

/**
 * Inputs and outputs of other systems' code, run in float64 with the conventions that the presets stand for; the file says
 * which code of which commit each number comes from.
 */
final class Golden {
    static final JsonNode FILE = Json.read(Path.of("src/test/resources/fixtures/ppo/golden.json"));

    private Golden() {}

    static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }

    static List<double[]> rows(JsonNode array) {
        List<double[]> rows = new ArrayList<>();
        array.forEach(row -> rows.add(doubles(row)));
        return rows;
    }

    static float[] floats(JsonNode array) {
        return Advantages.toFloats(doubles(array));
    }

    /** A response of so many tokens that nobody looks at. */
    static Rollout rollout(
            int group, int tokens, boolean ended, Map<String, Double> weighted, ActorCritic.Evaluation e) {
        PromptRecord prompt = PromptRecord.of("prompt " + group, "a prompt");
        double total =
                weighted.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<String, Reward> rewards = new LinkedHashMap<>();
        weighted.forEach((name, value) -> rewards.put(name, new Reward.Scored(Explanation.of(value, name))));
        return new Rollout(
                group,
                new TokenSequence(new long[tokens + 2], 2),
                new RewardBatch.Item(prompt, "", new long[tokens], ended, List.of()),
                new Judgement(total, total, Optional.empty(), rewards, weighted),
                e);
    }

    static Rollout rollout(int group, int tokens, double score, float[] kl) {
        return rollout(
                group,
                tokens,
                true,
                Map.of("score", score),
                new ActorCritic.Evaluation(
                        kl, new float[tokens], new float[tokens], new float[0], Float.NaN, new float[0]));
    }

    /** The rollouts of a case. */
    static List<Rollout> rollouts(JsonNode golden) {
        List<Rollout> rollouts = new ArrayList<>();
        for (int i = 0; i < golden.get("sequences").size(); i++) {
            JsonNode sequence = golden.get("sequences").get(i);
            float[] lp = floats(sequence.get("lp"));
            rollouts.add(rollout(
                    i,
                    lp.length,
                    sequence.get("ended").asBoolean(),
                    Map.of("score", sequence.get("score").asDouble()),
                    new ActorCritic.Evaluation(
                            lp,
                            floats(sequence.get("rf")),
                            new float[lp.length],
                            floats(sequence.get("values")),
                            (float) golden.get("value_after").get(i).asDouble(),
                            new float[0])));
        }
        return rollouts;
    }

    static JsonNode golden(String name) {
        for (JsonNode node : FILE.get("cases")) {
            if (node.get("name").asString().equals(name)) {
                return node;
            }
        }
        throw new IllegalArgumentException(name);
    }
}
