package org.plumbline.core.torch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The libtorch for CUDA that {@link CudaInstaller} puts beside DJL's cache: where it lies, and whether it is there. */
public final class CudaInstallation {
    /** Environment variable, or system property, that names another folder. */
    public static final String FOLDER_VARIABLE = "PLUMBLINE_CUDA_DIR";

    static final String VERSION = "2.5.1";
    static final String FLAVOR = "cu124";

    private CudaInstallation() {}

    /** Whether there is a build for this machine: Linux on x86-64. */
    public static boolean isSupported() {
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return System.getProperty("os.name").startsWith("Linux")
                && (machine.equals("amd64") || machine.equals("x86_64"));
    }

    /** The folder: what {@value #FOLDER_VARIABLE} names, else one under DJL's cache. */
    public static Path folder() {
        @Nullable String named = setting(FOLDER_VARIABLE);
        return named != null
                ? Path.of(named)
                : cache().resolve("plumbline-cuda").resolve(VERSION + "-" + FLAVOR);
    }

    /** The folder when a complete installation lies in it. */
    public static Optional<Path> find() {
        return Optional.of(folder()).filter(CudaInstallation::isComplete);
    }

    /** Whether a folder holds all of it; an installation appears as a whole, under its last name. */
    public static boolean isComplete(Path folder) {
        return Files.isRegularFile(folder.resolve(Libtorch.VERSION_FILE))
                && Files.isRegularFile(folder.resolve(System.mapLibraryName("torch_cuda")))
                && Files.isRegularFile(folder.resolve(Libtorch.JNI_LIBRARY));
    }

    /** Where DJL unpacks libtorch, by its own rule. */
    public static Path cache() {
        @Nullable String named = setting("DJL_CACHE_DIR");
        if (named != null) {
            return Path.of(named);
        }
        Path home = Path.of(System.getProperty("user.home"));
        return (Files.isWritable(home) ? home : Path.of(System.getProperty("java.io.tmpdir"))).resolve(".djl.ai");
    }

    /** A variable of the environment, else a system property, as DJL reads them; null when neither says anything. */
    static @Nullable String setting(String name) {
        @Nullable String value = System.getenv(name);
        if (value == null) {
            value = System.getProperty(name);
        }
        return value == null || value.isEmpty() ? null : value;
    }
}
