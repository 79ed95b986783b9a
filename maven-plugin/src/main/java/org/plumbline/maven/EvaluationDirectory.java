package org.plumbline.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/** The output of {@code plumbline eval}, which takes a new or empty directory only; a build runs more than once. */
final class EvaluationDirectory {
    /** Says that the files beside it were written by this plugin, and may be deleted by it. */
    static final String MARKER = ".plumbline-maven-plugin";

    static final String RESULTS = "results.json";
    static final String ITEMS = "items.jsonl";

    /** The marker goes last: an interruption leaves nothing that looks like someone else's. */
    private static final List<String> OWN = List.of(RESULTS, ITEMS, MARKER);

    private EvaluationDirectory() {}

    /**
     * Deletes an evaluation that {@link #mark} marked; does nothing when the directory is not there or empty.
     *
     * @throws InputException when it holds anything else
     */
    static void clear(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        if (!Files.isDirectory(directory)) {
            throw new InputException(
                    Problem.of("outputDirectory", directory + " is a file").next("delete it, or name a directory"));
        }
        Set<String> names;
        try (Stream<Path> entries = Files.list(directory)) {
            names = entries.map(entry -> String.valueOf(entry.getFileName()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        if (names.isEmpty()) {
            return;
        }
        if (!names.contains(MARKER) || !OWN.containsAll(names)) {
            throw new InputException(Problem.of(
                            "outputDirectory",
                            directory + " holds " + String.join(", ", names)
                                    + ", which is not an evaluation by this goal alone")
                    .next("delete it if nobody needs it, or name another outputDirectory"));
        }
        for (String name : OWN) {
            Files.deleteIfExists(directory.resolve(name));
        }
    }

    /** Marks a whole evaluation; does nothing when there is none. */
    static void mark(Path directory) throws IOException {
        if (Files.exists(directory.resolve(RESULTS)) && Files.exists(directory.resolve(ITEMS))) {
            Files.writeString(
                    directory.resolve(MARKER), "Written by plumbline:eval, which deletes it before the next.\n");
        }
    }
}
