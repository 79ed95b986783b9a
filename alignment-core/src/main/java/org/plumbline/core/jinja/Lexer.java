package org.plumbline.core.jinja;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a template into tokens, with {@code trim_blocks} and {@code lstrip_blocks} on as transformers has them. */
final class Lexer {
    private static final String SPACE =
            "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
    private static final Pattern RAW =
            Pattern.compile("\\{%([-+]?)" + SPACE + "*raw" + SPACE + "*(?:-%\\}" + SPACE + "*|%\\})");
    private static final Pattern END_RAW =
            Pattern.compile("\\{%([-+]?)" + SPACE + "*endraw" + SPACE + "*(?:\\+%\\}|-%\\}" + SPACE + "*|%\\}\\n?)");
    private static final String DIGITS = "(?:[0-9]+_)*[0-9]+";
    private static final Pattern FLOAT = Pattern.compile(
            "(?<!\\.)" + DIGITS + "(?:(?:\\." + DIGITS + ")?[eE][+-]?" + DIGITS + "|\\." + DIGITS + ")");
    private static final Pattern INTEGER =
            Pattern.compile("0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[0-9a-fA-F])+|[1-9](?:_?[0-9])*|0(?:_?0)*");
    private static final List<String> OPERATORS = List.of(
            "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<",
            "=", ".", ":", "|", ",", ";");

    private final String source;
    private final int[] lineStarts;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<String> open = new ArrayDeque<>();
    private int position;
    private boolean lineStarting = true;
    private int lastOffset;
    private int lastColumn = 1;

    private Lexer(String source) {
        this.source = source;
        int[] starts = new int[source.length() + 1];
        int lines = 1;
        for (int i = 0; i < source.length(); i++) {
            if (source.charAt(i) == '\n') {
                starts[lines++] = i + 1;
            }
        }
        this.lineStarts = Arrays.copyOf(starts, lines);
    }

