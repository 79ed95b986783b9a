package org.plumbline.core.watch;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.plumbline.core.watch.MlflowCalls.RefusedException;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run on an MLflow tracking server, over version 2.0 of its REST API. Starting one needs the server; afterwards metrics go
 * out on a thread of their own, and a server that is slow or away costs points on the server, never time or the training.
 *
 * <p>What MLflow does not take is changed: values of params beyond 6,000 bytes and of tags beyond 5,000 are cut, names too,
 * beyond 250 characters, and characters other than letters, digits, spaces and {@code _.-/} become {@code _} in names.
 */
public final class MlflowRun implements AutoCloseable {
    private static final String WHERE = "watch: mlflow";
    private static final String NAME_TAG = "mlflow.runName";
    private static final int TRIES_AT_START = 3;

    /** How a run ended. */
    public enum Status {
        FINISHED,
        FAILED,
        KILLED
    }

    /**
     * How long to wait for what.
     *
     * @param connect for a connection
     * @param answer for a whole answer
     * @param tries of one call, before the server counts as away
     * @param firstPause between two tries; each later one is twice as long
     * @param longestPause however long the server asks to wait
     * @param closing for what is left when a run ends
     * @param updates that wait to be sent; later ones are lost while there are so many
     */
    record Patience(
            Duration connect,
            Duration answer,
            int tries,
            Duration firstPause,
            Duration longestPause,
            Duration closing,
            int updates) {
        static final Patience DEFAULT = new Patience(
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                6,
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                1000);

        /** Before the next try; {@code tries} have failed. */
        Duration pause(int tries, IOException failure) {
            long asked = failure instanceof RefusedException refused ? refused.retryAfterSeconds() : 0;
            long doubled = firstPause.toMillis() << Math.min(tries - 1, 16);
            return Duration.ofMillis(Math.min(longestPause.toMillis(), Math.max(doubled, asked * 1000)));
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T answer() throws IOException, InterruptedException;
    }

    private final String id;
    private final MlflowSender sender;

    private MlflowRun(String id, MlflowSender sender) {
        this.id = id;
        this.sender = sender;
    }

    /**
     * Creates a run, in an experiment that is created when there is none of this name.
     *
     * @param server where
     * @param experiment name of the experiment
     * @param runName name of the run
     * @param params what the run was started with; MLflow lets nobody change them afterwards
     * @param tags what else is known of it
     * @param clock time of day of the run and its points
     * @param warnings told when points are being lost, once until the server takes some again; on a thread of the run
     * @throws InputException when the server cannot be reached, or refuses
     * @throws CancellationException when the thread is interrupted
     */
    public static MlflowRun start(
            MlflowServer server,
            String experiment,
            String runName,
            Map<String, String> params,
            Map<String, String> tags,
            Clock clock,
            Consumer<String> warnings) {
        return start(server, experiment, runName, params, tags, clock, warnings, Patience.DEFAULT);
    }

    static MlflowRun start(
            MlflowServer server,
            String experiment,
            String runName,
            Map<String, String> params,
            Map<String, String> tags,
            Clock clock,
            Consumer<String> warnings,
            Patience patience) {
        MlflowCalls calls = new MlflowCalls(server, patience.connect(), patience.answer());
        return opened(server, () -> {
            ObjectNode create = Json.COMPACT.createObjectNode();
            create.put("experiment_id", experimentId(calls, patience, experiment));
            create.put("run_name", runName);
            create.put("start_time", clock.millis());
            // Servers before 2.0 know the tag only.
            create.putArray("tags").addAll(MlflowEntries.texts(Map.of(NAME_TAG, runName), MlflowEntries.TAG_BYTES));
            String id = text(patiently(patience, () -> calls.post("runs/create", create)), "run", "info", "run_id");
            try {
                log(calls, patience, id, "params", params, MlflowEntries.PARAM_BYTES, MlflowEntries.MOST_PARAMS);
                log(calls, patience, id, "tags", tags, MlflowEntries.TAG_BYTES, MlflowEntries.MOST_TAGS);
            } catch (IOException e) {
                fail(calls, id, clock, e);
                throw e;
            }
            return new MlflowRun(id, new MlflowSender(calls, server, id, clock, warnings, patience));
        });
    }

    /**
     * Goes on with a run that ended. What it logged stays: points that the resumed run logs again are there twice.
     *
     * @param server where
     * @param runId what {@link #id} of the earlier run said
     * @param clock time of day of the points
     * @param warnings as in {@link #start}
     * @throws InputException when the server cannot be reached, refuses, or has no such run
     * @throws CancellationException when the thread is interrupted
     */
    public static MlflowRun resume(MlflowServer server, String runId, Clock clock, Consumer<String> warnings) {
        return resume(server, runId, clock, warnings, Patience.DEFAULT);
    }

    static MlflowRun resume(
            MlflowServer server, String runId, Clock clock, Consumer<String> warnings, Patience patience) {
        MlflowCalls calls = new MlflowCalls(server, patience.connect(), patience.answer());
        return opened(server, () -> {
            JsonNode run = patiently(patience, () -> calls.get("runs/get?run_id=", runId));
            String id = text(run, "run", "info", "run_id");
            if (isDeleted(run.path("run").path("info"))) {
                throw new InputException(Problem.of(WHERE, "the run " + runId + " is deleted on " + server)
                        .next("restore it with: mlflow runs restore --run-id " + runId));
            }
            ObjectNode update = Json.COMPACT.createObjectNode();
            update.put("run_id", id);
            update.put("status", "RUNNING");
            patiently(patience, () -> calls.post("runs/update", update));
            return new MlflowRun(id, new MlflowSender(calls, server, id, clock, warnings, patience));
        });
    }

    private static <T> T opened(MlflowServer server, Call<T> call) {
        try {
            return call.answer();
        } catch (RefusedException e) {
            throw new InputException(
                    Problem.of(WHERE, server + ": " + MlflowCalls.reason(e)).next(advice(e)));
        } catch (IOException e) {
            throw new InputException(
                    Problem.of(WHERE, "no MLflow server can be reached at " + server + ": " + MlflowCalls.reason(e))
                            .next("start it (mlflow server --port 5000), correct url, or leave out mlflow"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while talking to " + server);
        }
    }

    private static String advice(RefusedException e) {
        if (e.isUnauthorized()) {
            return "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, for this server";
        }
        if (e.isPassing()) {
            return "look at the log of the server, try again later, or leave out mlflow";
        }
        return e.isMlflow()
                ? "correct what the server complains about, or leave out mlflow"
                : "check that url is the address of an MLflow tracking server, without /api";
    }

    /** Repeats a call that the server has not looked at: another one could be done twice. */
    private static <T> T patiently(Patience patience, Call<T> call) throws IOException, InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                return call.answer();
            } catch (RefusedException e) {
                if (!e.isTurnedAway() || tries >= TRIES_AT_START) {
                    throw e;
                }
                Thread.sleep(patience.pause(tries, e).toMillis());
            }
        }
    }

