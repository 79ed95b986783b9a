package org.plumbline.core.jinja;

import java.util.function.IntPredicate;

/** Kinds of characters as the {@code str.is...} methods of Python know them. */
final class Characters {
    /** Digits that are no decimals: pairs of first and last. */
    private static final int[] OTHER_DIGITS = {
        0xb2, 0xb3, 0xb9, 0xb9, 0x1369, 0x1371, 0x19da, 0x19da, 0x2070, 0x2070, 0x2074, 0x2079, 0x2080, 0x2089, 0x2460,
        0x2468, 0x2474, 0x247c, 0x2488, 0x2490, 0x24ea, 0x24ea, 0x24f5, 0x24fd, 0x24ff, 0x24ff, 0x2776, 0x277e, 0x2780,
        0x2788, 0x278a, 0x2792, 0x10a40, 0x10a43, 0x10e60, 0x10e68, 0x11052, 0x1105a, 0x1f100, 0x1f10a
    };

    private Characters() {}

    static boolean isDecimal(int c) {
        return Character.isDigit(c);
    }

    static boolean isDigit(int c) {
        if (isDecimal(c)) {
            return true;
        }
        for (int i = 0; i < OTHER_DIGITS.length; i += 2) {
            if (c >= OTHER_DIGITS[i] && c <= OTHER_DIGITS[i + 1]) {
                return true;
            }
        }
        return false;
    }

    static boolean isNumeric(int c) {
        int type = Character.getType(c);
        if (Character.isIdeographic(c)) {
            throw PyError.unsupported("whether an ideograph is a number is not known here");
        }
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    static boolean isAlphanumeric(int c) {
        return Character.isLetter(c) || isDecimal(c) || isDigit(c) || isNumeric(c);
    }

    static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }

    static boolean all(String text, IntPredicate kind) {
        return !text.isEmpty() && text.codePoints().allMatch(kind);
    }

    /** Whether there are cased characters and all of them are of one case. */
    static boolean allCased(String text, IntPredicate wanted) {
        return text.codePoints().anyMatch(Text::isCased)
                && text.codePoints().filter(Text::isCased).allMatch(wanted);
    }

    static boolean isTitle(String text) {
        boolean found = false;
        boolean afterCased = false;
        for (int c : text.codePoints().toArray()) {
            if (Character.isUpperCase(c) || Character.isTitleCase(c)) {
                if (afterCased) {
                    return false;
                }
                afterCased = true;
                found = true;
            } else if (Character.isLowerCase(c)) {
                if (!afterCased) {
                    return false;
                }
                found = true;
            } else {
                afterCased = false;
            }
        }
        return found;
    }
}
