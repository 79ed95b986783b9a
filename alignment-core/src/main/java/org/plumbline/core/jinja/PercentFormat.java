package org.plumbline.core.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** {@code text % values} of Python. */
final class PercentFormat {
    private final String format;
    private final Object values;
    private final Budget budget;
    private final StringBuilder text = new StringBuilder();
    private int position;
    private int taken;
    private boolean byName;

    private PercentFormat(String format, Object values, Budget budget) {
        this.format = format;
        this.values = values;
        this.budget = budget;
    }

    static String format(String format, Object values, Budget budget) {
        return new PercentFormat(format, values, budget).run();
    }

    private String run() {
        while (position < format.length()) {
            char c = format.charAt(position++);
            if (c == '%') {
                directive();
                Text.check(text, budget);
            } else {
                text.append(c);
            }
        }
        boolean mapping = values instanceof Dict
                || values instanceof List<?>
                || values instanceof Undefined
                || values instanceof Range
                || values instanceof Namespace;
        int given = values instanceof Tuple tuple ? tuple.items().size() : 1;
        if (!byName && taken < given && !(mapping && taken == 0)) {
            throw PyError.type("not all arguments converted during string formatting");
        }
        budget.text(text.length());
        return text.toString();
    }

    private char next() {
        if (position >= format.length()) {
            throw PyError.value("incomplete format");
        }
        return format.charAt(position++);
    }

    private void directive() {
        char c = next();
        Object named = None.NONE;
        boolean hasName = c == '(';
        if (hasName) {
            named = named();
            c = next();
        }
        String flags = "";
        while ("#0- +".indexOf(c) >= 0) {
            flags += c;
            c = next();
        }
        int width = 0;
        if (c == '*') {
            width = star();
            if (width < 0) {
                flags += "-";
                width = -width;
            }
            c = next();
        }
        while (c >= '0' && c <= '9') {
            width = digit(width, c);
            c = next();
        }
        int precision = -1;
        if (c == '.') {
            precision = 0;
            c = next();
            if (c == '*') {
                precision = Math.max(0, star());
                c = next();
            }
            while (c >= '0' && c <= '9') {
                precision = digit(precision, c);
                c = next();
            }
        }
        if (c == 'h' || c == 'l' || c == 'L') {
            c = next();
        }
        if (c == '%') {
            text.append('%');
            return;
        }
        budget.text(width);
        budget.text(Math.max(0, precision));
        convert(c, hasName ? named : take(), flags, width, precision);
    }

    private static int digit(int number, char c) {
        if (number > 10_000_000) {
            throw Budget.limit("a width or precision of more than 10000000 is too much");
        }
        return number * 10 + (c - '0');
    }

    private Object named() {
        int depth = 1;
        int start = position;
        while (depth > 0) {
            char c = next();
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
        if (!(values instanceof Dict dict)) {
            throw PyError.type("format requires a mapping");
        }
        byName = true;
        String name = format.substring(start, position - 1);
        Object value = dict.get(name);
        if (value == null) {
            throw PyError.of(PyError.Kind.OTHER, "the values to format have no key '" + name + "'");
        }
        return value;
    }

    private int star() {
        Object value = take();
        if (!Types.isInteger(value)) {
            throw PyError.type("* wants int");
        }
        return Types.clamped(value);
    }

    private Object take() {
        List<Object> items = values instanceof Tuple tuple ? tuple.items() : List.of(values);
        if (byName || taken >= items.size()) {
            throw PyError.type("not enough arguments for format string");
        }
        return items.get(taken++);
    }

    private void convert(char type, Object value, String flags, int width, int precision) {
        switch (type) {
            case 's', 'r', 'a' -> {
                String string = type == 's'
                        ? Repr.str(value, budget)
                        : type == 'r' ? Repr.repr(value, budget) : Repr.ascii(value, budget);
                boolean cut = precision >= 0 && precision < Text.length(string);
                pad("", cut ? Text.slice(string, 0, precision) : string, flags.replace("0", ""), width);
            }
            case 'c' -> pad("", character(value), flags.replace("0", ""), width);
            case 'd', 'i', 'u' -> integer(whole(type, value), 10, 'd', flags, width, precision);
            case 'x', 'X' -> integer(exact(type, value), 16, type, flags, width, precision);
            case 'o' -> integer(exact(type, value), 8, type, flags, width, precision);
            case 'e', 'E', 'f', 'F', 'g', 'G' -> real(value, type, flags, width, precision);
            default -> throw PyError.value("unsupported format character '" + type + "'");
        }
    }

    private static String character(Object value) {
        if (value instanceof String string && Text.length(string) == 1) {
            return string;
        }
        if (!Types.isInteger(value)) {
            throw PyError.type("%c requires int or char");
        }
        BigInteger code = Types.index(value);
        if (code.signum() < 0 || code.compareTo(BigInteger.valueOf(0x10ffff)) > 0) {
            throw PyError.of(PyError.Kind.ARITHMETIC, "%c arg not in range(0x110000)");
        }
        return Character.toString(code.intValue());
    }

    private static BigInteger whole(char type, Object value) {
        if (value instanceof Double number) {
            if (!Double.isFinite(number)) {
                throw PyError.of(PyError.Kind.ARITHMETIC, "cannot convert float " + number + " to integer");
            }
            return new BigDecimal(number).toBigInteger();
        }
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (!Types.isInteger(value)) {
            throw PyError.type("%" + type + " format: a real number is required, not " + Types.name(value));
        }
        return Types.index(value);
    }

    private static BigInteger exact(char type, Object value) {
        if (!Types.isInteger(value)) {
            throw PyError.type("%" + type + " format: an integer is required, not " + Types.name(value));
        }
        return Types.index(value);
    }

    private void integer(BigInteger value, int radix, char type, String flags, int width, int precision) {
        String digits = radix == 10 ? Repr.integer(value.abs()) : value.abs().toString(radix);
        if (precision > digits.length()) {
            digits = "0".repeat(precision - digits.length()) + digits;
        }
        String prefix = flags.indexOf('#') >= 0 && radix != 10 ? "0" + type : "";
        pad(
                sign(value.signum() < 0, flags) + prefix,
                type == 'X' ? digits.toUpperCase(Locale.ROOT) : digits,
                flags,
                width);
    }

    private void real(Object value, char type, String flags, int width, int precision) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (!Types.isNumber(value)) {
            throw PyError.type("must be real number, not " + Types.name(value));
        }
        double number = Types.real(value);
        String digits = Floats.format(number, type, precision < 0 ? 6 : precision, flags.indexOf('#') >= 0, false);
        pad(sign(number < 0 || (number == 0 && 1 / number < 0), flags), digits, flags, width);
    }

    private static String sign(boolean negative, String flags) {
        return negative ? "-" : flags.indexOf('+') >= 0 ? "+" : flags.indexOf(' ') >= 0 ? " " : "";
    }

    private void pad(String prefix, String body, String flags, int width) {
        int missing = Math.max(0, width - prefix.length() - Text.length(body));
        if (flags.indexOf('-') >= 0) {
            text.append(prefix).append(body).append(" ".repeat(missing));
        } else if (flags.indexOf('0') >= 0) {
            text.append(prefix).append("0".repeat(missing)).append(body);
        } else {
            text.append(" ".repeat(missing)).append(prefix).append(body);
        }
    }
}
