package org.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line as users run it: another process, exit code, stdout and stderr. */
final class Subprocess {
    record Result(int exit, String out, String err) {}

    private Subprocess() {}

    static Process start(Path out, Path err, Object... arguments) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), out, err, arguments);
    }

    static Process start(List<String> jvm, String classPath, Path out, Path err, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        if (Runtime.version().feature() >= 24) {
            // What the manifest of the jar says to newer JDKs.
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(jvm);
        command.addAll(List.of("-cp", classPath, "org.plumbline.cli.Main"));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("GITHUB_STEP_SUMMARY");
        return builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    }

    static Result run(Path folder, Object... arguments) throws IOException, InterruptedException {
        return run(folder, List.of(), System.getProperty("java.class.path"), arguments);
    }

    static Result run(Path folder, List<String> jvm, String classPath, Object... arguments)
            throws IOException, InterruptedException {
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        Process process = start(jvm, classPath, out, err, arguments);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ended in time").isTrue();
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
