package org.plumbline.core.jinja;

import java.math.BigInteger;
import java.util.List;

/** The types of values, and conversions that Python makes without being asked. */
final class Types {
    private Types() {}

    /** The name of a value's type in messages. */
    static String name(Object value) {
        if (value instanceof String) {
            return "str";
        } else if (value instanceof Boolean) {
            return "bool";
        } else if (value instanceof BigInteger) {
            return "int";
        } else if (value instanceof Double) {
            return "float";
        } else if (value == None.NONE) {
            return "NoneType";
        } else if (value instanceof List<?>) {
            return "list";
        } else if (value instanceof Tuple) {
            return "tuple";
        } else if (value instanceof Dict) {
            return "dict";
        } else if (value instanceof DictView view) {
            return view.typeName();
        } else if (value instanceof Range) {
            return "range";
        } else if (value instanceof Lazy lazy) {
            return lazy.typeName();
        } else if (value instanceof Builtin builtin) {
            return builtin.typeName();
        } else if (value instanceof MacroValue) {
            return "Macro";
        }
        return value.getClass().getSimpleName();
    }

    static boolean truth(Object value) {
        if (value instanceof Boolean bool) {
            return bool;
        } else if (value instanceof String text) {
            return !text.isEmpty();
        } else if (value instanceof Markup markup) {
            return !markup.text().isEmpty();
        } else if (value instanceof BigInteger integer) {
            return integer.signum() != 0;
        } else if (value instanceof Double number) {
            return number != 0;
        } else if (value == None.NONE || value instanceof Undefined) {
            return false;
        } else if (value instanceof List<?> list) {
            return !list.isEmpty();
        } else if (value instanceof Tuple tuple) {
            return !tuple.items().isEmpty();
        } else if (value instanceof Dict dict) {
            return dict.size() > 0;
        } else if (value instanceof DictView view) {
            return view.dict().size() > 0;
        } else if (value instanceof Range range) {
            return range.length().signum() != 0;
        } else if (value instanceof LoopContext loop) {
            return loop.length() > 0;
        }
        return true;
    }

    static boolean isText(Object value) {
        return value instanceof String || value instanceof Markup;
    }

    static boolean isInteger(Object value) {
        return value instanceof BigInteger || value instanceof Boolean;
    }

    static boolean isNumber(Object value) {
        return isInteger(value) || value instanceof Double;
    }

    /** An int or bool as a number; a TypeError for all others. */
    static BigInteger index(Object value) {
        if (value instanceof BigInteger integer) {
            return integer;
        }
        if (value instanceof Boolean bool) {
            return bool ? BigInteger.ONE : BigInteger.ZERO;
        }
        throw PyError.type("'" + name(value) + "' object cannot be interpreted as an integer");
    }

    /** As {@link #index}, cut to the range of int. */
    static int clamped(Object value) {
        return clamp(index(value));
    }

    static int clamp(BigInteger value) {
        return value.bitLength() > 31
                ? (value.signum() < 0 ? -Integer.MAX_VALUE : Integer.MAX_VALUE)
                : value.intValue();
    }

    static double real(Object value) {
        if (value instanceof Double number) {
            return number;
        }
        double real = index(value).doubleValue();
        if (Double.isInfinite(real)) {
            throw PyError.of(PyError.Kind.ARITHMETIC, "int too large to convert to float");
        }
        return real;
    }

    static BigInteger integer(long value) {
        return BigInteger.valueOf(value);
    }
}
