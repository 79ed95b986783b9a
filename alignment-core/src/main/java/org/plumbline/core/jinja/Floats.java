package org.plumbline.core.jinja;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Floating point numbers as Python writes them. */
final class Floats {
    private static final int LONGEST = 17;

    private Floats() {}

    /** The shortest digits that give the number back. */
    static String repr(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        String sign = sign(value);
        if (value == 0) {
            return sign + "0.0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        if (point > 16 || point < -3) {
            return sign + scientific(digits, point, "e");
        }
        String plain = plain(digits, point);
        return sign + (plain.indexOf('.') < 0 ? plain + ".0" : plain);
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int precision = 1; precision < LONGEST; precision++) {
            BigDecimal rounded = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                return rounded.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(LONGEST, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }

    private static String sign(double value) {
        return value < 0 || (value == 0 && 1 / value < 0) ? "-" : "";
    }

    private static String plain(String digits, int point) {
        if (point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        if (point >= digits.length()) {
            return digits + "0".repeat(point - digits.length());
        }
        return digits.substring(0, point) + "." + digits.substring(point);
    }

    private static String scientific(String digits, int point, String e) {
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return mantissa + exponent(point - 1, e);
    }

    private static String exponent(int exponent, String e) {
        return e + (exponent < 0 ? "-" : "+") + String.format(Locale.ROOT, "%02d", Math.abs(exponent));
    }

    /**
     * The absolute value in one of the formats of C.
     *
     * @param type e, f or g, in either case
     * @param alternate whether the point and trailing zeros stay
     * @param addPoint whether a whole number gets {@code .0}
     */
    static String format(double value, char type, int precision, boolean alternate, boolean addPoint) {
        boolean upper = Character.isUpperCase(type);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            String name = Double.isNaN(value) ? "nan" : "inf";
            return upper ? name.toUpperCase(Locale.ROOT) : name;
        }
        BigDecimal exact = new BigDecimal(Math.abs(value));
        String e = upper ? "E" : "e";
        return switch (Character.toLowerCase(type)) {
            case 'f' -> {
                String text = exact.setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
                yield alternate && precision == 0 ? text + "." : text;
            }
            case 'e' -> exponential(exact, precision, alternate, e);
            default -> general(exact, Math.max(1, precision), alternate, addPoint, e);
        };
    }

    private static String exponential(BigDecimal value, int precision, boolean alternate, String e) {
        if (value.signum() == 0) {
            return "0" + (precision > 0 ? "." + "0".repeat(precision) : alternate ? "." : "") + e + "+00";
        }
        BigDecimal rounded = value.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        String digits = rounded.unscaledValue().toString();
        int point = digits.length() - rounded.scale();
        String padded = digits + "0".repeat(Math.max(0, precision + 1 - digits.length()));
        String mantissa =
                padded.charAt(0) + (precision > 0 ? "." + padded.substring(1, precision + 1) : alternate ? "." : "");
        return mantissa + exponent(point - 1, e);
    }

    private static String general(BigDecimal value, int precision, boolean alternate, boolean addPoint, String e) {
        if (value.signum() == 0) {
            String zeros = alternate ? "." + "0".repeat(precision - 1) : addPoint ? ".0" : "";
            return "0" + zeros;
        }
        BigDecimal rounded = value.round(new MathContext(precision, RoundingMode.HALF_EVEN));
        String digits = rounded.unscaledValue().toString();
        int point = digits.length() - rounded.scale();
        if (alternate) {
            digits = digits + "0".repeat(Math.max(0, precision - digits.length()));
        } else {
            digits = digits.replaceAll("0+$", "");
        }
        if (point <= -4 || point > precision - (addPoint ? 1 : 0)) {
            return scientific(digits, point, e);
        }
        String plain = plain(digits, point);
        boolean whole = plain.indexOf('.') < 0;
        return plain + (whole && alternate ? "." : whole && addPoint ? ".0" : "");
    }
}
