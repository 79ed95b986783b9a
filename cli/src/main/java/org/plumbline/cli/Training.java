package org.plumbline.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.plumbline.core.policy.MemoryEstimate;
import org.plumbline.core.ppo.PpoListener;
import org.plumbline.core.ppo.PpoTrainer;

/** Runs the trainer with a progress bar and a graceful Ctrl-C. */
final class Training {
    private Training() {}

    static PpoTrainer.Outcome run(PpoTrainer trainer, int updates, Path directory) {
        try (Terminal.Task task = Terminal.task("training, updates", updates);
                Interrupts interrupts = Interrupts.install("stopping: finishing the step and writing a checkpoint")) {
            PpoTrainer.Outcome outcome = trainer.train(directory, listener(task), interrupts::requested);
            if (outcome.interrupted()) {
                Terminal.say("interrupted after " + outcome.updates() + " updates; checkpoint: " + outcome.model());
            }
            return outcome;
        }
    }

    private static PpoListener listener(Terminal.Task task) {
        return new PpoListener() {
            @Override
            public void starting(MemoryEstimate memory) {
                Terminal.say("memory: about " + memory.text());
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
        };
    }
}
