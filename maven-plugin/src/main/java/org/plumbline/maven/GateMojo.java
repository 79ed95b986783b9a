package org.plumbline.maven;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Outputs;
import org.plumbline.datasets.input.PlumblineException;
import org.plumbline.datasets.input.Problem;
import org.plumbline.datasets.input.VisibleText;
import org.plumbline.reports.gate.Explanation;
import org.plumbline.reports.gate.GatePolicy;
import org.plumbline.reports.gate.RuleResult;
import org.plumbline.reports.gate.Verdict;
import org.plumbline.reports.render.Judging;
import org.plumbline.reports.render.Report;
import org.plumbline.reports.render.ReportFiles;

/**
 * Judges a comparison or an evaluation by a policy. Everything but a pass fails the build: a failed rule, an inconclusive one,
 * one that did not run, and too many failed items. Needs no model and no libtorch.
 */
@Mojo(name = "gate", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class GateMojo extends AbstractMojo {
    /** A run or comparison (directory or report.json), or an evaluation (directory). */
    @Parameter(property = "plumbline.input", required = true)
    File input = new File("");

    /** The rules. */
    @Parameter(property = "plumbline.policy", defaultValue = "${project.basedir}/gate.yaml", required = true)
    File policy = new File("");

    /** Evaluation to compare an evaluation with; margins need one. If it was blessed, its hashes must hold. */
    @Parameter(property = "plumbline.baseline")
    @Nullable
    File baseline;

    /** Where report.html, report.md, report.json and junit.xml go. */
    @Parameter(
            property = "plumbline.outputDirectory",
            defaultValue = "${project.build.directory}/plumbline",
            required = true)
    File outputDirectory = new File("");

    /** Does nothing. */
    @Parameter(property = "plumbline.skip", defaultValue = "false")
    boolean skip;

    /** Logs the arithmetic of every rule. */
    @Parameter(property = "plumbline.explain", defaultValue = "false")
    boolean explain;

    @Parameter(defaultValue = "${project.basedir}", readonly = true, required = true)
    File basedir = new File("");

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Not judged: plumbline.skip is set.");
            return;
        }
        Path directory = outputDirectory.toPath();
        Verdict verdict;
        try {
            refuseInputAsOutput(directory);
            // What an earlier build found must not stand there when nothing is judged now.
            ReportFiles.delete(directory);
            Report report = Judging.judge(
                    input.toPath(),
                    Optional.ofNullable(baseline).map(File::toPath),
                    GatePolicy.read(policy.toPath()),
                    command());
            verdict = report.verdict().orElseThrow();
            ReportFiles.write(report, Outputs.directory("outputDirectory", directory));
        } catch (InputException e) {
            // The first line of a message stands behind the name of the goal: the problems begin on the next.
            throw new MojoExecutionException("Nothing was judged.\n" + e.text(), e);
        } catch (PlumblineException | UncheckedIOException e) {
            throw new MojoExecutionException("Nothing was judged: " + e.getMessage(), e);
        }
        verdict.rules().forEach(this::log);
        if (explain) {
            Explanation.lines(verdict).forEach(line -> getLog().info(line));
        }
        String sentence = VisibleText.line(verdict.word() + ". " + verdict.sentence());
        Path page = directory.resolve(ReportFiles.Format.HTML.file());
        if (verdict.exitCode() != 0) {
            throw new MojoFailureException(sentence + " Report: " + page);
        }
        getLog().info(sentence);
        getLog().info("Report: " + page);
    }

    /** A report beside an evaluation would be taken for the input the next time. */
    private void refuseInputAsOutput(Path directory) {
        Path from = input.toPath();
        Path source = Files.isDirectory(from)
                ? from
                : Optional.ofNullable(from.toAbsolutePath().getParent()).orElse(from);
        try {
            if (Files.exists(source) && Files.exists(directory) && Files.isSameFile(source, directory)) {
                throw new InputException(Problem.of("outputDirectory", directory + " holds the input")
                        .next("name another directory for the report"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void log(RuleResult rule) {
        String line = rule.outcome().word() + ", " + Judging.name(rule) + ": " + Judging.summary(rule);
        switch (rule.counted()) {
            case PASS -> {
                if (rule.tolerated()) {
                    getLog().warn(line);
                } else {
                    getLog().info(line);
                }
            }
            case INCONCLUSIVE, NOT_RUN -> getLog().warn(line);
            case FAIL -> getLog().error(line);
        }
    }

    /** The command line that judges the same, from the project's directory. */
    private String command() {
        List<String> words = new ArrayList<>(List.of(relative(input), "--policy", relative(policy)));
        if (baseline != null) {
            words.addAll(List.of("--baseline", relative(baseline)));
        }
        return Report.commandLine("gate", words);
    }

    /** Without the path of the machine, where the file lies in the project. */
    private String relative(File file) {
        Path path = file.toPath().toAbsolutePath().normalize();
        Path base = basedir.toPath().toAbsolutePath().normalize();
        return path.startsWith(base) && !path.equals(base)
                ? base.relativize(path).toString()
                : path.toString();
    }
}
