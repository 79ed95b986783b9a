package org.plumbline.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.plumbline.datasets.input.VisibleText;

/** What people see: data on stdout, everything else on stderr; bars on a terminal, lines elsewhere. */
final class Terminal {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static final PrintStream ERR = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    private static final long SECONDS_BETWEEN_LINES = 10;

    private Terminal() {}

    static void data(String text) {
        OUT.println(text);
    }

    static void say(String text) {
        ERR.println(text);
    }

    /** Messages quote input: nothing in it may move the cursor. */
    static void error(String text) {
        ERR.println("error: " + VisibleText.line(text));
    }

    /** Whether stderr is a terminal: the launcher says so, since Java cannot tell. */
    static boolean interactive() {
        return Boolean.getBoolean("plumbline.terminal") && System.getenv("CI") == null;
    }

    /** A task of known size. */
    static Task task(String name, long size) {
        return new Task(name, size);
    }

    /** Progress of one task. */
    static final class Task implements AutoCloseable {
        private final String name;
        private final long size;
        private final @Nullable ProgressBar bar;
        private long done;
        private long startedAt;
        private final long start = System.nanoTime();
        private long lastLine = start;

        private Task(String name, long size) {
            this.name = name;
            this.size = size;
            boolean colour = System.getenv("NO_COLOR") == null;
            this.bar = interactive()
                    ? new ProgressBarBuilder()
                            .setTaskName(name)
                            .setInitialMax(size)
                            .setUpdateIntervalMillis(250)
                            .setStyle(colour ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
                            .continuousUpdate()
                            .build()
                    : null;
            if (bar == null) {
                say(name + ": " + size);
            }
        }

        /** Some of it was done before. */
        void startAt(long before) {
            done = before;
            startedAt = before;
            if (bar != null) {
                bar.stepTo(before);
            }
        }

        private String remaining(long now) {
            if (done == size || done == startedAt) {
                return "";
            }
            long seconds = Math.round((now - start) / 1e9 / (done - startedAt) * (size - done));
            return seconds < 90 ? " (about " + seconds + " s left)" : " (about " + (seconds + 30) / 60 + " min left)";
        }

        void advance(long by, String extra) {
            done += by;
            if (bar != null) {
                bar.stepBy(by);
                bar.setExtraMessage(" " + extra);
                return;
            }
            long now = System.nanoTime();
            if (done == size || now - lastLine > SECONDS_BETWEEN_LINES * 1_000_000_000L) {
                lastLine = now;
                say(name + ": " + done + "/" + size + (extra.isEmpty() ? "" : " " + extra) + remaining(now));
            }
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }
}
