package org.plumbline.core.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.pytorch.jni.IValue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.PlumblineException;

class TorchRuntimeTest {
    private static final String HEAD =
            "class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n";

    @Test
    void theLibtorchUnderTestIsTheOneThatTheBuildNames() {
        assertThat(TorchRuntime.version()).startsWith(System.getenv("EXPECTED_LIBTORCH"));
    }

    @Test
    void theLibraryAndTheDevicesAreDescribed() {
        Libtorch library = TorchRuntime.library();
        assertThat(library.version()).isEqualTo(TorchRuntime.version());
        assertThat(library.folder().resolve(System.mapLibraryName("torch"))).exists();
        CudaStatus cuda = TorchRuntime.cuda();
        assertThat(cuda.whyNone().isEmpty()).isEqualTo(cuda.devices() > 0);
        assertThat(TorchRuntime.on("auto").device().isGpu()).isEqualTo(cuda.devices() > 0);
        assertThat(TorchRuntime.on("cpu").deviceMemory()).isEmpty();
        TorchRuntime.on("cpu").releaseUnusedMemory();
    }

    @Test
    void unknownAndAbsentDevicesAreRefused() {
        assertThatThrownBy(() -> TorchRuntime.on("tpu"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("accepted: auto, cpu, cuda, cuda:N");
        assertThatThrownBy(() -> TorchRuntime.on("cuda:99"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is not here");
        assertThat(TorchRuntime.on("CPU").deviceName()).isEqualTo("cpu");
    }

    @Test
    void attributesArriveInTheProgram() {
        TorchRuntime runtime = TorchRuntime.on("cpu");
        TorchProgram program = TorchProgram.load(
                runtime,
                "attributes",
                HEAD + "  a : int\n  b : float\n  c : bool\n"
                        + "  def sum(self: __torch__.M) -> float:\n    return self.a + self.b + int(self.c)\n",
                Map.of("a", 3_000_000_000L, "b", 0.25, "c", true));
        double sum = runtime.call(scope -> {
            try (IValue value = program.run("sum")) {
                return value.toDouble();
            }
        });
        assertThat(sum).isEqualTo(3_000_000_001.25);
    }

    @Test
    void aProgramThatDoesNotCompileNamesItsLine() {
        assertThatThrownBy(() -> {
                    TorchRuntime runtime = TorchRuntime.on("cpu");
                    TorchProgram program = TorchProgram.load(
                            runtime,
                            "broken",
                            HEAD + "  def f(self: __torch__.M) -> int:\n    return no_such\n",
                            Map.of());
                    runtime.call(scope -> program.run("f"));
                })
                .isInstanceOf(PlumblineException.class)
                .hasMessageContaining("program broken")
                .hasMessageContaining("no_such");
    }

    @Test
    void callsFromManyThreadsQueueAndNestedOnesRunAtOnce() throws Exception {
        TorchRuntime runtime = TorchRuntime.on("cpu");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Double>> tasks = IntStream.range(0, 64)
                    .<Callable<Double>>mapToObj(i -> () -> runtime.call(outer -> runtime.call(
                            inner -> inner.doubles(new double[] {i, i}, 2).sum().getDouble())))
                    .toList();
            List<Future<Double>> results = threads.invokeAll(tasks);
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get()).isEqualTo(2.0 * i);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void whatWorkThrowsReachesTheCaller() {
        assertThatThrownBy(() -> TorchRuntime.on("cpu").call(scope -> {
                    throw new IllegalStateException("from inside");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("from inside");
    }
}
