package org.plumbline.maven;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.plugin.logging.Log;
import org.plumbline.datasets.input.VisibleText;

/** A command of Plumbline in a JVM of its own: native libraries must not live, or crash, in Maven's. */
final class Fork {
    private static final String MAIN = "org.plumbline.cli.Main";
    private static final String ERROR = "error: ";
    private static final String WARNING = "warning: ";
    private static final int RESTRICTED_NATIVES = 24;

    private Fork() {}

    /** How it ended: the exit code, and what it called an error. */
    record End(int exitCode, List<String> errors) {}

    /** The java of the running JVM. */
    static Path java() {
        boolean windows = File.separatorChar == '\\';
        return Path.of(System.getProperty("java.home"), "bin", windows ? "java.exe" : "java");
    }

    /** The whole command line. */
    static List<String> command(Path argumentFile, List<String> jvmArguments, List<String> words) {
        List<String> command = new ArrayList<>(List.of(java().toString()));
        if (Runtime.version().feature() >= RESTRICTED_NATIVES) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(jvmArguments);
        command.add("@" + argumentFile);
        command.add(MAIN);
        command.addAll(words);
        return command;
    }

    /** Writes the class path as an argument file of java: on a command line it may be too long. */
    static void writeClassPath(Path argumentFile, List<Path> classPath) throws IOException {
        String joined = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        String text = "-cp\n\"" + joined.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n";
        Path directory = argumentFile.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        // java reads the file in the encoding of the system.
        Files.writeString(
                argumentFile,
                text,
                Charset.forName(System.getProperty("native.encoding", StandardCharsets.UTF_8.name())));
    }

    /** Runs a command line; what it prints goes to the log as it comes. */
    static End run(List<String> command, Path directory, Log log) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                .start();
        Thread killer = new Thread(process::destroy, "plumbline-fork-killer");
        Runtime.getRuntime().addShutdownHook(killer);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> errors = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String visible = VisibleText.of(line);
                if (visible.startsWith(ERROR)) {
                    errors.add(visible.substring(ERROR.length()));
                    log.error(visible.substring(ERROR.length()));
                } else if (visible.startsWith(WARNING)) {
                    log.warn(visible.substring(WARNING.length()));
                } else {
                    log.info(visible);
                }
            }
            return new End(process.waitFor(), errors);
        } finally {
            process.destroy();
            removeHook(killer);
        }
    }

    private static File nothing() {
        return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
    }

    private static void removeHook(Thread killer) {
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException e) {
            // Maven is going down already; the hook has run.
        }
    }

    /** What an exit code of {@code plumbline eval} means. */
    static String meaning(int exitCode) {
        return switch (exitCode) {
            case 1 -> "internal error, a run that had to stop, or a JVM that did not start";
            case 2 -> "usage or configuration";
            case 5 -> "more items failed than the error budget allows";
            case 130 -> "interrupted";
            default -> "the JVM crashed or was killed";
        };
    }
}
