package org.plumbline.core.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Equality, order and membership. */
final class Comparison {
    private Comparison() {}

    static boolean equal(Object left, Object right, Budget budget) {
        budget.step();
        if (Types.isNumber(left) && Types.isNumber(right)) {
            return compareNumbers(left, right) == 0 && !isNan(left) && !isNan(right);
        }
        if (Types.isText(left) && Types.isText(right)) {
            return Repr.str(left, budget).equals(Repr.str(right, budget));
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            return equalItems(a, b, budget);
        }
        if (left instanceof Tuple a && right instanceof Tuple b) {
            return equalItems(a.items(), b.items(), budget);
        }
        if (left instanceof Dict a && right instanceof Dict b) {
            return equalDicts(a, b, budget);
        }
        if (left instanceof Range a && right instanceof Range b) {
            return equalItems(Sequences.list(a, budget), Sequences.list(b, budget), budget);
        }
        if (left instanceof DictView a && right instanceof DictView b && a.part() == b.part()) {
            if (a.part() == DictView.Part.VALUES) {
                return left == right;
            }
            return a.dict().size() == b.dict().size() && a.list().stream().allMatch(i -> contains(b, i, budget));
        }
        if (left instanceof Undefined && right instanceof Undefined) {
            return true;
        }
        return left == right;
    }

    /** What containers ask: the same object is equal even when it is not equal to itself. */
    static boolean same(Object left, Object right, Budget budget) {
        return left == right || equal(left, right, budget);
    }

    private static boolean equalItems(List<?> left, List<?> right, Budget budget) {
        if (left.size() != right.size()) {
            return false;
        }
        budget.enter();
        Iterator<?> other = right.iterator();
        boolean equal = true;
        for (Object item : left) {
            if (!same(item, other.next(), budget)) {
                equal = false;
                break;
            }
        }
        budget.leave();
        return equal;
    }

    private static boolean equalDicts(Dict left, Dict right, Budget budget) {
        if (left.size() != right.size()) {
            return false;
        }
        budget.enter();
        boolean equal = true;
        for (Dict.Item item : left.items()) {
            Object other = right.get(item.key());
            if (other == null || !same(item.value(), other, budget)) {
                equal = false;
                break;
            }
        }
        budget.leave();
        return equal;
    }

    private static boolean isNan(Object value) {
        return value instanceof Double number && number.isNaN();
    }

    private static int compareNumbers(Object left, Object right) {
        if (left instanceof Double || right instanceof Double) {
            if (!finite(left) || !finite(right)) {
                return Double.compare(asDouble(left), asDouble(right));
            }
            return decimal(left).compareTo(decimal(right));
        }
        return Types.index(left).compareTo(Types.index(right));
    }

    private static boolean finite(Object value) {
        return !(value instanceof Double number) || Double.isFinite(number);
    }

    private static double asDouble(Object value) {
        return value instanceof Double number ? number : Types.index(value).doubleValue();
    }

    private static BigDecimal decimal(Object value) {
        return value instanceof Double number ? new BigDecimal(number) : new BigDecimal(Types.index(value));
    }

    /** {@code left < right}; a TypeError when they have no order. */
    static boolean less(Object left, Object right, Budget budget) {
        return ordered("<", left, right, budget);
    }

