package org.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.JsonLines;
import tools.jackson.databind.JsonNode;

/** Training as people start, watch and go on with it; kills are in the slow stage. */
class TrainPpoCommandTest {
    private static final Path MODEL = Path.of("../alignment-core/src/test/resources/fixtures/llama");
    private static final String RUN = "prompts: prompts.jsonl\n"
            + "rewards:\n  - shaper: pattern\n    options: {pattern: \"[aeiou]\", most: 100}\n"
            + "ppo: {updates: 4, batch-size: 4, max-new-tokens: 6, epochs: 1, checkpoint-every: 2}\n";

    @TempDir
    Path folder;

    private final ConcurrentLinkedQueue<Map.Entry<String, JsonNode>> calls = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        Files.writeString(
                folder.resolve("prompts.jsonl"),
                "{\"id\":\"a\",\"prompt\":\"The cat\"}\n{\"id\":\"b\",\"prompt\":\"Once\"}\n");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/2.0/mlflow/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().replace("/api/2.0/mlflow/", "");
        byte[] body = exchange.getRequestBody().readAllBytes();
        calls.add(Map.entry(
                path,
                body.length == 0
                        ? Json.COMPACT.createObjectNode()
                        : Json.COMPACT.readTree(new String(body, StandardCharsets.UTF_8))));
        String text = switch (path) {
            case "experiments/get-by-name" ->
                "{\"experiment\": {\"experiment_id\": \"1\", \"lifecycle_stage\": \"active\"}}";
            case "runs/create", "runs/get" ->
                "{\"run\": {\"info\": {\"run_id\": \"r1\", \"lifecycle_stage\": \"active\"}}}";
            default -> "{}";
        };
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, text.length());
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    private Path config(String more) throws IOException {
        return Files.writeString(folder.resolve("run.yaml"), RUN + more);
    }

    private Subprocess.Result train(Path config, String out, Object... more) throws Exception {
        List<Object> words = new ArrayList<>(
                List.of("train", "ppo", "--model", MODEL, "--config", config, "--out", folder.resolve(out)));
        words.addAll(List.of(more));
        return Subprocess.run(folder, words.toArray());
    }

    private List<JsonNode> calls(String path) {
        return calls.stream()
                .filter(call -> call.getKey().equals(path))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Test
    void aRunIsWatchedInTensorBoardAndMlflow() throws Exception {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Subprocess.Result result =
                train(config("watch: {mlflow: {url: \"" + url + "\", experiment: tests, run-name: first}}\n"), "run");
        assertThat(result.exit()).as(result.err()).isZero();
        Path run = folder.resolve("run");
        assertThat(run).isDirectoryContaining("glob:**/events.out.tfevents.*");
        assertThat(Json.read(run.resolve("mlflow.json")).get("run_id").asString())
                .isEqualTo("r1");
        List<Long> steps = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (JsonNode call : calls("runs/log-batch")) {
            call.path("metrics").forEach(metric -> {
                if (metric.get("key").asString().equals("reward/total_mean")) {
                    steps.add(metric.get("step").asLong());
                }
            });
            call.path("params").forEach(param -> keys.add(param.get("key").asString()));
        }
        assertThat(steps).containsExactly(1L, 2L, 3L, 4L);
        assertThat(keys).contains("ppo.method", "ppo.kl.estimator", "ppo.rollout.batchSize");
        assertThat(calls("runs/update")
                        .get(calls("runs/update").size() - 1)
                        .get("status")
                        .asString())
                .isEqualTo("FINISHED");
    }

    @Test
    void aServerThatIsNotThereIsSaidBeforeAnythingIsWritten() throws Exception {
        server.stop(0);
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Subprocess.Result result = train(config("watch: {mlflow: {url: \"" + url + "\"}}\n"), "run");
        assertThat(result.exit()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).contains("no MLflow server can be reached at " + url);
        assertThat(folder.resolve("run")).isEmptyDirectory();
        Subprocess.Result malformed = train(config("watch: {mlflow: {url: \"http://me:secret@[\"}}\n"), "other");
        assertThat(malformed.exit()).isEqualTo(2);
        assertThat(malformed.err())
                .contains("watch.mlflow.url is not an address")
                .doesNotContain("secret");
    }

    @Test
    void aFinishedRunIsNotTrainedAgainAndAStrangersDirectoryIsNotTouched() throws Exception {
        Path config = config("");
        assertThat(train(config, "run").exit()).isZero();
        byte[] metrics = Files.readAllBytes(folder.resolve("run/metrics.jsonl"));
        Subprocess.Result again = train(config, "run", "--resume");
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.err()).contains("is finished; nothing is left to do");
        assertThat(folder.resolve("run/metrics.jsonl")).hasBinaryContent(metrics);

        Path precious =
                Files.createDirectories(folder.resolve("mine/checkpoints")).resolve("model.pt");
        Files.writeString(precious, "precious");
        Subprocess.Result foreign = train(config, "mine", "--resume");
        assertThat(foreign.exit()).isEqualTo(2);
        assertThat(foreign.err()).contains("has no manifest.json, so it is not a run, and holds checkpoints");
        assertThat(precious).hasContent("precious");

        Subprocess.Result nowhere =
                Subprocess.run(folder, "train", "ppo", "--model", MODEL, "--config", config, "--resume");
        assertThat(nowhere.exit()).isEqualTo(2);
        assertThat(nowhere.err()).contains("--resume: does not say which run");
    }

    @Test
    void aProbeKeepsTheBestPolicyAndSaysWhichMetricsThereAre() throws Exception {
        String probe = "probe:\n  every-updates: 2\n  limit: 200\n  suites:\n    - suite: fluency\n"
                + "      options: {prompts: prompts.jsonl, texts: texts.jsonl, samples-per-prompt: 2, max-new-tokens: 6}\n";
        Subprocess.Result wrong =
                train(config(probe.replaceAll("      options.*\n", "") + "  best: {metric: fluency/joy}\n"), "run");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err())
                .contains("probe.best.metric names \"fluency/joy\", which no suite of the probe measures")
                .contains("fluency/distinct_2");
        Subprocess.Result result = train(
                config(probe.replaceAll("      options.*\n", "      options: {max-new-tokens: 6}\n")
                        + "  best: {metric: fluency/words}\n"),
                "run");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("direction is missing, and fluency/words has none of its own");
        Subprocess.Result trained = train(
                config(probe.replaceAll("      options.*\n", "      options: {max-new-tokens: 6}\n")
                        + "  best: {metric: fluency/words, direction: higher}\n"),
                "run");
        assertThat(trained.exit()).as(trained.err()).isZero();
        List<JsonNode> looks = JsonLines.read(folder.resolve("run/probes.jsonl"), JsonLines.Row::object);
        assertThat(looks).extracting(row -> row.get("update").asInt()).containsExactly(0, 2, 4);
        assertThat(looks).anyMatch(row -> row.get("best").asBoolean());
        JsonNode best = Json.read(folder.resolve("run/best/best.json"));
        double highest = looks.stream()
                .mapToDouble(row -> row.get("fluency/words").asDouble())
                .max()
                .orElseThrow();
        assertThat(best.get("value").asDouble()).isEqualTo(highest);
        assertThat(best.get("rule").asString()).isEqualTo("the highest fluency/words; of equals the earliest");
        assertThat(Json.read(folder.resolve("run/manifest.json"))
                        .get("best_checkpoint_rule")
                        .asString())
                .isEqualTo(best.get("rule").asString());
        assertThat(trained.out()).contains("best:  ");
    }
}
