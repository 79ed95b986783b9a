package org.plumbline.core.torch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Outputs;
import org.plumbline.datasets.input.PlumblineException;
import org.plumbline.datasets.input.Problem;

/**
 * Fetches libtorch for CUDA, and DJL's bridge to it, from a Maven repository into a folder. What is interrupted leaves parts
 * beside the folder, which the next run goes on with; the folder itself appears when it is complete.
 */
public final class CudaInstaller {
    /** Where the jars are by default. */
    public static final String MAVEN_CENTRAL = "https://repo1.maven.org/maven2";

    private static final String GROUP = "ai/djl/pytorch/";

    /**
     * A jar of the repository.
     *
     * @param path below the repository
     * @param bytes its size
     * @param sha256 its checksum, in hexadecimal
     * @param entries beginning of the names of the files to unpack
     * @param unpackedBytes size of these
     */
    record Jar(String path, long bytes, String sha256, String entries, long unpackedBytes) {
        String fileName() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    static final List<Jar> JARS = List.of(
            new Jar(
                    GROUP + "pytorch-jni/2.5.1-0.32.0/pytorch-jni-2.5.1-0.32.0.jar",
                    4_931_626,
                    "342bde24382eef06e93a2461fd8f293e5c2c6c72caca7d66019d0a9447d96265",
                    "jnilib/linux-x86_64/cu124/",
                    4_186_632),
            new Jar(
                    GROUP + "pytorch-native-cu124/2.5.1/pytorch-native-cu124-2.5.1-linux-x86_64.jar",
                    2_457_619_283L,
                    "da69ff27b16765818d859736ce60e8e0e3405f339eb1645685bbb74e8ad1fa9f",
                    "pytorch/cu124/linux-x86_64/",
                    4_063_356_384L));

    /** What happens, for people who wait. */
    @FunctionalInterface
    public interface Listener {
        /** Some bytes of a step are done. The first call of a step has {@code done} where it goes on. */
        void progress(String step, long done, long total);
    }

    private final URI repository;
    private final Path folder;
    private final List<Jar> jars;
    private final ToLongFunction<Path> freeBytes;
    private final Listener listener;

    /**
     * An installer into one folder.
     *
     * @param repository address of a Maven repository, such as {@value #MAVEN_CENTRAL}
     * @throws InputException when there is no build for this machine, or the address is none
     */
    public CudaInstaller(String repository, Path folder, Listener listener) {
        this(repository, folder, listener, JARS, CudaInstaller::usableSpace);
        if (!CudaInstallation.isSupported()) {
            throw new InputException(Problem.of(
                            "--install-cuda",
                            "there is no build for " + System.getProperty("os.name") + " "
                                    + System.getProperty("os.arch"))
                    .accepted("Linux x86_64")
                    .next("name a libtorch of your own in PYTORCH_LIBRARY_PATH, see docs/gpu.md"));
        }
    }

    CudaInstaller(String repository, Path folder, Listener listener, List<Jar> jars, ToLongFunction<Path> freeBytes) {
        this.repository = address(repository);
        this.folder = folder.toAbsolutePath();
        this.jars = jars;
        this.freeBytes = freeBytes;
        this.listener = listener;
    }

    private static URI address(String repository) {
        String text = repository.endsWith("/") ? repository : repository + "/";
        if (!text.matches("https?://[^/\\s]+/\\S*")) {
            throw new InputException(
                    Problem.of("--maven-url", "\"" + repository + "\" is not the address of a repository")
                            .accepted("http:// or https:// with a host, such as " + MAVEN_CENTRAL));
        }
        return URI.create(text);
    }

    /** Bytes that are downloaded. */
    public static long downloadBytes() {
        return JARS.stream().mapToLong(Jar::bytes).sum();
    }

    /** Bytes that the folder takes in the end. */
    public static long installedBytes() {
        return JARS.stream().mapToLong(Jar::unpackedBytes).sum();
    }

