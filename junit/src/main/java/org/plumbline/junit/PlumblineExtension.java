package org.plumbline.junit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.EvaluationFiles;
import org.plumbline.reports.gate.Baseline;

/**
 * Gives tests the evaluations that {@link Results} and {@link BaselineResults} name. Each directory is read once in a run of
 * the tests, and each baseline verified once.
 */
public final class PlumblineExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(PlumblineExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.isAnnotated(Results.class) || parameter.isAnnotated(BaselineResults.class);
    }

    /**
     * Reads the evaluation.
     *
     * @throws ParameterResolutionException when the parameter has another type, or both annotations
     * @throws InputException when there is no evaluation, or the baseline was changed after it was blessed
     */
    @Override
    public Evaluation resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Optional<Results> results = parameter.findAnnotation(Results.class);
        Optional<BaselineResults> baseline = parameter.findAnnotation(BaselineResults.class);
        if (results.isPresent() && baseline.isPresent()) {
            throw new ParameterResolutionException("has both @Results and @BaselineResults; accepted: one of them");
        }
        Class<?> type = parameter.getParameter().getType();
        if (type != Evaluation.class) {
            throw new ParameterResolutionException("@" + (results.isPresent() ? "Results" : "BaselineResults")
                    + " stands on a parameter of type " + type.getName() + "; accepted: " + Evaluation.class.getName());
        }
        Store store = context.getRoot().getStore(NAMESPACE);
        if (results.isPresent()) {
            String directory = results.get().value();
            return read(store, existing(directory, "run plumbline eval --model DIR --suite NAME --out " + directory));
        }
        String directory = baseline.orElseThrow().value();
        Path path =
                existing(directory, "run plumbline baseline bless RESULTS_DIR --out " + directory + " --approver NAME");
        // Before the files are read: a file that someone edited should be called that, not a file with an error.
        store.getOrComputeIfAbsent(new Blessing(path), key -> Baseline.describe(key.directory()), String.class);
        return read(store, path);
    }

    /** Key of what is known of a baseline; that of an evaluation is the path itself. */
    private record Blessing(Path directory) {}

    private static Path existing(String directory, String next) {
        Path path = Path.of(directory).toAbsolutePath().normalize();
        if (!Files.exists(path.resolve("results.json"))) {
            String what = Files.isDirectory(path) ? "has no results.json" : "no such directory";
            throw new InputException(Problem.at(path, what).next(next));
        }
        return path;
    }

    private static Evaluation read(Store store, Path path) {
        return store.getOrComputeIfAbsent(path, EvaluationFiles::read, Evaluation.class);
    }
}
