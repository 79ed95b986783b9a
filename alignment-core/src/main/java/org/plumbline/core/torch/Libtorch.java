package org.plumbline.core.torch;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/**
 * The libtorch that is loaded.
 *
 * @param version such as {@code 2.7.1}
 * @param folder where its files lie
 * @param source how it was found
 */
public record Libtorch(String version, Path folder, Source source) {
    static final String JNI_LIBRARY = System.mapLibraryName("djl_torch");
    static final String VERSION_FILE = "build-version";

    private static final String PATH_VARIABLE = "PYTORCH_LIBRARY_PATH";
    private static final String VERSION_VARIABLE = "PYTORCH_VERSION";
    private static final String FLAVOR_VARIABLE = "PYTORCH_FLAVOR";
    private static final Pattern VERSION_TEXT = Pattern.compile("(\\d+\\.\\d+\\.\\d+)");

    /** How a libtorch was found. */
    public enum Source {
        CLASS_PATH("unpacked from the class path"),
        NAMED("named by PYTORCH_LIBRARY_PATH"),
        INSTALLED("installed by plumbline doctor --install-cuda");

        private final String text;

        Source(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Whether it is a build for CUDA. */
    public boolean isForCuda() {
        return isForCuda(folder);
    }

    private static boolean isForCuda(Path folder) {
        return Files.exists(folder.resolve(System.mapLibraryName("torch_cuda")));
    }

    /**
     * What DJL must be told before it loads: system properties by name, for variables that the environment leaves open.
     *
     * @param source where the library will come from
     * @param folder its folder, for every source but the class path
     */
    record Choice(Source source, Optional<Path> folder, Optional<String> version, Optional<String> flavor) {
        /** Sets the properties. */
        void apply(UnaryOperator<@Nullable String> settings) {
            folder.ifPresent(path -> setDefault(settings, PATH_VARIABLE, path.toString()));
            version.ifPresent(text -> setDefault(settings, VERSION_VARIABLE, text));
            flavor.ifPresent(text -> setDefault(settings, FLAVOR_VARIABLE, text));
        }

        private static void setDefault(UnaryOperator<@Nullable String> settings, String name, String value) {
            if (settings.apply(name) == null) {
                System.setProperty(name, value);
            }
        }
    }

    /**
     * Decides which libtorch to load: the one that {@code PYTORCH_LIBRARY_PATH} names; else the installed one for CUDA, unless
     * the CPU is asked for or the user set another of DJL's variables; else the one of the class path. DJL itself would pass
     * over a folder without libtorch and fetch a missing JNI library from the network: that is an error here.
     *
     * @param settings value of a variable by its name, or null
     * @param driver whether there is an NVIDIA driver: a flavor of CUDA makes DJL load what needs it
     * @throws InputException when the named folder is not what it must be
     */
    static Choice choose(
            UnaryOperator<@Nullable String> settings, boolean cpuOnly, Optional<Path> installed, boolean driver) {
        @Nullable String named = settings.apply(PATH_VARIABLE);
        if (named != null) {
            Path folder = folderOf(named);
            requireJniLibrary(folder, settings);
            return new Choice(
                    Source.NAMED,
                    Optional.of(folder),
                    versionOf(folder),
                    isForCuda(folder) ? Optional.of(driver ? "cu" : "cpu") : Optional.empty());
        }
        boolean open = settings.apply(VERSION_VARIABLE) == null && settings.apply(FLAVOR_VARIABLE) == null;
        if (installed.isPresent() && open && !cpuOnly) {
            return new Choice(
                    Source.INSTALLED,
                    installed,
                    Optional.of(CudaInstallation.VERSION),
                    Optional.of(driver ? CudaInstallation.FLAVOR : "cpu"));
        }
        return new Choice(Source.CLASS_PATH, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Path folderOf(String named) {
        String library = System.mapLibraryName("torch");
        for (String part : named.split(File.pathSeparator)) {
            Path path = Path.of(part);
            if (Files.isRegularFile(path) && path.endsWith(library)) {
                return path.toAbsolutePath().resolve("..").normalize();
            }
            if (Files.isRegularFile(path.resolve(library))) {
                return path.toAbsolutePath();
            }
        }
        throw new InputException(Problem.of(PATH_VARIABLE, "there is no " + library + " in " + named)
                .next("name the folder with libtorch's libraries, or unset it"));
    }

    private static void requireJniLibrary(Path folder, UnaryOperator<@Nullable String> settings) {
        if (hasJniLibrary(folder) || jniOfClassPathFits(folder, settings)) {
            return;
        }
        String version = version(folder, settings).orElse("of the same version");
        throw new InputException(Problem.of(
                        PATH_VARIABLE, folder.resolve(JNI_LIBRARY) + " is missing: DJL's bridge to libtorch " + version)
                .next("put it there, out of the jar ai.djl.pytorch:pytorch-jni of that version (for "
                        + CudaInstallation.VERSION + " pytorch-jni-2.5.1-0.32.0.jar, jnilib/" + system() + "/FLAVOR/"
                        + JNI_LIBRARY + "), or use plumbline doctor --install-cuda"));
    }

    /** DJL takes the library with its own version before the name, too. */
    private static boolean hasJniLibrary(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.equals(JNI_LIBRARY) || name.endsWith("-" + JNI_LIBRARY));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bridge of the class path is for one version and flavor; DJL takes it from there when both are the same. */
    private static boolean jniOfClassPathFits(Path folder, UnaryOperator<@Nullable String> settings) {
        @Nullable String flavor = settings.apply(FLAVOR_VARIABLE);
        String system = system();
        String usual = system.startsWith("linux") ? "cpu-precxx11" : "cpu";
        String name = "jnilib/" + system + "/" + (flavor == null ? usual : flavor) + "/" + JNI_LIBRARY;
        ClassLoader loader = Libtorch.class.getClassLoader();
        try (var properties = loader.getResourceAsStream("jnilib/pytorch.properties")) {
            if (properties == null || loader.getResource(name) == null) {
                return false;
            }
            String text = new String(properties.readAllBytes(), StandardCharsets.UTF_8);
            return version(folder, settings)
                    .map(version -> text.contains("jni_version=" + version + "-"))
                    .orElse(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The machine in DJL's words, such as {@code linux-x86_64}. */
    private static String system() {
        String name = System.getProperty("os.name");
        String system = name.startsWith("Win") ? "win" : name.startsWith("Mac") ? "osx" : "linux";
        String machine = System.getProperty("os.arch");
        return system + "-" + (machine.equals("amd64") ? "x86_64" : machine);
    }

    private static Optional<String> version(Path folder, UnaryOperator<@Nullable String> settings) {
        @Nullable String named = settings.apply(VERSION_VARIABLE);
        return named != null ? Optional.of(named) : versionOf(folder);
    }

    /** Version by the file that a libtorch or a Python installation of torch has for it. */
    private static Optional<String> versionOf(Path folder) {
        for (String file : new String[] {VERSION_FILE, "../" + VERSION_FILE, "../version.py"}) {
            Path path = folder.resolve(file);
            if (Files.isRegularFile(path)) {
                try {
                    Matcher matcher = VERSION_TEXT.matcher(Files.readString(path));
                    if (matcher.find()) {
                        return Optional.of(matcher.group(1));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return Optional.empty();
    }
}
