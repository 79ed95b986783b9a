package org.plumbline.core.jinja;

/**
 * A value that is not there: it prints as nothing, is false and empty, and may not be used otherwise.
 *
 * @param words why it is not there, for the error when it is used
 * @param security whether it stands for something the sandbox hides
 */
record Undefined(String words, boolean security) {

    static Undefined of(String words) {
        return new Undefined(words, false);
    }

    static Undefined name(String name) {
        return of("'" + name + "' is undefined");
    }

    PyError error() {
        return PyError.of(security ? PyError.Kind.SECURITY : PyError.Kind.UNDEFINED, words);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Undefined;
    }

    @Override
    public int hashCode() {
        return 7;
    }
}
