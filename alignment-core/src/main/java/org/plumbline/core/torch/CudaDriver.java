package org.plumbline.core.torch;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.plumbline.datasets.input.PlumblineException;

/**
 * NVIDIA's driver, asked directly: it is there wherever a card is, while the CUDA runtime that DJL asks need not be.
 * libtorch itself decides what it can use; this says what the machine has.
 */
final class CudaDriver {
    private static final int MAJOR_CAPABILITY = 75;
    private static final int MINOR_CAPABILITY = 76;
    private static final int LONGEST_NAME = 256;

    private final NativeLibrary library;

    private CudaDriver(NativeLibrary library) {
        this.library = library;
    }

    /** The file that the driver brings. */
    static String fileName() {
        return System.getProperty("os.name").startsWith("Win") ? "nvcuda" : "libcuda.so.1";
    }

    /** Empty when this machine has no driver. */
    static Optional<CudaDriver> load() {
        try {
            return Optional.of(new CudaDriver(NativeLibrary.getInstance(fileName())));
        } catch (LinkageError e) {
            return Optional.empty();
        }
    }

    /** The newest CUDA that the driver knows, such as {@code 12.4}. */
    String cudaVersion() {
        IntByReference version = new IntByReference();
        call("cuDriverGetVersion", version);
        return version.getValue() / 1000 + "." + version.getValue() % 1000 / 10;
    }

    /** All cards, in the order of CUDA's numbers. */
    List<CudaCard> cards() {
        call("cuInit", 0);
        IntByReference count = new IntByReference();
        call("cuDeviceGetCount", count);
        List<CudaCard> cards = new ArrayList<>();
        for (int index = 0; index < count.getValue(); index++) {
            int device = device(index);
            byte[] name = new byte[LONGEST_NAME];
            call("cuDeviceGetName", name, name.length, device);
            LongByReference total = new LongByReference();
            call("cuDeviceTotalMem_v2", total, device);
            String capability = attribute(MAJOR_CAPABILITY, device) + "." + attribute(MINOR_CAPABILITY, device);
            cards.add(new CudaCard(index, text(name), total.getValue(), capability));
        }
        return cards;
    }

    /** Memory of a card that all programs on it use, this one included. */
    DeviceMemory memory(int index) {
        call("cuInit", 0);
        int device = device(index);
        PointerByReference context = new PointerByReference();
        call("cuDevicePrimaryCtxRetain", context, device);
        try {
            call("cuCtxPushCurrent_v2", context.getValue());
            LongByReference free = new LongByReference();
            LongByReference total = new LongByReference();
            call("cuMemGetInfo_v2", free, total);
            call("cuCtxPopCurrent_v2", new PointerByReference());
            return new DeviceMemory(total.getValue(), total.getValue() - free.getValue());
        } finally {
            call("cuDevicePrimaryCtxRelease_v2", device);
        }
    }

    private int device(int index) {
        IntByReference device = new IntByReference();
        call("cuDeviceGet", device, index);
        return device.getValue();
    }

    private int attribute(int attribute, int device) {
        IntByReference value = new IntByReference();
        call("cuDeviceGetAttribute", value, attribute, device);
        return value.getValue();
    }

    private static String text(byte[] name) {
        int length = 0;
        while (length < name.length && name[length] != 0) {
            length++;
        }
        return new String(name, 0, length, StandardCharsets.UTF_8);
    }

    private void call(String function, Object... arguments) {
        int error;
        try {
            error = function(function).invokeInt(arguments);
        } catch (UnsatisfiedLinkError e) {
            throw new PlumblineException("the NVIDIA driver has no " + function, e);
        }
        if (error != 0) {
            throw new PlumblineException(
                    String.format(Locale.ROOT, "the NVIDIA driver answers %s (%s)", reason(error), function));
        }
    }

    private String reason(int error) {
        PointerByReference text = new PointerByReference();
        try {
            function("cuGetErrorString").invokeInt(new Object[] {error, text});
        } catch (UnsatisfiedLinkError e) {
            return "error " + error;
        }
        Pointer address = text.getValue();
        return address == null ? "error " + error : "\"" + address.getString(0) + "\"";
    }

    private Function function(String name) {
        return library.getFunction(name);
    }
}
