package org.plumbline.core.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plumbline.core.watch.MlflowRun.Patience;
import org.plumbline.core.watch.MlflowRun.Status;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** A run against a stand-in for the tracking server on this machine, which answers as MLflow 2.17 does. */
@Timeout(60)
class MlflowRunTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_250L), ZoneOffset.UTC);
    private static final Patience SHORT = new Patience(
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            3,
            Duration.ofMillis(50),
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            100);
    private static final String MISSING = "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\", \"message\": \"no such\"}";
    private static final String EXISTS = "{\"error_code\": \"RESOURCE_ALREADY_EXISTS\", \"message\": \"is there\"}";
    private static final String EXPERIMENT =
            "{\"experiment\": {\"experiment_id\": \"12\", \"lifecycle_stage\": \"active\"}}";
    private static final String RUN = "{\"run\": {\"info\": {\"run_id\": \"r1\", \"lifecycle_stage\": \"active\"}}}";

    private record Request(String call, String authorization, JsonNode body) {}

    private record Answer(int status, String body, String retryAfter) {
        static Answer of(int status, String body) {
            return new Answer(status, body, "");
        }
    }

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();

    /** What a call is answered, before it is answered as usual. */
    private final Map<String, Deque<Answer>> next = new LinkedHashMap<>();

    /** Calls wait here while it is not open. */
    private volatile CountDownLatch gate = new CountDownLatch(0);

    private ExecutorService threads;
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        startServer(0);
    }

    private void startServer(int port) throws IOException {
        threads = Executors.newCachedThreadPool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/tracking/api/2.0/mlflow/", this::answer);
        server.start();
    }

    @AfterEach
    void stopServer() {
        gate.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String uri = exchange.getRequestURI().toString().substring("/tracking/api/2.0/mlflow/".length());
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.add(new Request(
                uri,
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                body.length == 0 ? Json.COMPACT.createObjectNode() : Json.COMPACT.readTree(body)));
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String call = uri.replaceAll("\\?.*", "");
        Answer answer;
        synchronized (next) {
            Deque<Answer> planned = next.getOrDefault(call, new ArrayDeque<>());
            answer = planned.isEmpty() ? Answer.of(200, usual(call)) : planned.pop();
        }
        if (!answer.retryAfter().isEmpty()) {
            exchange.getResponseHeaders().add("Retry-After", answer.retryAfter());
        }
        byte[] content = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }

    private static String usual(String call) {
        return switch (call) {
            case "experiments/get-by-name" -> EXPERIMENT;
            case "experiments/create" -> "{\"experiment_id\": \"13\"}";
            case "runs/create", "runs/get" -> RUN;
            default -> "{}";
        };
    }

    private void plan(String call, Answer... answers) {
        synchronized (next) {
            next.computeIfAbsent(call, key -> new ArrayDeque<>()).addAll(List.of(answers));
        }
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tracking/");
    }

    private MlflowRun start(Map<String, String> params) {
        return start(params, SHORT);
    }

    private MlflowRun start(Map<String, String> params, Patience patience) {
        return MlflowRun.start(
                MlflowServer.of(address(), Map.of()),
                "my experiment",
                "first",
                params,
                Map.of("model", "tiny"),
                CLOCK,
                warnings::add,
                patience);
    }

    private List<Request> calls(String call) {
        return requests.stream().filter(r -> r.call().equals(call)).toList();
    }

    /** Bodies of log-batch that have metrics. */
    private List<JsonNode> batches() {
        return calls("runs/log-batch").stream()
                .map(Request::body)
                .filter(body -> body.has("metrics"))
                .toList();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 400 && !condition.getAsBoolean(); i++) {
            Thread.sleep(25);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void aRunIsCreatedInItsExperimentWithParamsAndTags() {
        MlflowRun run = start(Map.of("ppo.learning-rate", "1e-5"));
        run.finish(Status.FINISHED);
        assertThat(run.id()).isEqualTo("r1");
        assertThat(requests.stream().map(Request::call))
                .containsExactly(
                        "experiments/get-by-name?experiment_name=my+experiment",
                        "runs/create",
                        "runs/log-batch",
                        "runs/log-batch",
                        "runs/update");
        assertThat(requests.get(1).body())
                .isEqualTo(Json.COMPACT.readTree("{\"experiment_id\": \"12\", \"run_name\": \"first\", \"start_time\":"
                        + " 1700000000250, \"tags\": [{\"key\": \"mlflow.runName\", \"value\": \"first\"}]}"));
        assertThat(requests.get(2).body())
                .isEqualTo(Json.COMPACT.readTree("{\"run_id\": \"r1\", \"params\": [{\"key\": \"ppo.learning-rate\","
                        + " \"value\": \"1e-5\"}]}"));
        assertThat(requests.get(3).body())
                .isEqualTo(Json.COMPACT.readTree(
                        "{\"run_id\": \"r1\", \"tags\": [{\"key\": \"model\", \"value\": \"tiny\"}]}"));
        assertThat(requests.get(4).body())
                .isEqualTo(Json.COMPACT.readTree(
                        "{\"run_id\": \"r1\", \"status\": \"FINISHED\", \"end_time\": 1700000000250}"));
        assertThat(requests).extracting(Request::authorization).containsOnly("null");
        assertThat(warnings).isEmpty();
    }

    @Test
    void anExperimentThatIsNotThereIsCreatedEvenWhenAnotherOneIsQuicker() {
        plan("experiments/get-by-name", Answer.of(404, MISSING));
        start(Map.of()).close();
        assertThat(calls("experiments/create").get(0).body())
                .isEqualTo(Json.COMPACT.readTree("{\"name\": \"my experiment\"}"));
        assertThat(calls("runs/create").get(0).body().get("experiment_id").stringValue())
                .isEqualTo("13");
        requests.clear();
        plan("experiments/get-by-name", Answer.of(404, MISSING));
        plan("experiments/create", Answer.of(400, EXISTS));
        start(Map.of()).close();
        assertThat(calls("runs/create").get(0).body().get("experiment_id").stringValue())
                .isEqualTo("12");
    }

    @Test
    void anExperimentThatWasDeletedIsNamed() {
        plan("experiments/get-by-name", Answer.of(200, EXPERIMENT.replace("active", "deleted")));
        assertThatThrownBy(() -> start(Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the experiment \"my experiment\" is deleted")
                .hasMessageContaining("mlflow experiments restore --experiment-id 12");
    }

    @Test
    void paramsGoOutAHundredAtATimeInFormsThatMlflowTakes() {
        Map<String, String> params = new LinkedHashMap<>();
        for (int i = 0; i < 250; i++) {
            params.put("p" + i, "v" + i);
        }
        params.put("rewards[0].name", "\u00e4".repeat(4000) + "\ud800");
        params.put("rewards_0_.name", "x");
        params.put("/a//../b/", "x");
        params.put("\ud83d\ude00".repeat(300), "x");
        params.put("l".repeat(249) + "/.", "x");
        start(params).close();
        List<JsonNode> bodies =
                calls("runs/log-batch").stream().map(Request::body).toList();
        assertThat(bodies.subList(0, 3).stream().map(b -> b.get("params").size()))
                .containsExactly(100, 100, 55);
        JsonNode last = bodies.get(2).get("params");
        assertThat(last.get(49).get("key").stringValue()).isEqualTo("p249");
        assertThat(last.get(50).get("key").stringValue()).isEqualTo("rewards_0_.name");
        assertThat(last.get(50).get("value").stringValue()).isEqualTo("\u00e4".repeat(3000));
        assertThat(last.get(51).get("key").stringValue()).isEqualTo("rewards_0_.name_2");
        assertThat(last.get(52).get("key").stringValue()).isEqualTo("_/a/_/_/b/_");
        assertThat(last.get(53).get("key").stringValue()).isEqualTo("_".repeat(250));
        assertThat(last.get(54).get("key").stringValue()).isEqualTo("l".repeat(249));
    }

    @Test
    void noCallIsLargerThanMlflowReads() {
        Map<String, String> params = new LinkedHashMap<>();
        for (int i = 0; i < 60; i++) {
            params.put("p" + i, "\u0001".repeat(6000));
        }
        start(params).close();
        assertThat(calls("runs/log-batch").stream()
                        .map(Request::body)
                        .filter(body -> body.has("params"))
                        .toList())
                .hasSizeGreaterThan(2)
                .allMatch(body -> Json.line(body).length() < 1_000_000);
    }

    @Test
    void metricsKeepTheirOrderAndAreAtMostAThousandACall() {
        Map<String, Double> many = new LinkedHashMap<>();
        for (int i = 0; i < 700; i++) {
            many.put("m" + i, i / 4.0);
        }
        MlflowRun run = start(Map.of());
        for (int step = 1; step <= 5; step++) {
            run.metrics(step, many);
        }
        run.finish(Status.FINISHED);
        List<String> points = new ArrayList<>();
        for (JsonNode body : batches()) {
            assertThat(body.get("metrics").size()).isLessThanOrEqualTo(1000);
            for (JsonNode metric : (ArrayNode) body.get("metrics")) {
                points.add(
                        metric.get("step").intValue() + " " + metric.get("key").stringValue());
            }
        }
        assertThat(points).hasSize(3500).startsWith("1 m0", "1 m1").endsWith("5 m699");
        assertThat(points.get(700)).isEqualTo("2 m0");
        assertThat(requests.get(requests.size() - 1).call()).isEqualTo("runs/update");
        assertThat(run.lostPoints()).isZero();
    }

    @Test
    void whatIsNotFiniteIsWrittenAsProtobufsJsonHasIt() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("a", Double.NaN);
        values.put("b", Double.POSITIVE_INFINITY);
        values.put("c", Double.NEGATIVE_INFINITY);
        values.put("d", -0.125);
        MlflowRun run = start(Map.of());
        run.metrics(9, values);
        run.close();
        assertThat(batches().get(0).get("metrics"))
                .isEqualTo(Json.COMPACT.readTree("[{\"key\": \"a\", \"value\": \"NaN\", \"timestamp\": T, \"step\": 9},"
                                .replace("T", "1700000000250")
                        + "{\"key\": \"b\", \"value\": \"Infinity\", \"timestamp\": 1700000000250, \"step\": 9},"
                        + "{\"key\": \"c\", \"value\": \"-Infinity\", \"timestamp\": 1700000000250, \"step\": 9},"
                        + "{\"key\": \"d\", \"value\": -0.125, \"timestamp\": 1700000000250, \"step\": 9}]"));
    }

    @Test
    void aServerThatAsksToWaitIsWaitedFor() {
        MlflowRun run = start(
                Map.of(),
                new Patience(
                        SHORT.connect(),
                        SHORT.answer(),
                        3,
                        SHORT.firstPause(),
                        SHORT.longestPause(),
                        Duration.ofSeconds(20),
                        100));
        plan("runs/log-batch", new Answer(429, "", "1"), Answer.of(503, "busy"));
        long start = System.nanoTime();
        run.metrics(1, Map.of("a", 1.0));
        try {
            await(() -> batches().size() == 3);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        run.finish(Status.FINISHED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
        assertThat(run.lostPoints()).isZero();
        assertThat(warnings).isEmpty();
    }

    @Test
    void aServerThatIsBusyAtTheStartIsAskedAgain() {
        plan("runs/create", new Answer(429, "", "0"), Answer.of(503, ""));
        start(Map.of()).close();
        assertThat(calls("runs/create")).hasSize(3);
        plan("runs/create", Answer.of(500, "<html>"));
        assertThatThrownBy(() -> start(Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the server answers HTTP 500")
                .hasMessageContaining("look at the log of the server");
    }

    @Test
    void aServerThatDiesIsSaidOncePerOutageAndTrainingGoesOn() throws Exception {
        MlflowRun run = start(Map.of());
        run.metrics(1, Map.of("a", 1.0));
        await(() -> batches().size() == 1);
        int port = server.getAddress().getPort();
        stopServer();
        for (int step = 2; step <= 4; step++) {
            run.metrics(step, Map.of("a", 1.0, "b", 2.0));
            long lost = 2L * (step - 1);
            await(() -> run.lostPoints() == lost);
        }
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("MLflow at http://127.0.0.1:" + port + "/tracking")
                .contains("metrics.jsonl has everything");
        startServer(port);
        run.metrics(5, Map.of("a", 1.0));
        await(() -> batches().size() == 2);
        plan(
                "runs/log-batch",
                Answer.of(400, "{\"error_code\": \"INVALID_PARAMETER_VALUE\", \"message\": \"bad\\u202e\"}"));
        run.metrics(6, Map.of("a", 1.0));
        await(() -> warnings.size() == 2);
        assertThat(warnings.get(1)).contains("HTTP 400 INVALID_PARAMETER_VALUE: bad<U+202E>");
        run.finish(Status.FAILED);
        assertThat(run.lostPoints()).isEqualTo(7);
        assertThat(calls("runs/update").get(0).body().get("status").stringValue())
                .isEqualTo("FAILED");
    }

    @Test
    void aServerThatStallsHoldsUpNeitherTrainingNorTheEnd() throws Exception {
        MlflowRun run = start(Map.of());
        gate = new CountDownLatch(1);
        long start = System.nanoTime();
        for (int step = 0; step < 1000; step++) {
            run.metrics(step, Map.of("a", 1.0));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(run.lostPoints()).as("what the queue has no room for").isGreaterThan(700);
        run.finish(Status.KILLED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
        await(() -> run.lostPoints() == 1000);
        // It is slower than training, and does not answer in time: which is seen first depends on the machine.
        assertThat(warnings).hasSizeBetween(1, 2).allMatch(w -> w.contains("does not get all of this run"));
        run.metrics(1001, Map.of("a", 1.0));
        run.close();
        assertThat(run.lostPoints()).isEqualTo(1001);
    }

    @Test
    void aServerThatIsSlowerThanTrainingGetsWhatItCan() throws Exception {
        MlflowRun run = start(Map.of());
        gate = new CountDownLatch(1);
        for (int step = 0; step < 200; step++) {
            run.metrics(step, Map.of("a", 1.0));
        }
        gate.countDown();
        run.finish(Status.FINISHED);
        int taken = batches().stream().mapToInt(b -> b.get("metrics").size()).sum();
        assertThat(taken).isGreaterThanOrEqualTo(100);
        assertThat(run.lostPoints()).isEqualTo(200 - taken);
        assertThat(warnings).singleElement().asString().contains("it is slower than training");
    }

    @Test
    void aStatusGoesOutThoughMetricsDoNot() throws Exception {
        MlflowRun run = start(Map.of());
        plan("runs/log-batch", Answer.of(500, ""), Answer.of(500, ""), Answer.of(500, ""));
        run.metrics(1, Map.of("a", 1.0));
        Thread.currentThread().interrupt();
        run.finish(Status.KILLED);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(calls("runs/update").get(0).body().get("status").stringValue())
                .isEqualTo("KILLED");
        assertThat(run.lostPoints()).isEqualTo(1);
        assertThat(warnings).hasSize(1);
    }

    @Test
    void onlyTheFirstEndOfARunCounts() {
        MlflowRun run = start(Map.of());
        run.finish(Status.FINISHED);
        run.close();
        assertThat(calls("runs/update")).hasSize(1);
        start(Map.of()).close();
        assertThat(calls("runs/update").get(1).body().get("status").stringValue())
                .isEqualTo("FAILED");
    }

    @Test
    void aServerThatIsNotThereAtTheStartIsAClearError() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        MlflowServer absent = MlflowServer.of(URI.create("http://127.0.0.1:" + port), Map.of());
        assertThatThrownBy(() -> MlflowRun.start(absent, "x", "y", Map.of(), Map.of(), CLOCK, warnings::add, SHORT))
                .isInstanceOf(InputException.class)
                .hasMessage("watch: mlflow: no MLflow server can be reached at http://127.0.0.1:" + port
                        + ": nothing accepts connections there; next: start it (mlflow server --port 5000), correct"
                        + " url, or leave out mlflow");
        gate = new CountDownLatch(1);
        assertThatThrownBy(() -> start(Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no answer in time");
    }

    @Test
    void aServerThatIsNotMlflowIsAClearError() {
        for (String body : List.of("<html></html>", "[]", "{\"run\": {}}", "\"x\"", "{\"run\"")) {
            plan("runs/create", Answer.of(200, body));
            assertThatThrownBy(() -> start(Map.of()))
                    .as(body)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("the server gives an answer")
                    .hasMessageContaining("without /api");
        }
        plan("experiments/get-by-name", Answer.of(404, "not found"), Answer.of(302, ""));
        for (int status : List.of(404, 302)) {
            assertThatThrownBy(() -> start(Map.of()))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("the server answers HTTP " + status)
                    .hasMessageContaining("without /api");
        }
    }

    @Test
    void aRunThatCannotBeSetUpDoesNotStayRunningOnTheServer() {
        plan("runs/log-batch", Answer.of(400, "{\"error_code\": \"INVALID_PARAMETER_VALUE\", \"message\": \"no\"}"));
        assertThatThrownBy(() -> start(Map.of("a", "b")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("HTTP 400 INVALID_PARAMETER_VALUE: no")
                .hasMessageContaining("correct what the server complains about");
        assertThat(calls("runs/update").get(0).body().get("status").stringValue())
                .isEqualTo("FAILED");
    }

    @Test
    void aRunIsGoneOnWith() {
        MlflowServer known = MlflowServer.of(address(), Map.of());
        MlflowRun run = MlflowRun.resume(known, "r1", CLOCK, warnings::add, SHORT);
        run.metrics(3, Map.of("a", 1.0));
        run.finish(Status.FINISHED);
        assertThat(requests.stream().map(Request::call))
                .containsExactly("runs/get?run_id=r1", "runs/update", "runs/log-batch", "runs/update");
        assertThat(requests.get(1).body())
                .isEqualTo(Json.COMPACT.readTree("{\"run_id\": \"r1\", \"status\": \"RUNNING\"}"));
        plan("runs/get", Answer.of(404, MISSING), Answer.of(200, RUN.replace("active", "deleted")));
        assertThatThrownBy(() -> MlflowRun.resume(known, "r2", CLOCK, warnings::add, SHORT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("RESOURCE_DOES_NOT_EXIST");
        assertThatThrownBy(() -> MlflowRun.resume(known, "r1", CLOCK, warnings::add, SHORT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("mlflow runs restore --run-id r1");
    }

    @Test
    void credentialsGoToTheServerAndNowhereElse() {
        String user = "MLFLOW_TRACKING_USERNAME";
        String password = "MLFLOW_TRACKING_PASSWORD";
        String token = "MLFLOW_TRACKING_TOKEN";
        Map<Map<String, String>, String> expected = Map.of(
                Map.of(token, " secret1 "), "Bearer secret1",
                Map.of(user, "ann", password, "secret\u00fc", token, "secret1"), "Basic YW5uOnNlY3JldMO8");
        expected.forEach((environment, header) -> {
            requests.clear();
            plan("runs/create", Answer.of(401, "You are not authenticated."));
            MlflowServer known = MlflowServer.of(address(), environment);
            assertThat(known).hasToString(address().toString().replaceAll("/$", ""));
            assertThatThrownBy(() -> MlflowRun.start(known, "x", "y", Map.of(), Map.of(), CLOCK, warnings::add, SHORT))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("HTTP 401")
                    .hasMessageContaining(user)
                    .message()
                    .doesNotContain("secret");
            assertThat(requests).extracting(Request::authorization).containsOnly(header);
        });
        for (Map<String, String> unusable :
                List.of(Map.of(user, "ann"), Map.of(password, "secret"), Map.of(token, "secret\nX-Other: secret"))) {
            assertThatThrownBy(() -> MlflowServer.of(address(), unusable))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("MLFLOW_TRACKING_")
                    .message()
                    .doesNotContain("secret");
        }
    }

    @Test
    void addressesAreChecked() {
        for (String address : List.of(
                "",
                "127.0.0.1",
                "file:///tmp",
                "http:///x",
                "ftp://host/",
                "http://ann:secret@host/",
                "http://host?x=secret")) {
            assertThatThrownBy(() -> MlflowServer.of(URI.create(address), Map.of()))
                    .as(address)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("watch: mlflow: url")
                    .message()
                    .doesNotContain("secret");
        }
    }
}
