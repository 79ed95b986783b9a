package org.plumbline.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.plumbline.core.ppo.Alarm;
import org.plumbline.core.ppo.PpoListener;
import org.plumbline.core.watch.MlflowRun;
import org.plumbline.core.watch.MlflowServer;
import org.plumbline.core.watch.TensorBoardLog;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** TensorBoard and MLflow of one run, told what the trainer tells. */
final class Watchers implements AutoCloseable {
    private static final String MLFLOW = "mlflow.json";
    /** Updates between two tables of samples. */
    private static final int UPDATES_BETWEEN_TABLES = 10;

    private static final int MOST_SHOWN = 300;

    private final Optional<TensorBoardLog> tensorBoard;
    private final Optional<MlflowRun> mlflow;

    private Watchers(Optional<TensorBoardLog> tensorBoard, Optional<MlflowRun> mlflow) {
        this.tensorBoard = tensorBoard;
        this.mlflow = mlflow;
    }

    /**
     * Opens what the configuration asks for.
     *
     * @throws InputException when a server was named and cannot be used
     */
    static Watchers open(RunConfig run, Path directory, boolean resume) {
        Clock clock = Clock.systemUTC();
        Optional<MlflowRun> mlflow = run.watch().mlflow().map(asked -> mlflow(asked, run, directory, resume, clock));
        Optional<TensorBoardLog> tensorBoard =
                run.watch().tensorBoard() ? Optional.of(new TensorBoardLog(directory, clock)) : Optional.empty();
        return new Watchers(tensorBoard, mlflow);
    }

    private static MlflowRun mlflow(Watch.Mlflow asked, RunConfig run, Path directory, boolean resume, Clock clock) {
        MlflowServer server = asked.server();
        Path file = directory.resolve(MLFLOW);
        if (resume && Files.exists(file)) {
            return MlflowRun.resume(server, Json.read(file).path("run_id").asString(""), clock, Watchers::warn);
        }
        String name = asked.runName()
                .orElseGet(() ->
                        String.valueOf(directory.toAbsolutePath().normalize().getFileName()));
        Map<String, String> parameters = new LinkedHashMap<>();
        flatten("ppo", Json.COMPACT.valueToTree(run.ppo()), parameters);
        MlflowRun started = MlflowRun.start(
                server,
                asked.experiment(),
                name,
                parameters,
                Map.of("plumbline.version", Main.version()),
                clock,
                Watchers::warn);
        ObjectNode node = Json.COMPACT.createObjectNode();
        node.put("url", server.toString());
        node.put("experiment", asked.experiment());
        node.put("run_id", started.id());
        Json.write(file, node);
        return started;
    }

    private static void flatten(String path, JsonNode node, Map<String, String> target) {
        if (node.isObject()) {
            node.properties().forEach(entry -> flatten(path + "." + entry.getKey(), entry.getValue(), target));
        } else if (!node.isNull()) {
            target.put(path, node.isValueNode() ? node.asString() : node.toString());
        }
    }

    private static void warn(String message) {
        Terminal.say("warning: " + message);
    }

    /** Hears the trainer. */
    PpoListener listener() {
        return new PpoListener() {
            @Override
            public void resumed(OptionalInt updates) {
                tensorBoard.ifPresent(log -> log.purgeFrom(updates.isPresent() ? updates.getAsInt() + 1L : 0));
            }

            @Override
            public void updated(int update, int updates, Map<String, Double> metrics) {
                scalars(update, metrics);
            }

            @Override
            public void timed(int update, Map<String, Double> seconds) {
                Map<String, Double> named = new LinkedHashMap<>();
                seconds.forEach((name, value) -> named.put("timing/" + name, value));
                scalars(update, named);
            }

            @Override
            public void probed(int update, Map<String, Double> scores, boolean best) {
                Map<String, Double> named = new LinkedHashMap<>();
                scores.forEach((name, value) -> named.put("probe/" + name, value));
                scalars(update, named);
            }

            @Override
            public void sampled(int update, List<SampleRow> rows) {
                if (update == 1 || update % UPDATES_BETWEEN_TABLES == 0) {
                    tensorBoard.ifPresent(log -> log.text(update, "samples", table(rows)));
                }
            }

            @Override
            public void alarmed(Alarm alarm) {
                tensorBoard.ifPresent(log -> log.text(alarm.update(), "alarms", alarm.name() + ": " + alarm.message()));
            }
        };
    }

    private void scalars(int update, Map<String, Double> values) {
        tensorBoard.ifPresent(log -> log.scalars(update, values));
        mlflow.ifPresent(run -> run.metrics(update, values));
    }

    private static String table(List<PpoListener.SampleRow> rows) {
        List<String> lines = new ArrayList<>(List.of("| prompt | completion | reward | parts |", "|---|---|---|---|"));
        for (PpoListener.SampleRow row : rows) {
            StringBuilder parts = new StringBuilder();
            row.weighted().forEach((name, value) -> parts.append(String.format(Locale.ROOT, "%s %+.3f ", name, value)));
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %s | %+.3f | %s |",
                    cell(row.prompt()),
                    cell(row.completion()),
                    row.reward(),
                    parts.toString().strip()));
        }
        return String.join("\n", lines);
    }

    /** One line, and nothing that ends a cell or begins a mark-up. */
    private static String cell(String text) {
        String line = text.replaceAll("\\s+", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("|", "\\|");
        return line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + " ...";
    }

    /** Says how the run ended; a run that nothing is said of has failed. */
    void finish(MlflowRun.Status status) {
        mlflow.ifPresent(run -> run.finish(status));
    }

    @Override
    public void close() {
        tensorBoard.ifPresent(TensorBoardLog::close);
        mlflow.ifPresent(MlflowRun::close);
    }
}
