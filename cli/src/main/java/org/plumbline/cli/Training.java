package org.plumbline.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.plumbline.core.policy.MemoryEstimate;
import org.plumbline.core.ppo.Alarm;
import org.plumbline.core.ppo.PpoListener;
import org.plumbline.core.ppo.PpoTrainer;
import org.plumbline.core.watch.MlflowRun;

/** Runs the trainer with a progress bar, the watchers and a graceful Ctrl-C. */
final class Training {
    private Training() {}

    /** Whether a run directory has its final model. */
    static boolean isFinished(Path directory) {
        return Files.isDirectory(directory.resolve("model"));
    }

    static PpoTrainer.Outcome run(
            PpoTrainer trainer, RunConfig config, Path directory, boolean resume, Watchers watchers) {
        try (Terminal.Task task =
                        Terminal.task("training, updates", config.ppo().updates());
                Interrupts interrupts = Interrupts.install("stopping: finishing the update and writing a checkpoint")) {
            PpoListener listener = PpoListener.all(List.of(listener(task), watchers.listener()));
            PpoTrainer.Outcome outcome = resume
                    ? trainer.resume(directory, listener, interrupts::requested)
                    : trainer.train(directory, listener, interrupts::requested);
            watchers.finish(
                    outcome.complete()
                            ? MlflowRun.Status.FINISHED
                            : outcome.interrupted() ? MlflowRun.Status.KILLED : MlflowRun.Status.FAILED);
            if (!outcome.complete()) {
                Terminal.say((outcome.interrupted() ? "interrupted" : "stopped by an alarm") + " after "
                        + outcome.updates() + " updates; checkpoint: " + outcome.model()
                        + "; the same command with --out " + directory + " --resume goes on");
            }
            return outcome;
        }
    }

    /** Says which probed policy was the best. */
    static void best(PpoTrainer.Outcome outcome, RunConfig run, Path directory) {
        run.probe()
                .flatMap(ProbePlan::best)
                .filter(rule -> outcome.best().isEmpty())
                .ifPresent(rule -> Terminal.say("warning: no probed policy met the rule: " + rule.text()));
        outcome.best()
                .ifPresent(best -> Terminal.data(String.format(
                        Locale.ROOT,
                        "best:  %s (after update %d, %.4f)",
                        directory.resolve("best"),
                        best.update(),
                        best.value())));
    }

    private static PpoListener listener(Terminal.Task task) {
        return new PpoListener() {
            @Override
            public void starting(MemoryEstimate memory) {
                Terminal.say("memory: about " + memory.text());
            }

            @Override
            public void damaged(Path checkpoint, String reason) {
                Terminal.say("warning: checkpoint " + checkpoint + " is left out: " + reason);
            }

            @Override
            public void resumed(OptionalInt updates) {
                Terminal.say(
                        updates.isEmpty()
                                ? "no checkpoint is there: the run begins anew"
                                : "going on after update " + updates.getAsInt());
                task.startAt(updates.orElse(0));
            }

            @Override
            public void updated(int update, int updates, Map<String, Double> metrics) {
                task.advance(
                        1,
                        String.format(
                                Locale.ROOT,
                                "reward %+.3f  KL %.2f nats  %.0f tokens",
                                metrics.get("reward/total_mean"),
                                metrics.get("objective/kl_per_sequence_nats"),
                                metrics.get("response/tokens_mean")));
            }

            @Override
            public void alarmed(Alarm alarm) {
                Terminal.say("alarm, update " + alarm.update() + ", " + alarm.name() + ": " + alarm.message());
            }

            @Override
            public void probed(int update, Map<String, Double> scores, boolean best) {
                StringBuilder line =
                        new StringBuilder("probe after update " + update + (best ? ", best so far:" : ":"));
                scores.forEach((name, value) -> line.append(String.format(Locale.ROOT, " %s %.4f", name, value)));
                Terminal.say(line.toString());
            }
        };
    }
}