    /** One of the four orders. */
    static boolean ordered(String operator, Object left, Object right, Budget budget) {
        budget.step();
        if (left instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (right instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (Types.isNumber(left) && Types.isNumber(right)) {
            return !isNan(left) && !isNan(right) && holds(operator, compareNumbers(left, right));
        }
        if (Types.isText(left) && Types.isText(right)) {
            return holds(operator, compareText(Repr.str(left, budget), Repr.str(right, budget)));
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            return orderedItems(operator, a, b, budget);
        }
        if (left instanceof Tuple a && right instanceof Tuple b) {
            return orderedItems(operator, a.items(), b.items(), budget);
        }
        if (left instanceof DictView && right instanceof DictView) {
            throw PyError.unsupported("the order of dict views is not supported");
        }
        throw PyError.type("'" + operator + "' not supported between instances of '" + Types.name(left) + "' and '"
                + Types.name(right) + "'");
    }

    private static boolean holds(String operator, int comparison) {
        return switch (operator) {
            case "<" -> comparison < 0;
            case "<=" -> comparison <= 0;
            case ">" -> comparison > 0;
            default -> comparison >= 0;
        };
    }

    private static int compareText(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                // Halves of surrogate pairs stand for code points above all others.
                boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
                return surrogates ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    private static boolean orderedItems(String operator, List<?> left, List<?> right, Budget budget) {
        budget.enter();
        int length = Math.min(left.size(), right.size());
        for (int i = 0; i < length; i++) {
            if (!same(left.get(i), right.get(i), budget)) {
                boolean result = ordered(operator, left.get(i), right.get(i), budget);
                budget.leave();
                return result;
            }
        }
        budget.leave();
        return holds(operator, Integer.compare(left.size(), right.size()));
    }

    /** {@code item in container}. */
    static boolean contains(Object container, Object item, Budget budget) {
        if (Types.isText(container)) {
            if (!Types.isText(item)) {
                throw PyError.type("'in <string>' requires string as left operand, not " + Types.name(item));
            }
            return Repr.str(container, budget).contains(Repr.str(item, budget));
        }
        if (container instanceof Dict dict) {
            return dict.has(item);
        }
        if (container instanceof DictView view) {
            return switch (view.part()) {
                case KEYS -> view.dict().has(item);
                case VALUES -> view.dict().values().stream().anyMatch(v -> same(v, item, budget));
                case ITEMS -> {
                    if (!(item instanceof Tuple tuple) || tuple.items().size() != 2) {
                        yield false;
                    }
                    Object value = view.dict().get(tuple.items().get(0));
                    yield value != null && same(value, tuple.items().get(1), budget);
                }
            };
        }
        if (container instanceof Range range && Types.isInteger(item)) {
            return range.contains(Types.index(item));
        }
        if (!Sequences.iterable(container) || container instanceof LoopContext) {
            throw PyError.type("argument of type '" + Types.name(container) + "' is not iterable");
        }
        Iterator<Object> items = Sequences.iterate(container);
        while (items.hasNext()) {
            if (same(items.next(), item, budget)) {
                return true;
            }
        }
        return false;
    }

    /** What stands for a value among the keys of a dict; a TypeError when it cannot be one. */
    static Object hashable(Object value, Budget budget) {
        if (value instanceof String || value instanceof BigInteger) {
            return value;
        }
        if (value instanceof Markup markup) {
            return markup.text();
        }
        if (value instanceof Boolean) {
            return Types.index(value);
        }
        if (value instanceof Double number) {
            boolean whole = Double.isFinite(number) && number == Math.rint(number);
            return whole ? new BigDecimal(number).toBigInteger() : number;
        }
        if (value instanceof Tuple tuple) {
            budget.enter();
            try {
                List<Object> keys = new ArrayList<>(tuple.items().size());
                for (Object item : tuple.items()) {
                    budget.step();
                    keys.add(hashable(item, budget));
                }
                return new Tuple(keys);
            } finally {
                budget.leave();
            }
        }
        if (value instanceof List<?> || value instanceof Dict) {
            throw PyError.type("unhashable type: '" + Types.name(value) + "'");
        }
        if (value instanceof DictView view && view.part() != DictView.Part.VALUES) {
            throw PyError.type("unhashable type: '" + Types.name(value) + "'");
        }
        if (value instanceof Range range) {
            return new Tuple(Sequences.list(range, budget));
        }
        return value;
    }

    /** A stable sort that asks only which of two is less, as Python's does. */
    static List<Object> sort(
            List<Object> items, java.util.function.Function<Object, Object> key, boolean reverse, Budget budget) {
        record Keyed(Object key, Object item) {}
        List<Keyed> keyed = new ArrayList<>(items.size());
        for (Object item : items) {
            keyed.add(new Keyed(key.apply(item), item));
        }
        if (reverse) {
            java.util.Collections.reverse(keyed);
        }
        List<Keyed> sorted = mergeSort(keyed, (a, b) -> less(a.key(), b.key(), budget));
        List<Object> result = new ArrayList<>(sorted.size());
        sorted.forEach(k -> result.add(k.item()));
        if (reverse) {
            java.util.Collections.reverse(result);
        }
        return result;
    }

    private static <T> List<T> mergeSort(List<T> items, java.util.function.BiPredicate<T, T> less) {
        if (items.size() < 2) {
            return items;
        }
        int middle = items.size() / 2;
        List<T> left = mergeSort(items.subList(0, middle), less);
        List<T> right = mergeSort(items.subList(middle, items.size()), less);
        List<T> merged = new ArrayList<>(items.size());
        int i = 0;
        int j = 0;
        while (i < left.size() && j < right.size()) {
            merged.add(less.test(right.get(j), left.get(i)) ? right.get(j++) : left.get(i++));
        }
        merged.addAll(left.subList(i, left.size()));
        merged.addAll(right.subList(j, right.size()));
        return merged;
    }
}
