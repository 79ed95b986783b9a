package org.plumbline.core.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.PlumblineException;
import org.plumbline.datasets.input.Problem;

/**
 * libtorch on one device, owned by one thread. All native work runs on that thread, because the executor settings of
 * libtorch are per thread; callers on other threads queue.
 */
public final class TorchRuntime {
    private static final Map<Device, TorchRuntime> RUNTIMES = new ConcurrentHashMap<>();
    private static final EngineThread ENGINE = new EngineThread();

    private final Device device;

    private TorchRuntime(Device device) {
        this.device = device;
    }

    /**
     * The runtime of a device.
     *
     * @param device {@code auto} (CUDA when there is one), {@code cpu}, {@code cuda} or {@code cuda:N}
     * @throws InputException when the name is unknown or the device is absent
     */
    public static TorchRuntime on(String device) {
        String name = device.toLowerCase(Locale.ROOT);
        if (!name.matches("auto|cpu|cuda(:\\d{1,3})?")) {
            throw new InputException(
                    Problem.of("--device", "\"" + device + "\" is not a device").accepted("auto, cpu, cuda, cuda:N"));
        }
        int gpus = ENGINE.call(engine -> engine.getGpuCount());
        if (name.equals("cpu") || (name.equals("auto") && gpus == 0)) {
            return RUNTIMES.computeIfAbsent(Device.cpu(), TorchRuntime::new);
        }
        int index = name.contains(":") ? Integer.parseInt(name.substring(name.indexOf(':') + 1)) : 0;
        if (index >= gpus) {
            throw new InputException(
                    Problem.of("--device", device + " is not here: libtorch sees " + gpus + " CUDA devices")
                            .next("use --device cpu, or run plumbline doctor"));
        }
        return RUNTIMES.computeIfAbsent(Device.gpu(index), TorchRuntime::new);
    }

    /** Version of the libtorch that is loaded, such as {@code 2.7.1}. */
    public static String version() {
        return ENGINE.call(Engine::getVersion);
    }

    /** Number of threads that libtorch computes with. */
    public static int threads() {
        return ENGINE.call(engine -> JniUtils.getNumThreads());
    }

    public Device device() {
        return device;
    }

    /** Short name of the device: {@code cpu} or {@code cuda:0}. */
    public String deviceName() {
        return device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
    }

    /**
     * Runs work on the engine thread with a scope whose tensors are freed when the work returns. Work may call this
     * again: a nested call runs at once.
     */
    public <T> T call(Function<TorchScope, T> work) {
        return ENGINE.call(engine -> {
            try (PtNDManager manager = (PtNDManager) engine.newBaseManager(device)) {
                return work.apply(new TorchScope(manager));
            }
        });
    }

    /** A scope that lives until it is closed, for weights and caches. Use its tensors inside {@link #call} only. */
    public TorchScope newScope() {
        return ENGINE.call(engine -> new TorchScope((PtNDManager) engine.newBaseManager(device)));
    }

    /**
     * Keeps the engine usable while the JVM shuts down, for work that must reach a safe point first: close it then. Without
     * a hold, shutting down waits for the native call in flight and refuses further ones.
     */
    public static Hold holdOpen() {
        ENGINE.holds.register();
        return ENGINE.holds::arriveAndDeregister;
    }

    /** See {@link #holdOpen}. */
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** The engine and the thread that owns it. */
    private static final class EngineThread {
        private static final long MOST_SECONDS_TO_FINISH = 150;

        /** Loaded at first use; touched by the engine thread only. */
        private @Nullable Engine engine;

        private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);
        /** One party for the shutdown hook, one for each hold. */
        private final Phaser holds = new Phaser(1);

        private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "plumbline-torch");
            thread.setDaemon(true);
            return thread;
        });

        private EngineThread() {
            // libtorch's own exit handlers must not run under a call: that crashes the JVM.
            Runtime.getRuntime().addShutdownHook(new Thread(this::finish));
        }

        private void finish() {
            try {
                holds.awaitAdvanceInterruptibly(holds.arrive(), MOST_SECONDS_TO_FINISH, TimeUnit.SECONDS);
                executor.shutdown();
                executor.awaitTermination(MOST_SECONDS_TO_FINISH, TimeUnit.SECONDS);
            } catch (InterruptedException | TimeoutException e) {
                Thread.currentThread().interrupt();
            }
        }

        private Engine engine() {
            if (engine == null) {
                engine = load();
            }
            return engine;
        }

        private static Engine load() {
            setDefault("OPT_OUT_TRACKING", "true");
            setDefault("ai.djl.offline", "true");
            setDefault("ai.djl.pytorch.graph_optimizer", "false");
            try {
                Engine engine = Engine.getEngine("PyTorch");
                JniUtils.setGraphExecutorOptimize(false);
                return engine;
            } catch (EngineException e) {
                throw new PlumblineException(
                        "libtorch could not be loaded: " + rootMessage(e)
                                + "; next: put ai.djl.pytorch:pytorch-native-cpu and pytorch-jni on the class path, or"
                                + " name a libtorch folder in PYTORCH_LIBRARY_PATH",
                        e);
            }
        }

        private static void setDefault(String property, String value) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, value);
            }
        }

        private static String rootMessage(Throwable e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return String.valueOf(root.getMessage());
        }

        <T> T call(Function<Engine, T> work) {
            if (inside.get()) {
                return work.apply(engine());
            }
            Future<T> result;
            try {
                result = executor.submit(() -> {
                    inside.set(true);
                    return work.apply(engine());
                });
            } catch (RejectedExecutionException e) {
                throw new CancellationException("the program is shutting down");
            }
            return await(result);
        }

        private static <T> T await(Future<T> result) {
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return result.get();
                    } catch (InterruptedException e) {
                        // Native work cannot be abandoned half-way; the interrupt is passed on afterwards.
                        interrupted = true;
                    }
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException unchecked) {
                    throw unchecked;
                }
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw new PlumblineException("native work failed: " + e.getCause(), e);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
