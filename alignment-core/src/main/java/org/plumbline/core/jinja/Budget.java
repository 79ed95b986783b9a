package org.plumbline.core.jinja;

/** What one rendering may use. A template comes from a download: without bounds a few lines of it fill the memory. */
final class Budget {
    /** Characters of any one text, the result included. */
    static final int TEXT = 1 << 24;

    /** Items of any one list. */
    static final int ITEMS = 1 << 20;

    private static final long STEPS = 40_000_000;
    private static final long ALL_TEXT = 1L << 30;
    private static final int DEPTH = 120;
    private static final int SHORT = 256;

    private long steps;
    private long characters;
    private int depth;

    void step() {
        steps(1);
    }

    void steps(long count) {
        steps += count;
        if (steps > STEPS) {
            throw limit("the template takes more than " + STEPS + " steps");
        }
    }

    /** Asks for a text of this length; short ones are free. */
    void text(long length) {
        if (length > TEXT) {
            throw limit("the template makes a text of more than " + TEXT + " characters");
        }
        if (length > SHORT) {
            characters += length;
            if (characters > ALL_TEXT) {
                throw limit("the template makes more than " + ALL_TEXT + " characters of text in all");
            }
        }
    }

    /** Asks for a list of this length. */
    void items(long count) {
        if (count > ITEMS) {
            throw limit("the template makes a list of more than " + ITEMS + " items");
        }
        steps(count);
    }

    void enter() {
        depth++;
        if (depth > DEPTH) {
            throw limit("calls or values are nested more than " + DEPTH + " deep");
        }
    }

    void leave() {
        depth--;
    }

    static PyError limit(String words) {
        return PyError.of(PyError.Kind.LIMIT, words);
    }
}
