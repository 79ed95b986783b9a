package org.plumbline.core.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Strings as Python sees them: made of code points. */
final class Text {
    private static final int SIGMA = 0x3a3;
    private static final int SIGMA_SEES = 32;
    private static final int APOSTROPHE = 0x2bc;

    private Text() {}

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Characters as strings of their own. */
    static List<Object> characters(String text) {
        List<Object> characters = new ArrayList<>(text.length());
        text.codePoints().forEach(c -> characters.add(Character.toString(c)));
        return characters;
    }

    /** Part of a text between two positions in code points. */
    static String slice(String text, int from, int to) {
        if (to <= from) {
            return "";
        }
        int start = text.offsetByCodePoints(0, from);
        return text.substring(start, text.offsetByCodePoints(start, to - from));
    }

    static boolean isSpace(int c) {
        return (c >= 0x09 && c <= 0x0d)
                || (c >= 0x1c && c <= 0x20)
                || c == 0x85
                || c == 0xa0
                || c == 0x1680
                || (c >= 0x2000 && c <= 0x200a)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202f
                || c == 0x205f
                || c == 0x3000;
    }

    /** Without white space, or without any of the given characters, at one end or both. */
    static String strip(String text, Object characters, boolean left, boolean right) {
        int[] points = text.codePoints().toArray();
        int[] set = characters == None.NONE
                ? new int[0]
                : string(characters, "strip arg must be None or str")
                        .codePoints()
                        .toArray();
        int start = 0;
        int end = points.length;
        while (left && start < end && stripped(points[start], characters, set)) {
            start++;
        }
        while (right && end > start && stripped(points[end - 1], characters, set)) {
            end--;
        }
        return new String(points, start, end - start);
    }

    private static boolean stripped(int c, Object characters, int[] set) {
        if (characters == None.NONE) {
            return isSpace(c);
        }
        for (int member : set) {
            if (member == c) {
                return true;
            }
        }
        return false;
    }

    /** The value as a string; a TypeError with these words when it is none. */
    static String string(Object value, String words) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Markup markup) {
            return markup.text();
        }
        throw PyError.type(words);
    }

    /** Lines as {@code str.splitlines} has them. */
    static List<Object> lines(String text, boolean keepEnds) {
        List<Object> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (!endsLine(text.charAt(i))) {
                continue;
            }
            int end = i;
            if (text.charAt(i) == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                i++;
            }
            lines.add(text.substring(start, keepEnds ? i + 1 : end));
            start = i + 1;
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }

    private static boolean endsLine(char c) {
        return (c >= 0x0a && c <= 0x0d) || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    static String repeat(String text, long times, Budget budget) {
        if (times <= 0 || text.isEmpty()) {
            return "";
        }
        if (times > Budget.TEXT) {
            budget.text(Long.MAX_VALUE);
        }
        budget.text(text.length() * times);
        return text.repeat((int) times);
    }

    static String replace(String text, String old, String with, long count, Budget budget) {
        if (old.isEmpty()) {
            return interleave(text, with, count, budget);
        }
        StringBuilder result = new StringBuilder();
        int from = 0;
        long left = count < 0 ? Long.MAX_VALUE : count;
        int found = left == 0 ? -1 : text.indexOf(old);
        while (found >= 0) {
            result.append(text, from, found).append(with);
            check(result, budget);
            from = found + old.length();
            left--;
            found = left == 0 ? -1 : text.indexOf(old, from);
        }
        result.append(text, from, text.length());
        budget.text(result.length());
        return result.toString();
    }

    private static String interleave(String text, String with, long count, Budget budget) {
        StringBuilder result = new StringBuilder();
        long left = count < 0 ? Long.MAX_VALUE : count;
        for (int i = 0; i < text.length(); ) {
            if (left > 0) {
                result.append(with);
                left--;
            }
            int c = text.codePointAt(i);
            result.appendCodePoint(c);
            check(result, budget);
            i += Character.charCount(c);
        }
        if (left > 0) {
            result.append(with);
        }
        budget.text(result.length());
        return result.toString();
    }

    /** Stops a text that grows beyond what is allowed. */
    static void check(StringBuilder text, Budget budget) {
        if (text.length() > Budget.TEXT) {
            budget.text(text.length());
        }
    }

    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** First character in title case, the others in lower case. */
    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int end = text.offsetByCodePoints(0, 1);
        return titleCase(text.codePointAt(0))
                + lower(text).substring(Math.min(end, lower(text).length()));
    }

    static String titleCase(int c) {
        int title = Character.toTitleCase(c);
        if (title != c) {
            return Character.toString(title);
        }
        String upper = upper(Character.toString(c));
        int first = upper.codePointAt(0) == APOSTROPHE ? upper.length() : upper.offsetByCodePoints(0, 1);
        return upper.substring(0, first) + lower(upper.substring(first));
    }

    static boolean isCased(int c) {
        return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
    }

    /** {@code str.title}: every letter after something without case is in title case. */
    static String title(String text) {
        StringBuilder result = new StringBuilder(text.length());
        boolean afterCased = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            result.append(afterCased ? lowerAt(text, i) : titleCase(c));
            afterCased = isCased(c);
            i += Character.charCount(c);
        }
        return result.toString();
    }

    /** The character at an index in lower case; a Greek sigma looks at its neighbours. */
    static String lowerAt(String text, int index) {
        int c = text.codePointAt(index);
        if (c != SIGMA) {
            return lower(Character.toString(c));
        }
        int from = Math.max(0, index - SIGMA_SEES);
        int to = Math.min(text.length(), index + SIGMA_SEES);
        int before = lower(text.substring(from, index)).length();
        return lower(text.substring(from, to)).substring(before, before + 1);
    }
}
