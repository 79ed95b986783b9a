package org.plumbline.core.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Arithmetic and what Python makes of it for texts and lists. */
final class Operators {
    private static final int LARGEST_POWER = 1 << 16;

    private Operators() {}

    static Object binary(String operator, Object left, Object right, Budget budget) {
        if (operator.equals("%") && Types.isText(left)) {
            if (left instanceof Markup) {
                throw PyError.unsupported("'%' on escaped text is not supported");
            }
            return PercentFormat.format(Repr.str(left, budget), right, budget);
        }
        refuseUndefined(left);
        refuseUndefined(right);
        return switch (operator) {
            case "+" -> add(left, right, budget);
            case "*" -> multiply(left, right, budget);
            default -> numeric(operator, left, right);
        };
    }

    private static void refuseUndefined(Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
    }

    private static Object add(Object left, Object right, Budget budget) {
        if (left instanceof String a && right instanceof String b) {
            budget.text((long) a.length() + b.length());
            return a + b;
        }
        if (Types.isText(left) && Types.isText(right)) {
            String a = Markup.escape(left, budget).text();
            String b = Markup.escape(right, budget).text();
            budget.text((long) a.length() + b.length());
            return new Markup(a + b);
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            return joined(a, b, budget);
        }
        if (left instanceof Tuple a && right instanceof Tuple b) {
            return new Tuple(joined(a.items(), b.items(), budget));
        }
        if (left instanceof String && !Types.isNumber(right)) {
            throw PyError.type("can only concatenate str (not \"" + Types.name(right) + "\") to str");
        }
        return numeric("+", left, right);
    }

    private static List<Object> joined(List<?> left, List<?> right, Budget budget) {
        budget.items((long) left.size() + right.size());
        List<Object> all = new ArrayList<>(left.size() + right.size());
        all.addAll(left);
        all.addAll(right);
        return all;
    }

    private static Object multiply(Object left, Object right, Budget budget) {
        if (Types.isInteger(left) && Sequences.isSequence(right) && !(right instanceof Range)) {
            return repeated(right, times(left), budget);
        }
        if (Types.isInteger(right) && Sequences.isSequence(left) && !(left instanceof Range)) {
            return repeated(left, times(right), budget);
        }
        return numeric("*", left, right);
    }

    private static int times(Object count) {
        BigInteger times = Types.index(count);
        if (times.bitLength() > 63) {
            throw PyError.of(PyError.Kind.ARITHMETIC, "cannot fit 'int' into an index-sized integer");
        }
        return Types.clamp(times);
    }

    private static Object repeated(Object sequence, int times, Budget budget) {
        if (Types.isText(sequence)) {
            String text = Text.repeat(Repr.str(sequence, budget), times, budget);
            return sequence instanceof Markup ? new Markup(text) : text;
        }
        List<Object> items = Sequences.list(sequence, budget);
        long size = items.isEmpty() ? 0 : (long) items.size() * Math.max(0, times);
        budget.items(size);
        List<Object> all = new ArrayList<>((int) size);
        for (int i = 0; i < times && !items.isEmpty(); i++) {
            all.addAll(items);
        }
        return sequence instanceof Tuple ? new Tuple(all) : all;
    }

    private static Object numeric(String operator, Object left, Object right) {
        if (!Types.isNumber(left) || !Types.isNumber(right)) {
            throw PyError.type("unsupported operand type(s) for " + operator + ": '" + Types.name(left) + "' and '"
                    + Types.name(right) + "'");
        }
        if (operator.equals("**")) {
            return power(left, right);
        }
        if (left instanceof Double || right instanceof Double) {
            return real(operator, Types.real(left), Types.real(right));
        }
        BigInteger a = Types.index(left);
        BigInteger b = Types.index(right);
        return switch (operator) {
            case "+" -> bounded(a.add(b));
            case "-" -> bounded(a.subtract(b));
            case "*" -> bounded(a.multiply(b));
            case "/" -> divide(a, b);
            case "//" -> floorDivide(a, b);
            default -> modulo(a, b);
        };
    }

    private static BigInteger bounded(BigInteger value) {
        if (value.bitLength() > LARGEST_POWER) {
            throw Budget.limit("the template makes an integer of more than " + LARGEST_POWER + " bits");
        }
        return value;
    }

