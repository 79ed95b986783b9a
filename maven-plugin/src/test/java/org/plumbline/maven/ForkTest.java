package org.plumbline.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.Main;

class ForkTest {
    @TempDir
    Path temporary;

    /** The class path that only the argument file names: a copy of {@link Main} in a directory with an awkward name. */
    private Path awkwardClassPath() throws Exception {
        Path root = temporary.resolve("it's a \"class\" path\\with # all");
        Path copy = Files.createDirectories(root.resolve("org/plumbline/cli"));
        Path classes = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Files.copy(classes.resolve("org/plumbline/cli/Main.class"), copy.resolve("Main.class"));
        return root;
    }

    @Test
    void runsAndLogsAndKeepsErrors() throws Exception {
        Path arguments = temporary.resolve("new/eval.args");
        Fork.writeClassPath(arguments, List.of(Path.of("missing.jar"), awkwardClassPath()));
        RecordingLog log = new RecordingLog();

        Fork.End end = Fork.run(
                Fork.command(arguments, List.of("-Dgreeting=gruess dich"), List.of("a b", "5")), temporary, log);

        assertThat(end.exitCode()).isEqualTo(5);
        assertThat(end.errors()).containsExactly("bad: a b");
        assertThat(log.lines)
                .containsExactly(
                        "info: gruess dich", "warn: \u2603", "error: bad: a b", "info: in " + temporary.toRealPath());
    }

    @Test
    void aJvmThatDoesNotStartHasAMeaning() throws Exception {
        Path arguments = temporary.resolve("eval.args");
        Fork.writeClassPath(arguments, List.of(temporary));
        RecordingLog log = new RecordingLog();

        Fork.End end = Fork.run(Fork.command(arguments, List.of("-XX:NoSuchOption"), List.of()), temporary, log);

        assertThat(end.exitCode()).isEqualTo(1);
        assertThat(log.lines).anyMatch(line -> line.contains("NoSuchOption"));
    }

    @Test
    void everyExitCodeHasAMeaning() {
        assertThat(Fork.meaning(2)).isEqualTo("usage or configuration");
        assertThat(Fork.meaning(5)).contains("error budget");
        assertThat(Fork.meaning(137)).contains("killed");
    }
}
