package org.plumbline.core.watch;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.plumbline.core.watch.MlflowCalls.RefusedException;
import org.plumbline.core.watch.MlflowRun.Patience;
import org.plumbline.core.watch.MlflowRun.Status;
import org.plumbline.datasets.input.Json;
import tools.jackson.databind.node.ObjectNode;

/** Sends the metrics of a run in their order, on a daemon thread that takes what comes and gives up what does not go. */
final class MlflowSender {
    private static final int UPDATES_AT_ONCE = 100;
    private static final long SLICE_MILLISECONDS = 50;

    /** Of the time for closing, the share in which metrics may still go; the rest is for the status. */
    private static final double METRICS_SHARE = 0.7;

    /** Points of one step; the last one of a run says how it ended instead. */
    private sealed interface Message {
        record Points(List<ObjectNode> entries) implements Message {}

        record End(ObjectNode update, long lastNanoTime) implements Message {}
    }

    private final MlflowCalls calls;
    private final MlflowServer server;
    private final String runId;
    private final Clock clock;
    private final Consumer<String> warnings;
    private final Patience patience;
    private final BlockingQueue<Message> queue = new LinkedBlockingQueue<>();
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean overflown;

    /** The warning of this outage has been given. Of the thread alone. */
    private boolean away;

    /** The warning that the queue was full has been given. Of the thread alone. */
    private boolean slow;

    MlflowSender(
            MlflowCalls calls,
            MlflowServer server,
            String runId,
            Clock clock,
            Consumer<String> warnings,
            Patience patience) {
        this.calls = calls;
        this.server = server;
        this.runId = runId;
        this.clock = clock;
        this.warnings = warnings;
        this.patience = patience;
        this.thread = new Thread(this::run, "mlflow-metrics");
        thread.setDaemon(true);
        thread.start();
    }

    /** Content of {@code runs/update} when a run has ended. */
    static ObjectNode ended(String runId, Status status, long milliseconds) {
        ObjectNode update = Json.COMPACT.createObjectNode();
        update.put("run_id", runId);
        update.put("status", status.name());
        update.put("end_time", milliseconds);
        return update;
    }

    synchronized void add(long step, Map<String, Double> values) {
        if (closing) {
            lost.addAndGet(values.size());
        } else if (queue.size() >= patience.updates()) {
            lost.addAndGet(values.size());
            overflown = true;
        } else {
            queue.add(new Message.Points(MlflowEntries.metrics(step, values, clock.millis())));
        }
    }

    long lostPoints() {
        return lost.get();
    }

    void finish(Status status) {
        synchronized (this) {
            if (closing) {
                return;
            }
            long now = System.nanoTime();
            long time = patience.closing().toNanos();
            calls.endAt(now + (long) (time * METRICS_SHARE));
            queue.add(new Message.End(ended(runId, status, clock.millis()), now + time));
            closing = true;
        }
        // Also for a thread that is being interrupted: that is when runs are killed.
        boolean interrupted = false;
        long last = System.nanoTime() + patience.closing().toNanos();
        for (long left = patience.closing().toMillis(); left > 0 && thread.isAlive(); ) {
            try {
                thread.join(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = Duration.ofNanos(last - System.nanoTime()).toMillis();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            List<Message> messages = new ArrayList<>();
            while (true) {
                messages.add(queue.take());
                queue.drainTo(messages, UPDATES_AT_ONCE - 1);
                List<ObjectNode> entries = new ArrayList<>();
                for (Message message : messages) {
                    if (message instanceof Message.Points points) {
                        entries.addAll(points.entries());
                    }
                }
                if (overflown && !away && !slow) {
                    slow = true;
                    tell("it is slower than training");
                }
                for (List<ObjectNode> part : MlflowEntries.parts(entries, MlflowEntries.MOST_METRICS)) {
                    deliver(part);
                }
                if (messages.get(messages.size() - 1) instanceof Message.End end) {
                    end(end);
                    return;
                }
                messages.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(List<ObjectNode> points) throws InterruptedException {
        ObjectNode body = MlflowEntries.batch(runId, "metrics", points);
        if (calls.isOver()) {
            lost.addAndGet(points.size());
            warn("the run ended before all metrics were sent");
        } else if (post("runs/log-batch", body)) {
            away = false;
        } else {
            lost.addAndGet(points.size());
        }
    }

    private void end(Message.End end) throws InterruptedException {
        calls.endAt(end.lastNanoTime());
        post("runs/update", end.update());
    }

    /** Whether the server took it; has warned when not. */
    private boolean post(String path, ObjectNode body) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                calls.post(path, body);
                return true;
            } catch (IOException e) {
                boolean passing = !(e instanceof RefusedException refused) || refused.isPassing();
                if (away || !passing || calls.isOver() || tries >= patience.tries()) {
                    warn(MlflowCalls.reason(e));
                    return false;
                }
                pause(patience.pause(tries, e));
            } catch (RuntimeException e) {
                warn(MlflowCalls.reason(e));
                return false;
            }
        }
    }

    private void pause(Duration pause) throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            Duration wanted = closing && pause.compareTo(patience.firstPause()) > 0 ? patience.firstPause() : pause;
            if (calls.isOver() || System.nanoTime() - start >= wanted.toNanos()) {
                return;
            }
            Thread.sleep(SLICE_MILLISECONDS);
        }
    }

    private void warn(String why) {
        if (!away) {
            away = true;
            tell(why);
        }
    }

    private void tell(String why) {
        try {
            warnings.accept(
                    "MLflow at " + server + " does not get all of this run: " + why + "; metrics.jsonl has everything");
        } catch (RuntimeException e) {
            // Whoever listens must not stop the metrics.
            return;
        }
    }
}
