package org.plumbline.core.jinja;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** All tests by name. */
final class ValueTests {
    /** What a test asks; the arguments come without the tested value. */
    interface Test {
        boolean holds(Object value, Arguments arguments, Rendering rendering);
    }

    private interface Pair {
        boolean holds(Object value, Object other, Budget budget);
    }

    private static final BigInteger TWO = BigInteger.TWO;
    private static final Map<String, Test> ALL = new HashMap<>();

    static {
        one("defined", v -> !(v instanceof Undefined));
        one("undefined", v -> v instanceof Undefined);
        one("none", v -> v == None.NONE);
        one("boolean", v -> v instanceof Boolean);
        one("true", v -> Boolean.TRUE.equals(v));
        one("false", v -> Boolean.FALSE.equals(v));
        one("integer", v -> v instanceof BigInteger);
        one("float", v -> v instanceof Double);
        one("number", Types::isNumber);
        one("string", Types::isText);
        one("mapping", v -> v instanceof Dict);
        one("sequence", v -> Sequences.isSequence(v) || v instanceof Dict || v instanceof Undefined);
        one("iterable", Sequences::iterable);
        one("callable", v -> v instanceof Function || v instanceof Undefined);
        one("escaped", v -> v instanceof Markup);
        add("lower", Signature.of("lower"), (v, a, b) -> Characters.allCased(Repr.str(v, b), Character::isLowerCase));
        add("upper", Signature.of("upper"), (v, a, b) -> Characters.allCased(Repr.str(v, b), Character::isUpperCase));
        add(
                "filter",
                Signature.of("filter"),
                (v, a, b) -> Comparison.hashable(v, b) instanceof String n && Filters.known(n));
        add(
                "test",
                Signature.of("test"),
                (v, a, b) -> Comparison.hashable(v, b) instanceof String n && ALL.containsKey(n));
        add("odd", Signature.of("odd"), (v, a, b) -> rest(v, TWO, b, BigInteger.ONE));
        add("even", Signature.of("even"), (v, a, b) -> rest(v, TWO, b, BigInteger.ZERO));
        pair((v, o, b) -> rest(v, o, b, BigInteger.ZERO), "num", "divisibleby");
        pair((v, o, b) -> Comparison.contains(o, v, b), "seq", "in");
        pair((v, o, b) -> identical(v, o), "other", "sameas");
        pair(Comparison::equal, "b", "==", "eq", "equalto");
        pair((v, o, b) -> !Comparison.equal(v, o, b), "b", "!=", "ne");
        pair((v, o, b) -> Comparison.ordered(">", v, o, b), "b", ">", "gt", "greaterthan");
        pair((v, o, b) -> Comparison.ordered(">=", v, o, b), "b", ">=", "ge");
        pair((v, o, b) -> Comparison.ordered("<", v, o, b), "b", "<", "lt", "lessthan");
        pair((v, o, b) -> Comparison.ordered("<=", v, o, b), "b", "<=", "le");
    }

    private ValueTests() {}

    static Test find(String name) {
        Test test = ALL.get(name);
        if (test == null) {
            throw PyError.of(PyError.Kind.SYNTAX, "no test is named '" + name + "'");
        }
        return test;
    }

    private interface Body {
        boolean holds(Object value, Object[] arguments, Budget budget);
    }

    private static void add(String name, Signature signature, Body body) {
        ALL.put(
                name,
                (value, arguments, rendering) -> body.holds(value, signature.bind(arguments), rendering.budget()));
    }

    private static void one(String name, Predicate<Object> predicate) {
        add(name, Signature.of(name), (v, a, b) -> predicate.test(v));
    }

    private static void pair(Pair pair, String parameter, String... names) {
        for (String name : names) {
            Signature signature = Signature.of(name).needs(parameter);
            add(name, parameter.equals("b") ? signature.positional() : signature, (v, a, b) -> pair.holds(v, a[0], b));
        }
    }

    private static boolean rest(Object value, Object by, Budget budget, BigInteger wanted) {
        return Comparison.equal(Operators.binary("%", value, by, budget), wanted, budget);
    }

    /** {@code is} of Python, where it is certain. */
    private static boolean identical(Object left, Object right) {
        if (left == right) {
            return true;
        }
        if (left instanceof Boolean && right instanceof Boolean) {
            return left.equals(right);
        }
        if (left instanceof BigInteger a && right instanceof BigInteger b && a.equals(b)) {
            if (a.compareTo(Types.integer(-5)) >= 0 && a.compareTo(Types.integer(256)) <= 0) {
                return true;
            }
            throw PyError.unsupported("whether two equal numbers are the same object is chance in Python");
        }
        boolean chance = (left instanceof String && left.equals(right))
                || (left instanceof Tuple && left.equals(right))
                || (left instanceof Double && left.equals(right));
        if (chance && !List.of("").contains(left)) {
            throw PyError.unsupported("whether two equal values are the same object is chance in Python");
        }
        return chance;
    }
}