    /** The tokens of a template; the last one is the end. */
    static List<Token> tokens(String template) {
        String text = template.replace("\r\n", "\n").replace('\r', '\n');
        Lexer lexer = new Lexer(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (position < source.length()) {
            int tag = nextTag();
            if (tag < 0) {
                data(position, source.length());
                position = source.length();
            } else {
                tag(tag);
            }
        }
        add(Token.Type.END, "", position);
    }

    private int nextTag() {
        for (int i = source.indexOf('{', position); i >= 0; i = source.indexOf('{', i + 1)) {
            char next = at(i + 1);
            if (next == '%' || next == '{' || next == '#') {
                return i;
            }
        }
        return -1;
    }

    private void tag(int tag) {
        char kind = source.charAt(tag + 1);
        char sign = at(tag + 2);
        boolean signed = sign == '-' || sign == '+';
        data(position, strippedEnd(position, tag, signed ? sign : ' ', kind == '{'));
        Matcher raw = RAW.matcher(source).region(tag, source.length());
        if (kind == '%' && raw.lookingAt()) {
            position = raw.end();
            lineStarting = source.charAt(position - 1) == '\n';
            raw(tag);
            return;
        }
        position = tag + (signed ? 3 : 2);
        lineStarting = false;
        if (kind == '#') {
            comment(tag);
        } else {
            add(kind == '%' ? Token.Type.BLOCK_BEGIN : Token.Type.VARIABLE_BEGIN, "", tag);
            code(kind == '%');
        }
    }

    /** Where the text before a tag ends once white space is taken away. */
    private int strippedEnd(int from, int tag, char sign, boolean variable) {
        int end = tag;
        while (end > from && Text.isSpace(source.charAt(end - 1))) {
            end--;
        }
        if (sign == '-') {
            return end;
        }
        if (sign == '+' || variable) {
            return tag;
        }
        int start = tag;
        while (start > from && source.charAt(start - 1) != '\n') {
            start--;
        }
        boolean newLine = start > from;
        return (newLine || lineStarting) && end <= start ? start : tag;
    }

    private void raw(int tag) {
        Matcher end = END_RAW.matcher(source);
        if (position >= source.length()) {
            return;
        }
        if (!end.find(position)) {
            throw PyError.syntax("{% raw %} is not closed by {% endraw %}", place(tag));
        }
        String sign = end.group(1);
        data(position, strippedEnd(position, end.start(), sign.isEmpty() ? ' ' : sign.charAt(0), false));
        position = end.end();
        lineStarting = source.charAt(position - 1) == '\n';
    }

    private void comment(int tag) {
        int end = source.indexOf("#}", position);
        if (position >= source.length()) {
            return;
        }
        if (end < 0) {
            throw PyError.syntax("the comment is not closed by #}", place(tag));
        }
        char sign = end > position ? source.charAt(end - 1) : ' ';
        position = end + 2;
        afterBlock(sign);
    }

    private void afterBlock(char sign) {
        if (sign == '-') {
            skipSpace();
        } else if (sign != '+' && at(position) == '\n') {
            position++;
        }
        lineStarting = source.charAt(position - 1) == '\n';
    }

    private void skipSpace() {
        while (position < source.length() && Text.isSpace(source.charAt(position))) {
            position++;
        }
    }

    private void code(boolean block) {
        String close = block ? "%}" : "}}";
        while (true) {
            if (open.isEmpty()) {
                char sign = at(position);
                boolean signed = (sign == '-' || (sign == '+' && block)) && source.startsWith(close, position + 1);
                if (signed || source.startsWith(close, position)) {
                    add(block ? Token.Type.BLOCK_END : Token.Type.VARIABLE_END, "", position);
                    position += signed ? 3 : 2;
                    if (block || signed) {
                        afterBlock(signed ? sign : ' ');
                    } else {
                        lineStarting = false;
                    }
                    return;
                }
            }
            if (position >= source.length()) {
                return;
            }
            if (Text.isSpace(source.charAt(position))) {
                skipSpace();
            } else {
                piece();
            }
        }
    }

    private void piece() {
        int start = position;
        Matcher number = FLOAT.matcher(source).region(start, source.length()).useTransparentBounds(true);
        if (number.lookingAt()) {
            position = number.end();
            String text = number.group().replace("_", "");
            tokens.add(new Token(Token.Type.FLOAT, text, Double.valueOf(text), place(start)));
            return;
        }
        number.usePattern(INTEGER);
        if (number.region(start, source.length()).lookingAt()) {
            position = number.end();
            String text = number.group().replace("_", "");
            tokens.add(new Token(Token.Type.INTEGER, text, integer(text), place(start)));
            return;
        }
        int c = source.codePointAt(start);
        if (namePart(c)) {
            while (position < source.length() && namePart(source.codePointAt(position))) {
                position += Character.charCount(source.codePointAt(position));
            }
            if (c != '_' && !Character.isUnicodeIdentifierStart(c)) {
                throw PyError.syntax("a name cannot begin with '" + Character.toString(c) + "'", place(start));
            }
            add(Token.Type.NAME, source.substring(start, position), start);
            return;
        }
        if ((c == '\'' || c == '"') && string((char) c)) {
            return;
        }
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, start)) {
                balance(operator);
                position += operator.length();
                add(Token.Type.OPERATOR, operator, start);
                return;
            }
        }
        throw PyError.syntax("'" + Character.toString(c) + "' was not expected here", place(start));
    }

    private static boolean namePart(int c) {
        return c == '_'
                || (c < 0x80
                        ? Character.isLetterOrDigit(c)
                        : Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
    }

    private void balance(String operator) {
        switch (operator) {
            case "{" -> open.push("}");
            case "(" -> open.push(")");
            case "[" -> open.push("]");
            case "}", ")", "]" -> {
                if (open.isEmpty()) {
                    throw PyError.syntax("'" + operator + "' closes nothing", place(position));
                }
                String expected = open.pop();
                if (!expected.equals(operator)) {
                    throw PyError.syntax(
                            "'" + operator + "' stands where '" + expected + "' was expected", place(position));
                }
            }
            default -> {}
        }
    }

    private boolean string(char quote) {
        int i = position + 1;
        while (i < source.length() && source.charAt(i) != quote) {
            i += source.charAt(i) == '\\' ? 2 : 1;
        }
        if (i >= source.length()) {
            return false;
        }
        Place place = place(position);
        String value = Escapes.decode(source.substring(position + 1, i), place);
        position = i + 1;
        tokens.add(new Token(Token.Type.STRING, value, value, place));
        return true;
    }

    private static BigInteger integer(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("0b")) {
            return new BigInteger(lower.substring(2), 2);
        }
        if (lower.startsWith("0o")) {
            return new BigInteger(lower.substring(2), 8);
        }
        if (lower.startsWith("0x")) {
            return new BigInteger(lower.substring(2), 16);
        }
        return new BigInteger(lower);
    }

    private void data(int from, int to) {
        if (to > from) {
            add(Token.Type.DATA, source.substring(from, to), from);
        }
    }

    private void add(Token.Type type, String text, int offset) {
        tokens.add(new Token(type, text, text, place(offset)));
    }

    private char at(int index) {
        return index < source.length() ? source.charAt(index) : '\0';
    }

    private Place place(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        int line = found >= 0 ? found : -found - 2;
        // Counting on from the last place keeps a template of one long line fast.
        boolean after = lastOffset >= lineStarts[line] && lastOffset <= offset;
        int from = after ? lastOffset : lineStarts[line];
        lastColumn = (after ? lastColumn : 1) + source.codePointCount(from, offset);
        lastOffset = offset;
        return new Place(line + 1, lastColumn);
    }
}
