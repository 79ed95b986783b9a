package org.plumbline.datasets.input;

import java.util.List;
import java.util.stream.Collectors;

/** The user's input cannot be used; carries every problem that was found, not only the first. Exit code 2. */
public class InputException extends PlumblineException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public InputException(List<Problem> problems) {
        super(problems.stream().map(Problem::text).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public InputException(Problem problem) {
        this(List.of(problem));
    }

    /** All problems, one a line; never null, unlike {@link #getMessage()}. */
    public String text() {
        return problems.stream().map(Problem::text).collect(Collectors.joining("\n"));
    }

    public List<Problem> problems() {
        return problems;
    }
}
