package org.plumbline.datasets.input;

import java.nio.file.Path;

/**
 * One thing that is wrong with an input: where, what, what is accepted, and what to do next.
 *
 * @param where a file, {@code file:line:column}, or an option such as {@code --device}; empty when there is no place
 * @param what what is wrong, with the offending value
 * @param accepted what would be accepted; empty when the sentence says it already
 * @param next what the user can do; empty when that is plain
 */
public record Problem(String where, String what, String accepted, String next) {

    public static Problem of(String where, String what) {
        return new Problem(where, what, "", "");
    }

    public static Problem at(Path file, String what) {
        return of(file.toString(), what);
    }

    public Problem accepted(String value) {
        return new Problem(where, what, value, next);
    }

    public Problem next(String value) {
        return new Problem(where, what, accepted, value);
    }

    /** The problem as one line: {@code where: what; accepted: ...; next: ...}. */
    public String text() {
        StringBuilder text = new StringBuilder();
        if (!where.isEmpty()) {
            text.append(where).append(": ");
        }
        text.append(what);
        if (!accepted.isEmpty()) {
            text.append("; accepted: ").append(accepted);
        }
        if (!next.isEmpty()) {
            text.append("; next: ").append(next);
        }
        return text.toString();
    }
}