    /**
     * Downloads, checks and unpacks; does nothing when the folder is complete.
     *
     * @throws InputException when the folder or the disk does not allow it, or the repository does not have the files
     * @throws PlumblineException when the repository cannot be reached
     * @throws CancellationException when the thread is interrupted
     */
    public void install() {
        if (CudaInstallation.isComplete(folder)) {
            return;
        }
        Outputs.directory("--cuda-dir", parent());
        try (FileChannel channel =
                        FileChannel.open(beside(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                @Nullable FileLock lock = tryLock(channel)) {
            if (lock == null) {
                throw new InputException(Problem.of("--cuda-dir", "another process is installing into " + folder)
                        .next("wait until it is done"));
            }
            try {
                installLocked();
            } finally {
                Files.deleteIfExists(beside(".lock"));
            }
        } catch (IOException e) {
            throw new PlumblineException("installing into " + folder + " failed: " + e, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void installLocked() throws IOException {
        if (CudaInstallation.isComplete(folder)) {
            return;
        }
        requireNoOtherContent();
        Path parts = beside(".download");
        Path unfinished = beside(".unfinished");
        Outputs.deleteTree(unfinished);
        Files.createDirectories(parts);
        requireSpace(parts);
        for (Jar jar : jars) {
            new Download(repository.resolve(jar.path()), parts.resolve(jar.fileName()), jar.bytes(), jar.sha256())
                    .run(listener);
        }
        Files.createDirectories(unfinished);
        for (Jar jar : jars) {
            unpack(parts.resolve(jar.fileName()), jar, unfinished);
        }
        Files.writeString(
                unfinished.resolve(Libtorch.VERSION_FILE),
                CudaInstallation.VERSION + "+" + CudaInstallation.FLAVOR + "\n");
        Files.deleteIfExists(folder);
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        Outputs.deleteTree(parts);
    }

    private void requireNoOtherContent() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        boolean empty = false;
        if (Files.isDirectory(folder)) {
            try (Stream<Path> content = Files.list(folder)) {
                empty = content.findAny().isEmpty();
            }
        }
        if (!empty) {
            throw new InputException(Problem.of("--cuda-dir", folder + " is there and is not an installation")
                    .next("name a folder that does not exist, or delete this one"));
        }
    }

    private void requireSpace(Path parts) throws IOException {
        long needed = 0;
        for (Jar jar : jars) {
            needed += jar.unpackedBytes() + jar.bytes();
            for (String name : List.of(jar.fileName(), jar.fileName() + Download.SUFFIX)) {
                Path there = parts.resolve(name);
                needed -= Files.exists(there) ? Math.min(Files.size(there), jar.bytes()) : 0;
            }
        }
        long free = freeBytes.applyAsLong(parts);
        if (free < needed) {
            throw new InputException(Problem.of(
                            "--cuda-dir",
                            "the disk of " + parent() + " has " + gigabytes(free) + " free, " + gigabytes(needed)
                                    + " are needed for the download and what it unpacks to")
                    .next("make room, or name a folder on another disk"));
        }
    }

    private static long usableSpace(Path path) {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            throw new PlumblineException("the free space of " + path + " is unknown: " + e, e);
        }
    }

    private void unpack(Path file, Jar jar, Path target) throws IOException {
        String step = "unpacking " + jar.fileName();
        long done = 0;
        listener.progress(step, 0, jar.unpackedBytes());
        byte[] buffer = new byte[1 << 16];
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                String name = entry.getName()
                        .substring(
                                Math.min(jar.entries().length(), entry.getName().length()));
                if (!entry.getName().startsWith(jar.entries()) || !name.matches("[A-Za-z0-9][A-Za-z0-9._+-]*")) {
                    continue;
                }
                try (InputStream in = zip.getInputStream(entry);
                        OutputStream out = Files.newOutputStream(target.resolve(name), StandardOpenOption.CREATE_NEW)) {
                    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                        requireGoingOn();
                        out.write(buffer, 0, read);
                        done += read;
                        listener.progress(step, done, jar.unpackedBytes());
                    }
                } catch (FileAlreadyExistsException e) {
                    throw new PlumblineException(file + " has two files " + name, e);
                }
            }
        }
        if (done != jar.unpackedBytes()) {
            throw new PlumblineException(file + " unpacks to " + done + " bytes, not " + jar.unpackedBytes());
        }
    }

    static void requireGoingOn() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the installation was interrupted");
        }
    }

    private Path parent() {
        Path parent = folder.getParent();
        if (parent == null) {
            throw new InputException(Problem.of("--cuda-dir", folder + " is not a folder to install into"));
        }
        return parent;
    }

    private Path beside(String suffix) {
        return parent().resolve(folder.getFileName() + suffix);
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
