package org.plumbline.core.ppo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.plumbline.core.reward.RewardPipeline.Judgement;
import org.plumbline.core.reward.spi.RewardBatch;
import org.plumbline.datasets.input.JsonLinesLog;

/** metrics.jsonl, samples.jsonl and timings.jsonl of a run; wall-clock values stand in the last one only. */
final class RunLog implements AutoCloseable {
    private final JsonLinesLog metrics;
    private final JsonLinesLog samples;
    private final JsonLinesLog timings;

    RunLog(Path directory) {
        metrics = new JsonLinesLog(directory.resolve("metrics.jsonl"));
        samples = new JsonLinesLog(directory.resolve("samples.jsonl"));
        timings = new JsonLinesLog(directory.resolve("timings.jsonl"));
    }

    void metrics(int update, Map<String, Double> values) {
        metrics.add(node -> {
            node.put("update", update);
            values.forEach(node::put);
        });
    }

    void timings(int update, Map<String, Double> seconds) {
        timings.add(node -> {
            node.put("update", update);
            seconds.forEach(node::put);
        });
    }

    void samples(int update, List<RewardBatch.Item> items, List<Judgement> judgements, int count) {
        for (int i = 0; i < Math.min(count, items.size()); i++) {
            RewardBatch.Item item = items.get(i);
            Judgement judgement = judgements.get(i);
            samples.add(node -> {
                node.put("update", update);
                node.put("prompt_id", item.prompt().id());
                node.put("prompt", item.prompt().text());
                node.put("completion", item.completion());
                node.put("tokens", item.tokens().length);
                node.put("ended", item.ended());
                node.put("reward", judgement.total());
                node.set("rewards", judgement.toJson());
            });
        }
    }

    @Override
    public void close() {
        metrics.close();
        samples.close();
        timings.close();
    }
}
