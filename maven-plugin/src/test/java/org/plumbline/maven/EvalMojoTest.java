package org.plumbline.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.eclipse.aether.RepositorySystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said before anything is resolved or run; the rest is the integration test's. */
class EvalMojoTest {
    private final EvalMojo eval = new EvalMojo((RepositorySystem) Proxy.newProxyInstance(
            EvalMojoTest.class.getClassLoader(),
            new Class<?>[] {RepositorySystem.class},
            (proxy, method, arguments) -> {
                throw new AssertionError("asked the repository to " + method.getName());
            }));

    @Test
    void everyProblemStandsOnALineOfItsOwn(@TempDir Path project) {
        eval.model = project.resolve("missing").toFile();
        eval.suites = List.of("toxicity");
        eval.config = project.resolve("align.yaml").toFile();

        assertThatThrownBy(eval::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("Nothing was probed.\nmodel: " + eval.model
                        + " is not a directory; accepted: a Hugging Face model directory\n"
                        + "suites: and config both name suites; accepted: either suites or config");
    }

    @Test
    void noSuiteIsAProblem(@TempDir Path project) {
        eval.model = project.toFile();

        assertThatThrownBy(eval::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("suites: no suite was named");
    }

    @Test
    void skipDoesNothing() throws Exception {
        RecordingLog log = new RecordingLog();
        eval.setLog(log);
        eval.skip = true;
        eval.execute();

        assertThat(log.lines).containsExactly("info: Not probed: plumbline.skip is set.");
    }
}
