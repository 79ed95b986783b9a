package org.plumbline.core.jinja;

import org.jspecify.annotations.Nullable;

/** What stops a template: an exception Python would raise, or a limit or gap of this engine. It gets its place on the way up. */
final class PyError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, as Python tells errors apart. */
    enum Kind {
        TYPE,
        VALUE,
        ARITHMETIC,
        UNDEFINED,
        SECURITY,
        SYNTAX,
        /** The template's own {@code raise_exception}. */
        RAISED,
        /** Jinja has it, this engine does not. */
        UNSUPPORTED,
        LIMIT,
        OTHER
    }

    private final Kind kind;
    private final String words;
    private final transient @Nullable Place place;

    private PyError(Kind kind, String words, @Nullable Place place) {
        super(words, null, false, false);
        this.kind = kind;
        this.words = words;
        this.place = place;
    }

    static PyError of(Kind kind, String words) {
        return new PyError(kind, words, null);
    }

    static PyError type(String words) {
        return of(Kind.TYPE, words);
    }

    static PyError value(String words) {
        return of(Kind.VALUE, words);
    }

    static PyError unsupported(String words) {
        return of(Kind.UNSUPPORTED, words);
    }

    static PyError syntax(String words, Place place) {
        return new PyError(Kind.SYNTAX, words, place);
    }

    /** The same error with a place, unless it has one. */
    PyError at(Place where) {
        return place == null ? new PyError(kind, words, where) : this;
    }

    Kind kind() {
        return kind;
    }

    String words() {
        return words;
    }

    Place place() {
        return place == null ? Place.START : place;
    }
}