    private static PyError byZero(String words) {
        return PyError.of(PyError.Kind.ARITHMETIC, words);
    }

    private static double divide(BigInteger a, BigInteger b) {
        if (b.signum() == 0) {
            throw byZero("division by zero");
        }
        double quotient = a.bitLength() <= 53 && b.bitLength() <= 53
                ? a.doubleValue() / b.doubleValue()
                : new BigDecimal(a)
                        .divide(new BigDecimal(b), new MathContext(800))
                        .doubleValue();
        if (Double.isInfinite(quotient)) {
            throw byZero("integer division result too large for a float");
        }
        return quotient;
    }

    static BigInteger floorDivide(BigInteger a, BigInteger b) {
        if (b.signum() == 0) {
            throw byZero("integer division or modulo by zero");
        }
        BigInteger[] parts = a.divideAndRemainder(b);
        return parts[1].signum() != 0 && parts[1].signum() != b.signum() ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    static BigInteger modulo(BigInteger a, BigInteger b) {
        if (b.signum() == 0) {
            throw byZero("integer division or modulo by zero");
        }
        BigInteger rest = a.remainder(b);
        return rest.signum() != 0 && rest.signum() != b.signum() ? rest.add(b) : rest;
    }

    private static double real(String operator, double a, double b) {
        if (b == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw byZero("float division by zero");
        }
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "//" -> floorDivide(a, b);
            default -> modulo(a, b);
        };
    }

    private static double modulo(double a, double b) {
        double rest = a % b;
        if (rest != 0) {
            return (b < 0) != (rest < 0) ? rest + b : rest;
        }
        return Math.copySign(0.0, b);
    }

    private static double floorDivide(double a, double b) {
        double rest = a % b;
        double quotient = (a - rest) / b;
        if (rest != 0 && (b < 0) != (rest < 0)) {
            quotient -= 1;
        }
        if (quotient == 0) {
            return Math.copySign(0.0, a / b);
        }
        double floor = Math.floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    private static Object power(Object left, Object right) {
        if (Types.isInteger(left) && Types.isInteger(right)) {
            BigInteger base = Types.index(left);
            BigInteger exponent = Types.index(right);
            if (exponent.signum() >= 0) {
                if (base.abs().bitLength() > 1
                        && BigInteger.valueOf(base.bitLength())
                                        .multiply(exponent)
                                        .compareTo(BigInteger.valueOf(LARGEST_POWER))
                                > 0) {
                    throw Budget.limit("the template makes an integer of more than " + LARGEST_POWER + " bits");
                }
                boolean small = base.abs().bitLength() <= 1;
                int times =
                        small ? (exponent.signum() == 0 ? 0 : exponent.testBit(0) ? 1 : 2) : exponent.intValueExact();
                return base.pow(times);
            }
        }
        double base = Types.real(left);
        double exponent = Types.real(right);
        if (base == 0 && exponent < 0) {
            throw byZero("0.0 cannot be raised to a negative power");
        }
        if (base < 0 && Double.isFinite(exponent) && exponent != Math.rint(exponent)) {
            throw PyError.unsupported("complex numbers are not supported");
        }
        // Java and Python differ where one is 1 and the other infinite or not a number.
        double result = base == 1 || (base == -1 && Double.isInfinite(exponent)) ? 1.0 : Math.pow(base, exponent);
        if (Double.isInfinite(result) && Double.isFinite(base) && Double.isFinite(exponent)) {
            throw byZero("Numerical result out of range");
        }
        return result;
    }

    static Object negative(Object value) {
        refuseUndefined(value);
        if (value instanceof Double number) {
            return -number;
        }
        if (!Types.isInteger(value)) {
            throw PyError.type("bad operand type for unary -: '" + Types.name(value) + "'");
        }
        return Types.index(value).negate();
    }

    static Object positive(Object value) {
        refuseUndefined(value);
        if (!Types.isNumber(value)) {
            throw PyError.type("bad operand type for unary +: '" + Types.name(value) + "'");
        }
        return value instanceof Boolean ? Types.index(value) : value;
    }
}
