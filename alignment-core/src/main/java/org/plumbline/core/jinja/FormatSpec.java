package org.plumbline.core.jinja;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code format(value, spec)} for texts and numbers. */
final class FormatSpec {
    private static final Pattern SPEC = Pattern.compile(
            "(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?([0-9]+)?([,_])?(?:\\.([0-9]+))?([a-zA-Z%])?", Pattern.DOTALL);

    private final int fill;
    private final char align;
    private final String sign;
    private final boolean alternate;
    private final int width;
    private final String grouping;
    private final int precision;
    private final char type;

    private FormatSpec(Matcher spec, boolean number) {
        boolean zero = spec.group(6) != null;
        fill = spec.group(1) != null ? spec.group(1).codePointAt(0) : zero ? '0' : ' ';
        align = spec.group(2) != null ? spec.group(2).charAt(0) : number ? (zero ? '=' : '>') : '<';
        sign = spec.group(3) == null ? "-" : spec.group(3);
        if (spec.group(4) != null) {
            throw PyError.unsupported("the format option 'z' is not supported");
        }
        alternate = spec.group(5) != null;
        width = number(spec.group(7), 0);
        grouping = spec.group(8) == null ? "" : spec.group(8);
        precision = number(spec.group(9), -1);
        type = spec.group(10) == null ? ' ' : spec.group(10).charAt(0);
    }

    private static int number(String digits, int standard) {
        if (digits == null) {
            return standard;
        }
        if (digits.length() > 7) {
            throw Budget.limit("a width or precision of " + digits + " is too much");
        }
        return Integer.parseInt(digits);
    }

    static String format(Object value, String spec, Budget budget) {
        if (spec.isEmpty()) {
            return Repr.str(value, budget);
        }
        boolean number = Types.isNumber(value);
        if (!number && !(value instanceof String)) {
            throw PyError.type("unsupported format string passed to " + Types.name(value) + ".__format__");
        }
        Matcher matcher = SPEC.matcher(spec);
        if (!matcher.matches()) {
            throw PyError.value("Invalid format specifier '" + spec + "'");
        }
        FormatSpec parsed = new FormatSpec(matcher, number);
        budget.text(parsed.width);
        budget.text(Math.max(0, parsed.precision));
        String text = value instanceof String string ? parsed.text(string) : parsed.number(value);
        budget.text(text.length());
        return text;
    }

    private String text(String value) {
        if ((type != 's' && type != ' ') || !sign.equals("-") || alternate || !grouping.isEmpty() || align == '=') {
            throw PyError.value("this format cannot be used with a str");
        }
        String cut = precision >= 0 && precision < Text.length(value) ? Text.slice(value, 0, precision) : value;
        return pad("", cut);
    }

    private String number(Object value) {
        boolean integer = Types.isInteger(value);
        if (integer && "bcdoxXn ".indexOf(type) >= 0) {
            return integer(Types.index(value));
        }
        if ("eEfFgGn% ".indexOf(type) < 0) {
            throw PyError.value("Unknown format code '" + type + "' for object of type '" + Types.name(value) + "'");
        }
        double real = Types.real(value);
        String digits;
        if (type == ' ') {
            digits = precision < 0 ? Floats.repr(Math.abs(real)) : Floats.format(real, 'g', precision, alternate, true);
        } else if (type == '%') {
            digits = Floats.format(real * 100, 'f', precision < 0 ? 6 : precision, alternate, false) + "%";
        } else {
            digits = Floats.format(real, type == 'n' ? 'g' : type, precision < 0 ? 6 : precision, alternate, false);
        }
        boolean negative = real < 0 || (real == 0 && 1 / real < 0);
        return pad(signOf(negative), grouped(digits, 3));
    }

    private String signOf(boolean negative) {
        return negative ? "-" : sign.equals("-") ? "" : sign;
    }

    private String integer(BigInteger value) {
        if (precision >= 0) {
            throw PyError.value("Precision not allowed in integer format specifier");
        }
        if (type == 'c') {
            if (value.signum() < 0 || value.compareTo(BigInteger.valueOf(0x10ffff)) > 0) {
                throw PyError.value("%c arg not in range(0x110000)");
            }
            return pad("", Character.toString(value.intValue()));
        }
        int radix = switch (type) {
            case 'b' -> 2;
            case 'o' -> 8;
            case 'x', 'X' -> 16;
            default -> 10;
        };
        String digits = radix == 10 ? Repr.integer(value.abs()) : value.abs().toString(radix);
        String prefix = alternate && radix != 10 ? "0" + type : "";
        if (type == 'X') {
            digits = digits.toUpperCase(Locale.ROOT);
        }
        return pad(signOf(value.signum() < 0) + prefix, grouped(digits, radix == 10 ? 3 : 4));
    }

    private String grouped(String digits, int size) {
        if (grouping.isEmpty()) {
            return digits;
        }
        if (fill == '0' && align == '=' && width > 0) {
            throw PyError.unsupported("zero padding of grouped digits is not supported");
        }
        int end = 0;
        while (end < digits.length() && Character.isLetterOrDigit(digits.charAt(end)) && digits.charAt(end) != 'e') {
            end++;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < end; i++) {
            if (i > 0 && (end - i) % size == 0) {
                text.append(grouping);
            }
            text.append(digits.charAt(i));
        }
        return text + digits.substring(end);
    }

    private String pad(String prefix, String text) {
        int missing = width - Text.length(prefix) - Text.length(text);
        if (missing <= 0) {
            return prefix + text;
        }
        String filler = Character.toString(fill);
        return switch (align) {
            case '<' -> prefix + text + filler.repeat(missing);
            case '=' -> prefix + filler.repeat(missing) + text;
            case '^' -> filler.repeat(missing / 2) + prefix + text + filler.repeat(missing - missing / 2);
            default -> filler.repeat(missing) + prefix + text;
        };
    }
}