    private static String experimentId(MlflowCalls calls, Patience patience, String name)
            throws IOException, InterruptedException {
        try {
            return existingExperimentId(calls, patience, name);
        } catch (RefusedException e) {
            if (!e.is("RESOURCE_DOES_NOT_EXIST")) {
                throw e;
            }
        }
        ObjectNode create = Json.COMPACT.createObjectNode();
        create.put("name", name);
        try {
            return text(patiently(patience, () -> calls.post("experiments/create", create)), "experiment_id");
        } catch (RefusedException e) {
            if (e.is("RESOURCE_ALREADY_EXISTS")) {
                return existingExperimentId(calls, patience, name);
            }
            throw e;
        }
    }

    private static String existingExperimentId(MlflowCalls calls, Patience patience, String name)
            throws IOException, InterruptedException {
        JsonNode answer = patiently(patience, () -> calls.get("experiments/get-by-name?experiment_name=", name));
        String id = text(answer, "experiment", "experiment_id");
        if (isDeleted(answer.path("experiment"))) {
            throw new InputException(Problem.of(WHERE, "the experiment \"" + name + "\" is deleted on the server")
                    .next("name another, or restore it with: mlflow experiments restore --experiment-id " + id));
        }
        return id;
    }

    private static boolean isDeleted(JsonNode entity) {
        return entity.path("lifecycle_stage").asString("").equals("deleted");
    }

    private static String text(JsonNode answer, String... path) throws IOException {
        JsonNode node = answer;
        for (String name : path) {
            node = node.path(name);
        }
        if (!node.isString()) {
            throw new RefusedException("an answer without " + String.join(".", path) + ", which MLflow's has");
        }
        return node.stringValue();
    }

    private static void log(
            MlflowCalls calls,
            Patience patience,
            String id,
            String kind,
            Map<String, String> values,
            int mostBytes,
            int most)
            throws IOException, InterruptedException {
        for (List<ObjectNode> part : MlflowEntries.parts(MlflowEntries.texts(values, mostBytes), most)) {
            patiently(patience, () -> calls.post("runs/log-batch", MlflowEntries.batch(id, kind, part)));
        }
    }

    /** A run that could not be started does not go on for ever on the server. */
    private static void fail(MlflowCalls calls, String id, Clock clock, IOException why) throws InterruptedException {
        try {
            calls.post("runs/update", MlflowSender.ended(id, Status.FAILED, clock.millis()));
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** The server's name of the run. */
    public String id() {
        return id;
    }

    /**
     * Sends a point of each series, soon; returns at once.
     *
     * @param step number of the update
     * @param values by name
     */
    public void metrics(long step, Map<String, Double> values) {
        sender.add(step, values);
    }

    /** How many points the server did not take so far. */
    public long lostPoints() {
        return sender.lostPoints();
    }

    /** Sends what is left and how the run ended, for ten seconds at most. Only the first call does anything. */
    public void finish(Status status) {
        sender.finish(status);
    }

    /** As {@link #finish} of a run that failed, unless it was finished. */
    @Override
    public void close() {
        finish(Status.FAILED);
    }
}
