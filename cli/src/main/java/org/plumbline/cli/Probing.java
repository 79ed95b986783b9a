package org.plumbline.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.model.LanguageModel;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.spi.Suite;

/** Runs suites with progress. */
final class Probing {
    private Probing() {}

    static Evaluation run(String when, LanguageModel model, List<Suite> suites, int limit) {
        try (Bars bars = new Bars(when)) {
            return Evaluation.run(model, suites, limit, bars);
        }
    }

    /** One task after the other. */
    private static final class Bars implements Evaluation.Progress, AutoCloseable {
        private final String when;
        private Terminal.@Nullable Task task;

        Bars(String when) {
            this.when = when;
        }

        @Override
        public void suite(String name, int items) {
            close();
            task = Terminal.task(when + ", " + name + ", items", items);
        }

        @Override
        public void items(int count) {
            if (task != null) {
                task.advance(count, "");
            }
        }

        @Override
        public void close() {
            if (task != null) {
                task.close();
            }
        }
    }
}
