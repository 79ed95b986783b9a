package org.plumbline.core.ppo;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.plumbline.core.reward.RewardPipeline.Judgement;
import org.plumbline.core.reward.spi.RewardBatch;
import org.plumbline.datasets.input.JsonLinesLog;
import tools.jackson.databind.node.ObjectNode;

/** The .jsonl files of a run; wall-clock values stand in timings.jsonl only. */
final class RunLog implements AutoCloseable {
    private static final String METRICS = "metrics.jsonl";
    private static final String SAMPLES = "samples.jsonl";
    private static final String TIMINGS = "timings.jsonl";
    private static final String PROBES = "probes.jsonl";
    private static final String ALARMS = "alarms.jsonl";

    private final Map<String, JsonLinesLog> logs = new LinkedHashMap<>();

    /**
     * Begins the files of a run, or goes on with them.
     *
     * @param bytes how long each was at the checkpoint that the run goes on from; others begin anew
     * @param probed whether the run has probes
     */
    RunLog(Path directory, Map<String, Long> bytes, boolean probed) {
        List<String> names = probed
                ? List.of(METRICS, SAMPLES, TIMINGS, ALARMS, PROBES)
                : List.of(METRICS, SAMPLES, TIMINGS, ALARMS);
        for (String name : names) {
            logs.put(name, new JsonLinesLog(directory.resolve(name), bytes.getOrDefault(name, 0L)));
        }
    }

    /** How long each file is. */
    Map<String, Long> bytes() {
        Map<String, Long> bytes = new LinkedHashMap<>();
        logs.forEach((name, log) -> bytes.put(name, log.bytes()));
        return bytes;
    }

    private void add(String name, Consumer<ObjectNode> fill) {
        JsonLinesLog log = logs.get(name);
        if (log != null) {
            log.add(fill);
        }
    }

    private void numbers(String name, int update, Map<String, Double> values) {
        add(name, node -> {
            node.put("update", update);
            values.forEach(node::put);
        });
    }

    void metrics(int update, Map<String, Double> values) {
        numbers(METRICS, update, values);
    }

    void timings(int update, Map<String, Double> seconds) {
        numbers(TIMINGS, update, seconds);
    }

    void probe(int update, Map<String, Double> scores, boolean best) {
        add(PROBES, node -> {
            node.put("update", update);
            node.put("best", best);
            scores.forEach(node::put);
        });
    }

    void alarm(Alarm alarm) {
        add(ALARMS, node -> {
            node.put("update", alarm.update());
            node.put("alarm", alarm.name());
            node.put("message", alarm.message());
        });
    }

    void samples(int update, List<RewardBatch.Item> items, List<Judgement> judgements, int count) {
        for (int i = 0; i < Math.min(count, items.size()); i++) {
            RewardBatch.Item item = items.get(i);
            Judgement judgement = judgements.get(i);
            add(SAMPLES, node -> {
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
        logs.values().forEach(JsonLinesLog::close);
    }
}
