package org.plumbline.core.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import org.plumbline.datasets.input.PlumblineException;

/** Finds out what CUDA devices libtorch can use, by using them: DJL's own count needs a CUDA runtime on the library path. */
final class CudaProbe {
    private static final int MOST_DEVICES = 1000;

    private CudaProbe() {}

    static CudaStatus run(Engine engine, Libtorch library) {
        Optional<CudaDriver> driver = CudaDriver.load();
        List<CudaCard> cards = List.of();
        String complaint = "";
        try {
            cards = driver.map(CudaDriver::cards).orElse(List.of());
        } catch (PlumblineException e) {
            complaint = String.valueOf(e.getMessage());
        }
        if (!library.isForCuda()) {
            return new CudaStatus(0, "libtorch " + library.version() + " is a build for the CPU", cards);
        }
        String refusal = refusal(engine, 0);
        if (refusal.isEmpty()) {
            int devices = 1;
            while (devices < (cards.isEmpty() ? MOST_DEVICES : cards.size())
                    && refusal(engine, devices).isEmpty()) {
                devices++;
            }
            return new CudaStatus(devices, "", cards);
        }
        if (driver.isEmpty()) {
            return new CudaStatus(
                    0, "there is no NVIDIA driver here, " + CudaDriver.fileName() + " was not found", cards);
        }
        if (cards.isEmpty()) {
            String hidden = System.getenv("CUDA_VISIBLE_DEVICES");
            return new CudaStatus(
                    0,
                    (complaint.isEmpty() ? "the NVIDIA driver sees no card" : complaint)
                            + (hidden == null ? "" : "; CUDA_VISIBLE_DEVICES is \"" + hidden + "\""),
                    cards);
        }
        return new CudaStatus(
                0,
                "libtorch " + library.version() + " cannot use the card: " + refusal + "; the driver knows CUDA "
                        + driver.get().cudaVersion(),
                cards);
    }

    /** What libtorch says when it is to put a number on a device; empty when it does. */
    private static String refusal(Engine engine, int index) {
        try (NDManager manager = engine.newBaseManager(Device.gpu(index))) {
            manager.zeros(new Shape(1), DataType.FLOAT32);
            return "";
        } catch (EngineException e) {
            String message = String.valueOf(e.getMessage()).strip();
            int lineEnd = message.indexOf('\n');
            return message.isEmpty() ? "no reason given" : lineEnd < 0 ? message : message.substring(0, lineEnd);
        }
    }
}
