package org.plumbline.core.ppo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.plumbline.core.reward.RewardPipeline.Judgement;
import org.plumbline.core.reward.spi.RewardBatch;
import org.plumbline.datasets.input.Json;
import tools.jackson.databind.node.ObjectNode;

/** metrics.jsonl, samples.jsonl and timings.jsonl of a run; wall-clock values stand in the last one only. */
final class RunLog implements AutoCloseable {
    private final Writer metrics;
    private final Writer samples;
    private final Writer timings;

    RunLog(Path directory) {
        try {
            Files.createDirectories(directory);
            metrics = Files.newBufferedWriter(directory.resolve("metrics.jsonl"));
            samples = Files.newBufferedWriter(directory.resolve("samples.jsonl"));
            timings = Files.newBufferedWriter(directory.resolve("timings.jsonl"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void metrics(int update, Map<String, Double> values) {
        line(metrics, node -> {
            node.put("update", update);
            values.forEach(node::put);
        });
    }

    void timings(int update, Map<String, Double> seconds) {
        line(timings, node -> {
            node.put("update", update);
            seconds.forEach(node::put);
        });
    }

    void samples(int update, List<RewardBatch.Item> items, List<Judgement> judgements, int count) {
        for (int i = 0; i < Math.min(count, items.size()); i++) {
            RewardBatch.Item item = items.get(i);
            Judgement judgement = judgements.get(i);
            line(samples, node -> {
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

    private static void line(Writer writer, Consumer<ObjectNode> fill) {
        ObjectNode node = Json.COMPACT.createObjectNode();
        fill.accept(node);
        try {
            writer.write(Json.COMPACT.writeValueAsString(node));
            writer.write('\n');
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            metrics.close();
            samples.close();
            timings.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
