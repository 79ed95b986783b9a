package org.plumbline.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.jspecify.annotations.Nullable;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/**
 * Probes a model with suites and writes results.json and items.jsonl, for the gate. Runs {@code plumbline eval} in a JVM of
 * its own; the command line and libtorch are resolved when the goal runs, and only then.
 */
@Mojo(name = "eval", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, threadSafe = true)
public final class EvalMojo extends AbstractMojo {
    private static final int ERROR_BUDGET = 5;

    private static final Set<String> RUNTIME_SCOPES = Set.of("compile", "runtime");

    /** As the launcher's: weights live outside the Java heap, whose garbage should stay small. */
    private static final List<String> JVM_ARGUMENTS = List.of("-XX:+UseSerialGC", "-Xmn32m");

    private final RepositorySystem repositories;

    /** Hugging Face model directory. */
    @Parameter(property = "plumbline.model", required = true)
    File model = new File("");

    /** Suites by name; or {@code config}. */
    @Parameter(property = "plumbline.suites")
    List<String> suites = List.of();

    /** YAML with a suites: list, for suites with options; or {@code suites}. */
    @Parameter(property = "plumbline.config")
    @Nullable
    File config;

    /** Folder with the suites' public files. */
    @Parameter(property = "plumbline.data")
    @Nullable
    File data;

    /** A fixed model that judges the text of the first, as in the fluency suite. */
    @Parameter(property = "plumbline.reference")
    @Nullable
    File reference;

    /** Only the first items of each suite. */
    @Parameter(property = "plumbline.limit")
    @Nullable
    Integer limit;

    /** auto, cpu, cuda or cuda:N. */
    @Parameter(property = "plumbline.device", defaultValue = "auto", required = true)
    String device = "auto";

    /** New, empty, or an earlier evaluation by this goal, which is deleted. */
    @Parameter(
            property = "plumbline.evalDirectory",
            defaultValue = "${project.build.directory}/plumbline/eval",
            required = true)
    File outputDirectory = new File("");

    /** Arguments of the JVM that runs the model; without any, {@code -XX:+UseSerialGC -Xmn32m}. */
    @Parameter
    List<String> jvmArguments = List.of();

    /** Does nothing. */
    @Parameter(property = "plumbline.skip", defaultValue = "false")
    boolean skip;

    @Parameter(defaultValue = "${project.basedir}", readonly = true, required = true)
    File basedir = new File("");

    @Parameter(defaultValue = "${project.build.directory}", readonly = true, required = true)
    File buildDirectory = new File("");

    @Parameter(defaultValue = "${plugin.version}", readonly = true, required = true)
    String version = "";

    @Parameter(defaultValue = "${repositorySystemSession}", readonly = true, required = true)
    @Nullable
    RepositorySystemSession session;

    @Parameter(defaultValue = "${project.remotePluginRepositories}", readonly = true, required = true)
    List<RemoteRepository> remoteRepositories = List.of();

    @Inject
    public EvalMojo(RepositorySystem repositories) {
        this.repositories = repositories;
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Not probed: plumbline.skip is set.");
            return;
        }
        Path output = outputDirectory.toPath();
        Fork.End end;
        try {
            // Before hundreds of megabytes are resolved.
            check();
            EvaluationDirectory.clear(output);
            Path argumentFile = buildDirectory.toPath().resolve("plumbline").resolve("eval.args");
            Fork.writeClassPath(argumentFile, classPath());
            List<String> jvm = jvmArguments.isEmpty() ? JVM_ARGUMENTS : jvmArguments;
            end = Fork.run(Fork.command(argumentFile, jvm, words()), basedir.toPath(), getLog());
            EvaluationDirectory.mark(output);
        } catch (InputException e) {
            throw new MojoExecutionException("Nothing was probed.\n" + e.text(), e);
        } catch (IOException e) {
            throw new MojoExecutionException("Nothing was probed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("Interrupted.", e);
        }
        if (end.exitCode() == 0) {
            return;
        }
        String message = "plumbline eval ended with exit code " + end.exitCode() + ": " + Fork.meaning(end.exitCode())
                + end.errors().stream().map(error -> "\n" + error).collect(Collectors.joining());
        if (end.exitCode() == ERROR_BUDGET) {
            throw new MojoFailureException(message + "\nresults: " + output.resolve(EvaluationDirectory.RESULTS));
        }
        throw new MojoExecutionException(message);
    }

    private void check() {
        List<Problem> problems = new ArrayList<>();
        if (!model.isDirectory()) {
            problems.add(Problem.of("model", model + " is not a directory").accepted("a Hugging Face model directory"));
        }
        if (suites.isEmpty() == (config == null)) {
            problems.add(Problem.of("suites", config == null ? "no suite was named" : "and config both name suites")
                    .accepted("either suites or config"));
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
    }

    private List<String> words() {
        List<String> words = new ArrayList<>(List.of("eval", "--model", model.getPath()));
        if (!suites.isEmpty()) {
            words.addAll(List.of("--suite", String.join(",", suites)));
        }
        add(words, "--config", config);
        add(words, "--data", data);
        add(words, "--reference", reference);
        add(words, "--limit", limit);
        words.addAll(List.of("--device", device, "--out", outputDirectory.getPath()));
        return words;
    }

    private static void add(List<String> words, String option, @Nullable Object value) {
        if (value != null) {
            words.addAll(List.of(option, value.toString()));
        }
    }

    /** The command line in the plugin's own version, with all it needs to run here. */
    private List<Path> classPath() throws MojoExecutionException {
        String name = "org.plumbline:plumbline-cli:" + version;
        CollectRequest collect =
                new CollectRequest(new Dependency(new DefaultArtifact(name), "runtime"), remoteRepositories);
        DependencyRequest request = new DependencyRequest(
                collect,
                (node, parents) -> node.getDependency() != null
                        && RUNTIME_SCOPES.contains(node.getDependency().getScope()));
        try {
            return repositories.resolveDependencies(session, request).getArtifactResults().stream()
                    .map(result -> result.getArtifact().getFile().toPath())
                    .toList();
        } catch (DependencyResolutionException e) {
            throw new MojoExecutionException(name + " cannot be resolved: " + e.getMessage(), e);
        }
    }
}
