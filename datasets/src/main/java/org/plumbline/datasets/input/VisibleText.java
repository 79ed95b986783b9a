package org.plumbline.datasets.input;

import java.util.Locale;

/**
 * Text of unknown origin for readers: nothing in it moves a cursor, hides, reorders or ends a document. Control characters
 * become their pictures, characters that reorder or hide become {@code <U+202E>}, halves of a surrogate pair and
 * noncharacters U+FFFD.
 */
public final class VisibleText {
    private static final int MESSAGE = 4000;

    private VisibleText() {}

    /** The whole text; line breaks and tabs stay. */
    public static String of(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(visible, c));
        return visible.toString();
    }

    /** At most {@code characters} code points of it; what was cut is counted at the end. */
    public static String clipped(String text, int characters) {
        int count = text.codePointCount(0, text.length());
        if (count <= characters) {
            return of(text);
        }
        return of(text.substring(0, text.offsetByCodePoints(0, characters)))
                + String.format(Locale.ROOT, " [... %,d more characters]", count - characters);
    }

    /** The text on one line, at most 4,000 code points of it: for messages. */
    public static String line(String text) {
        return line(text, MESSAGE);
    }

    /** As {@link #clipped}, on one line. */
    public static String line(String text, int characters) {
        return clipped(text, characters)
                .strip()
                .replaceAll("\\s*\\R\\s*", " / ")
                .replace('\t', ' ');
    }

    /** The text with halves of surrogate pairs as U+FFFD: JSON readers refuse them in names. */
    public static String wellFormed(String text) {
        if (text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            return text;
        }
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints().forEach(c -> whole.appendCodePoint(Character.getType(c) == Character.SURROGATE ? 0xfffd : c));
        return whole.toString();
    }

    private static void append(StringBuilder visible, int c) {
        if (c == '\n' || c == '\t') {
            visible.append((char) c);
        } else if (c < 0x20) {
            visible.append((char) (0x2400 + c));
        } else if (c == 0x7f) {
            visible.append('\u2421');
        } else if (misleads(c)) {
            visible.append(String.format(Locale.ROOT, "<U+%04X>", c));
        } else if (Character.getType(c) == Character.SURROGATE
                || (c & 0xfffe) == 0xfffe
                || (c >= 0xfdd0 && c <= 0xfdef)) {
            visible.append('\ufffd');
        } else {
            visible.appendCodePoint(c);
        }
    }

    /** C1 controls, marks and overrides of direction, separators of lines, invisible operators, tags. */
    static boolean misleads(int c) {
        return (c >= 0x80 && c <= 0x9f)
                || c == 0x61c
                || c == 0x180e
                || (c >= 0x200b && c <= 0x200f && c != 0x200c && c != 0x200d)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2060 && c <= 0x206f)
                || c == 0xfeff
                || (c >= 0xfff9 && c <= 0xfffb)
                || (c >= 0xe0000 && c <= 0xe007f);
    }
}
