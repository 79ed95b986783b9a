package org.plumbline.core.jinja;

import java.util.Locale;

/** The escapes of a string literal, as Python's {@code unicode-escape} codec reads them. */
final class Escapes {
    private Escapes() {}

    static String decode(String literal, Place place) {
        if (literal.indexOf('\\') < 0) {
            return literal;
        }
        String ascii = ascii(literal);
        StringBuilder text = new StringBuilder(ascii.length());
        int i = 0;
        while (i < ascii.length()) {
            char c = ascii.charAt(i++);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char kind = ascii.charAt(i++);
            switch (kind) {
                case '\n' -> {}
                case '\\', '\'', '"' -> text.append(kind);
                case 'a' -> text.append('\u0007');
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'v' -> text.append('\u000b');
                case 'x' -> i = hex(ascii, i, 2, text, place);
                case 'u' -> i = hex(ascii, i, 4, text, place);
                case 'U' -> i = hex(ascii, i, 8, text, place);
                case 'N' -> i = named(ascii, i, text, place);
                case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                    int end = i;
                    while (end < ascii.length()
                            && end < i + 2
                            && ascii.charAt(end) >= '0'
                            && ascii.charAt(end) <= '7') {
                        end++;
                    }
                    text.append((char) Integer.parseInt(ascii.substring(i - 1, end), 8));
                    i = end;
                }
                // Python keeps an escape it does not know.
                default -> text.append('\\').append(kind);
            }
        }
        return text.toString();
    }

    /** Python turns characters beyond ASCII into escapes first, which shows when a backslash stands before one. */
    private static String ascii(String literal) {
        StringBuilder ascii = new StringBuilder(literal.length() + 16);
        literal.codePoints().forEach(c -> {
            if (c < 0x80) {
                ascii.append((char) c);
            } else {
                ascii.append(
                        String.format(Locale.ROOT, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
            }
        });
        return ascii.toString();
    }

    private static int hex(String ascii, int from, int digits, StringBuilder text, Place place) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < ascii.length() ? Character.digit(ascii.charAt(i), 16) : -1;
            if (digit < 0 || value > 0x10ffff) {
                throw PyError.syntax("a string has an escape that is cut short or is no character", place);
            }
            value = value * 16 + digit;
        }
        if (value > 0x10ffff) {
            throw PyError.syntax("a string has an escape beyond U+10FFFF", place);
        }
        text.appendCodePoint(value);
        return from + digits;
    }

    private static int named(String ascii, int from, StringBuilder text, Place place) {
        int end = ascii.indexOf('}', from);
        if (from >= ascii.length() || ascii.charAt(from) != '{' || end < 0) {
            throw PyError.syntax("a string has a \\N escape without a name in braces", place);
        }
        try {
            text.appendCodePoint(Character.codePointOf(ascii.substring(from + 1, end)));
        } catch (IllegalArgumentException e) {
            throw PyError.syntax("a string has a \\N escape with an unknown name", place);
        }
        return end + 1;
    }
}
