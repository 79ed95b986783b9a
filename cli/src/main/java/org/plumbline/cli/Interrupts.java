package org.plumbline.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.plumbline.core.torch.TorchRuntime;

/** Turns Ctrl-C into a request to stop, and holds the JVM until the work has reached a safe point. */
final class Interrupts implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final AtomicBoolean requested = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final TorchRuntime.Hold engine = TorchRuntime.holdOpen();
    private final Thread hook;

    private Interrupts(String message) {
        hook = new Thread(() -> {
            requested.set(true);
            Terminal.say(message);
            try {
                if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    Terminal.error("gave up waiting after " + PATIENCE_SECONDS + " s");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static Interrupts install(String message) {
        return new Interrupts(message);
    }

    boolean requested() {
        return requested.get();
    }

    @Override
    public void close() {
        finished.countDown();
        engine.close();
        if (!requested.get()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // Shutdown began this moment: the hook finds the latch open.
                requested.set(true);
            }
        }
    }
}
