package org.plumbline.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.eval.EvaluationFiles;

class GateMojoTest {
    @TempDir
    Path project;

    private final GateMojo gate = new GateMojo();
    private final RecordingLog log = new RecordingLog();

    @BeforeEach
    void configure() throws IOException {
        EvaluationFiles.write(Fixtures.after(), project.resolve("runs/after"));
        EvaluationFiles.write(Fixtures.before(), project.resolve("runs/before"));
        policy("rules: [{metric: manners.rude, limit: 0.3}]");
        gate.setLog(log);
        gate.basedir = project.toFile();
        gate.input = project.resolve("runs/after").toFile();
        gate.policy = project.resolve("gate.yaml").toFile();
        gate.outputDirectory = project.resolve("target/plumbline").toFile();
    }

    private void policy(String yaml) throws IOException {
        Files.writeString(project.resolve("gate.yaml"), yaml + "\n");
    }

    private String written(String file) throws IOException {
        return Files.readString(project.resolve("target/plumbline").resolve(file));
    }

    @Test
    void aPassIsLoggedAndWritten() throws Exception {
        gate.execute();

        assertThat(log.lines.get(0)).startsWith("info: PASS, manners.rude: below 0.3: value ");
        assertThat(log.lines).contains("info: PASS. The rule holds.");
        assertThat(written("report.json")).contains("\"plumbline gate runs/after --policy gate.yaml\"");
        assertThat(written("report.md")).doesNotContain(project.toString());
    }

    @Test
    void itMayBeWrittenAgainAndAgain() throws Exception {
        gate.execute();
        gate.execute();

        assertThat(log.lines).filteredOn("info: PASS. The rule holds."::equals).hasSize(2);
    }

    @Test
    void aMarginWithoutABaselineDoesNotRun() throws Exception {
        policy("rules: [{metric: manners.rude, margin: 0}, {metric: manners.rude, limit: 0.3, name: limit}]");

        assertThatThrownBy(gate::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("NOT RUN. Decided by \"manners.rude\": a margin needs a comparison")
                .hasMessageEndingWith(" Report: " + project.resolve("target/plumbline/report.html"));
        assertThat(log.lines.get(0)).startsWith("warn: NOT RUN, manners.rude: a margin needs");
        assertThat(log.lines.get(1)).startsWith("info: PASS, limit: ");
        assertThat(written("junit.xml")).contains("failures=\"0\" errors=\"1\"");
    }

    @Test
    void tooManyFailedItemsFailTheBuildWhateverTheRulesSay() throws Exception {
        EvaluationFiles.write(Fixtures.failing(3), project.resolve("runs/after"));
        policy("unpaired-budget: 0.5\nrules: [{metric: manners.rude, limit: 0.3}]");

        assertThatThrownBy(gate::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("NOT RUN. Too many items failed: 5 %, the policy allows 1 %.");
        assertThat(log.lines.get(0)).startsWith("info: PASS, manners.rude");
    }

    @Test
    void whatThePolicyToleratesIsAWarningAndWhatItTurnsIntoAFailureAnError() throws Exception {
        policy("rules:\n- {metric: manners.rude, limit: 0.11, on-inconclusive: pass}\n"
                + "- {metric: manners.words, limit: 12, on-inconclusive: fail}");

        assertThatThrownBy(gate::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith(
                        "FAIL. Decided by \"manners.words\" (inconclusive, which the policy counts as fail): ");
        assertThat(log.lines.get(0)).startsWith("warn: INCONCLUSIVE, manners.rude: ");
        assertThat(log.lines.get(1)).startsWith("error: INCONCLUSIVE, manners.words: ");
    }

    @Test
    void explainLogsTheArithmetic() throws Exception {
        gate.explain = true;
        gate.execute();

        assertThat(log.lines).contains("info:   asked: manners.rude below 0.3");
    }

    @Test
    void everyProblemStandsOnALineOfItsOwn() throws Exception {
        policy("alpha: 2\nrules: [{metric: rude, limit: 0.3}]");

        assertThatThrownBy(gate::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageStartingWith("Nothing was judged.\n" + project.resolve("gate.yaml") + ":1:8: alpha")
                .hasMessageContaining("\n" + project.resolve("gate.yaml") + ":2:18: rules[0].metric is \"rude\"");
        assertThat(project.resolve("target/plumbline")).doesNotExist();
    }

    @Test
    void aComparisonHasItsBaselineAlready() throws Exception {
        gate.baseline = project.resolve("runs/before").toFile();
        gate.execute();
        gate.input = gate.outputDirectory;
        gate.outputDirectory = project.resolve("target/again").toFile();

        assertThatThrownBy(gate::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining(gate.input + " is a comparison already");
    }

    @Test
    void theReportIsNotWrittenIntoTheInput() {
        gate.outputDirectory = gate.input;

        assertThatThrownBy(gate::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining(gate.input + " holds the input; next: name another directory");
        assertThat(gate.input).isDirectoryNotContaining("glob:**report.*");
    }

    @Test
    void skipDoesNothing() {
        gate.skip = true;
        gate.input = project.resolve("missing").toFile();

        assertThatCode(gate::execute).doesNotThrowAnyException();
        assertThat(gate.outputDirectory).doesNotExist();
    }
}
