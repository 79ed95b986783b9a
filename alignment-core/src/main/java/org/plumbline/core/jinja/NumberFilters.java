package org.plumbline.core.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Filters that make numbers, or text of numbers. */
final class NumberFilters {
    private static final Pattern REAL = Pattern.compile("[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");
    private static final Pattern UNDERSCORES = Pattern.compile("(?<=[0-9])_(?=[0-9])");

    private NumberFilters() {}

    static void addTo(Map<String, Filters.Filter> filters) {
        Filters.add(
                filters,
                Signature.of("int").may("default", BigInteger.ZERO).may("base", BigInteger.TEN),
                NumberFilters::integer,
                "int");
        Filters.add(filters, Signature.of("float").may("default", 0.0), (v, a, b) -> real(v).orElse(a[0]), "float");
        Filters.add(filters, Signature.of("abs"), (v, a, b) -> absolute(v), "abs");
        Filters.add(
                filters,
                Signature.of("round").may("precision", BigInteger.ZERO).may("method", "common"),
                NumberFilters::round,
                "round");
        Filters.add(
                filters,
                Signature.of("filesizeformat").may("binary", false),
                (v, a, b) -> fileSize(v, Types.truth(a[0])),
                "filesizeformat");
    }

    private static Object integer(Object value, Object[] a, Budget budget) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (Types.isText(value)) {
            Optional<BigInteger> exact = parse(Repr.str(value, budget), Types.clamped(a[1]));
            if (exact.isPresent()) {
                return exact.get();
            }
            Optional<Object> real = real(value);
            boolean finite = real.isPresent() && Double.isFinite((Double) real.get());
            return finite ? whole((Double) real.orElseThrow()) : a[0];
        }
        if (value instanceof Double number) {
            if (Double.isInfinite(number)) {
                throw PyError.of(PyError.Kind.ARITHMETIC, "cannot convert float infinity to integer");
            }
            return Double.isNaN(number) ? a[0] : whole(number);
        }
        return Types.isInteger(value) ? Types.index(value) : a[0];
    }

    private static BigInteger whole(double number) {
        return new BigDecimal(number).toBigInteger();
    }

    private static Optional<BigInteger> parse(String text, int base) {
        if (base != 0 && (base < 2 || base > 36)) {
            return Optional.empty();
        }
        String digits = Text.strip(text, None.NONE, true, true).toLowerCase(Locale.ROOT);
        boolean negative = digits.startsWith("-");
        if (negative || digits.startsWith("+")) {
            digits = digits.substring(1);
        }
        int radix = base;
        boolean prefixed = false;
        for (Map.Entry<String, Integer> prefix :
                Map.of("0b", 2, "0o", 8, "0x", 16).entrySet()) {
            if (digits.startsWith(prefix.getKey()) && (base == 0 || base == prefix.getValue())) {
                radix = prefix.getValue();
                prefixed = true;
            }
        }
        if (prefixed) {
            digits = digits.substring(digits.startsWith("_", 2) ? 3 : 2);
        } else if (radix == 0) {
            radix = 10;
            if (digits.length() > 1
                    && digits.startsWith("0")
                    && !digits.replace("_", "").matches("0+")) {
                return Optional.empty();
            }
        }
        if (digits.isEmpty() || digits.startsWith("_") || digits.endsWith("_") || digits.contains("__")) {
            return Optional.empty();
        }
        String plain = digits.replace("_", "");
        if (plain.length() > 4300) {
            return Optional.empty();
        }
        for (int i = 0; i < plain.length(); i++) {
            if (Character.digit(plain.charAt(i), radix) < 0) {
                return Optional.empty();
            }
        }
        BigInteger value = new BigInteger(plain, radix);
        return Optional.of(negative ? value.negate() : value);
    }

    /** {@code float(value)}; empty where Python raises a TypeError or ValueError. */
    static Optional<Object> real(Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (Types.isNumber(value)) {
            return Optional.of(Types.real(value));
        }
        if (!Types.isText(value)) {
            return Optional.empty();
        }
        String text =
                Text.strip(value instanceof Markup markup ? markup.text() : (String) value, None.NONE, true, true);
        String plain = UNDERSCORES.matcher(text).replaceAll("");
        if (REAL.matcher(plain).matches()) {
            return Optional.of(Double.valueOf(plain));
        }
        return switch (plain.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> Optional.of(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
            case "nan", "+nan", "-nan" -> Optional.of(Double.NaN);
            default -> Optional.empty();
        };
    }

    private static Object absolute(Object value) {
        if (value instanceof Double number) {
            return Math.abs(number);
        }
        if (!Types.isInteger(value)) {
            throw PyError.type("bad operand type for abs(): '" + Types.name(value) + "'");
        }
        return Types.index(value).abs();
    }

    private static Object round(Object value, Object[] a, Budget budget) {
        String method = Types.isText(a[1]) ? Repr.str(a[1], budget) : "";
        if (!List.of("common", "ceil", "floor").contains(method)) {
            throw PyError.type("method must be common, ceil or floor");
        }
        if (method.equals("common")) {
            if (!Types.isNumber(value)) {
                throw PyError.type("type " + Types.name(value) + " doesn't define __round__ method");
            }
            int precision = Types.clamped(a[0]);
            return value instanceof Double number
                    ? (Object) rounded(number, precision)
                    : rounded(Types.index(value), precision);
        }
        Object factor = Operators.binary("**", BigInteger.TEN, a[0], budget);
        Object scaled = Operators.binary("*", value, factor, budget);
        BigInteger whole;
        if (scaled instanceof Double number) {
            if (!Double.isFinite(number)) {
                throw PyError.of(
                        PyError.Kind.ARITHMETIC, "cannot convert float " + Floats.repr(number) + " to integer");
            }
            whole = whole(method.equals("ceil") ? Math.ceil(number) : Math.floor(number));
        } else if (Types.isInteger(scaled)) {
            whole = Types.index(scaled);
        } else {
            throw PyError.type("must be real number, not " + Types.name(scaled));
        }
        return Operators.binary("/", whole, factor, budget);
    }

    private static double rounded(double number, int precision) {
        if (!Double.isFinite(number) || precision > 330) {
            return number;
        }
        if (precision < -330) {
            return Math.copySign(0.0, number);
        }
        double result = new BigDecimal(number)
                .setScale(precision, RoundingMode.HALF_EVEN)
                .doubleValue();
        return Math.copySign(result, number);
    }

    private static BigInteger rounded(BigInteger number, int precision) {
        if (precision >= 0) {
            return number;
        }
        if (precision < -5000) {
            return BigInteger.ZERO;
        }
        return new BigDecimal(number)
                .setScale(precision, RoundingMode.HALF_EVEN)
                .toBigInteger();
    }

    private static String fileSize(Object value, boolean binary) {
        double bytes = (Double)
                real(value).orElseThrow(() -> PyError.value("could not convert to float: '" + Types.name(value) + "'"));
        double base = binary ? 1024 : 1000;
        if (bytes == 1) {
            return "1 Byte";
        }
        if (bytes < base) {
            return whole(bytes) + " Bytes";
        }
        String prefixes = "kMGTPEZY";
        for (int i = 0; ; i++) {
            double unit = Math.pow(base, i + 2);
            if (bytes < unit || i == prefixes.length() - 1) {
                char prefix = binary && i == 0 ? 'K' : prefixes.charAt(i);
                return Floats.format(base * bytes / unit, 'f', 1, false, false) + " " + prefix + (binary ? "iB" : "B");
            }
        }
    }
}
