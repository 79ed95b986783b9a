package org.plumbline.core.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
        if (name.equals("cpu")) {
            ENGINE.wantsCpuOnly = true;
        }
        // Loads the engine, so that what is wrong with it is said here.
        ENGINE.call(Engine::getVersion);
        if (name.equals("cpu")) {
            return RUNTIMES.computeIfAbsent(Device.cpu(), TorchRuntime::new);
        }
        CudaStatus cuda = cuda();
        if (name.equals("auto") && cuda.devices() == 0) {
            return RUNTIMES.computeIfAbsent(Device.cpu(), TorchRuntime::new);
        }
        int index = name.contains(":") ? Integer.parseInt(name.substring(name.indexOf(':') + 1)) : 0;
        if (index >= cuda.devices()) {
            throw new InputException(absent(device, cuda));
        }
        return RUNTIMES.computeIfAbsent(Device.gpu(index), TorchRuntime::new);
    }

    private static Problem absent(String device, CudaStatus cuda) {
        if (cuda.devices() > 0) {
            return Problem.of("--device", device + " is not here: libtorch sees " + cuda.devices() + " CUDA devices")
                    .accepted("cuda:0 to cuda:" + (cuda.devices() - 1));
        }
        String next = library().isForCuda()
                ? "see what plumbline doctor says"
                : CudaInstallation.isSupported()
                        ? "install libtorch for CUDA with plumbline doctor --install-cuda"
                        : "name a libtorch for CUDA in PYTORCH_LIBRARY_PATH, see docs/gpu.md";
        return Problem.of("--device", device + " is not here: " + cuda.whyNone())
                .next(next + ", or use --device cpu");
    }

    /** What libtorch can use besides the CPU, and why not where it cannot. */
    public static CudaStatus cuda() {
        return ENGINE.call(engine -> ENGINE.cuda(engine));
    }

    /** The libtorch that is loaded. */
    public static Libtorch library() {
        return ENGINE.call(engine -> ENGINE.library());
    }

    /** Memory of the device, of all programs on it; empty for the CPU, and where the driver does not say. */
    public Optional<DeviceMemory> deviceMemory() {
        if (!device.isGpu()) {
            return Optional.empty();
        }
        return ENGINE.call(engine -> CudaDriver.load().map(driver -> driver.memory(device.getDeviceId())));
    }

    /** Gives memory of the device that freed tensors held back to other programs; nothing on the CPU. */
    public void releaseUnusedMemory() {
        if (device.isGpu()) {
            ENGINE.call(engine -> {
                JniUtils.emptyCudaCache();
                return engine;
            });
        }
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

        private @Nullable Libtorch library;
        private @Nullable CudaStatus cuda;
        /** Whether the first device asked for was the CPU: then the build for it is loaded, even beside one for CUDA. */
        private volatile boolean wantsCpuOnly;

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

        private Engine load() {
            setDefault("OPT_OUT_TRACKING", "true");
            setDefault("ai.djl.offline", "true");
            setDefault("ai.djl.pytorch.graph_optimizer", "false");
            Libtorch.Choice choice = Libtorch.choose(
                    CudaInstallation::setting,
                    wantsCpuOnly,
                    CudaInstallation.find(),
                    CudaDriver.load().isPresent());
            choice.apply(CudaInstallation::setting);
            try {
                Engine loaded = Engine.getEngine("PyTorch");
                JniUtils.setGraphExecutorOptimize(false);
                library = new Libtorch(loaded.getVersion(), Path.of(LibUtils.getLibtorchPath()), choice.source());
                return loaded;
            } catch (EngineException | UnsatisfiedLinkError e) {
                String reason = rootMessage(e);
                throw new PlumblineException("libtorch could not be loaded: " + reason + next(choice, reason), e);
            }
        }

        private static String next(Libtorch.Choice choice, String reason) {
            if (reason.contains(CudaDriver.fileName())) {
                return "; next: this machine has no NVIDIA driver: unset PYTORCH_FLAVOR, or use a libtorch for the CPU";
            }
            return switch (choice.source()) {
                case CLASS_PATH ->
                    "; next: put ai.djl.pytorch:pytorch-native-cpu and pytorch-jni on the class path, or name a libtorch"
                            + " folder in PYTORCH_LIBRARY_PATH";
                case NAMED ->
                    "; next: check that " + Libtorch.JNI_LIBRARY
                            + " in the folder of PYTORCH_LIBRARY_PATH was built for"
                            + " this very libtorch, or unset PYTORCH_LIBRARY_PATH";
                case INSTALLED ->
                    "; next: delete " + CudaInstallation.folder() + " and run plumbline doctor --install-cuda again, or"
                            + " use --device cpu";
            };
        }

        private Libtorch library() {
            if (library == null) {
                throw new IllegalStateException("the engine is not loaded");
            }
            return library;
        }

        private CudaStatus cuda(Engine loaded) {
            if (cuda == null) {
                cuda = CudaProbe.run(loaded, library());
            }
            return cuda;
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
