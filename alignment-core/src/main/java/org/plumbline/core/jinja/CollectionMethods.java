package org.plumbline.core.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Methods of dicts, lists, tuples and ranges. What would change them is refused, as in Jinja's immutable sandbox. */
final class CollectionMethods {
    private CollectionMethods() {}

    static Optional<Object> ofDict(Dict dict, String name) {
        return switch (name) {
            case "get" ->
                method(
                        Signature.of("get")
                                .needs("key")
                                .may("default", None.NONE)
                                .positional(),
                        name,
                        (a, r) -> {
                            Object value = dict.get(a[0]);
                            return value == null ? a[1] : value;
                        });
            case "keys" -> method(Signature.of(name), name, (a, r) -> new DictView(DictView.Part.KEYS, dict));
            case "values" -> method(Signature.of(name), name, (a, r) -> new DictView(DictView.Part.VALUES, dict));
            case "items" -> method(Signature.of(name), name, (a, r) -> new DictView(DictView.Part.ITEMS, dict));
            case "copy" -> method(Signature.of(name), name, (a, r) -> dict);
            case "clear", "pop", "popitem", "setdefault", "update" -> Optional.of(Attributes.unsafe(dict, name));
            case "fromkeys" -> throw PyError.unsupported("'fromkeys' of a dict is not supported");
            default -> Optional.empty();
        };
    }

    static Optional<Object> ofList(List<?> list, String name) {
        return switch (name) {
            case "append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove" ->
                Optional.of(Attributes.unsafe(list, name));
            case "copy" -> method(Signature.of(name), name, (a, r) -> new ArrayList<>(list));
            default -> ofItems(list, "list", name);
        };
    }

    static Optional<Object> ofTuple(Tuple tuple, String name) {
        int named = tuple.names().indexOf(name);
        return named >= 0 ? Optional.of(tuple.items().get(named)) : ofItems(tuple.items(), "tuple", name);
    }

    private static Optional<Object> ofItems(List<?> items, String type, String name) {
        return switch (name) {
            case "count" ->
                method(
                        Signature.of(name).needs("value").positional(),
                        name,
                        (a, r) -> Types.integer(items.stream()
                                .filter(i -> Comparison.same(i, a[0], r.budget()))
                                .count()));
            case "index" ->
                method(
                        Signature.of(name)
                                .needs("value")
                                .may("start", BigInteger.ZERO)
                                .may("stop", Types.integer(Integer.MAX_VALUE))
                                .positional(),
                        name,
                        (a, r) -> indexOf(items, type, a, r.budget()));
            default -> Optional.empty();
        };
    }

    private static Object indexOf(List<?> items, String type, Object[] a, Budget budget) {
        long start = fromEnd(Types.clamped(a[1]), items.size());
        long stop = Math.min(items.size(), fromEnd(Types.clamped(a[2]), items.size()));
        for (long i = start; i < stop; i++) {
            if (Comparison.same(items.get((int) i), a[0], budget)) {
                return Types.integer(i);
            }
        }
        throw PyError.value(Repr.repr(a[0], budget) + " is not in " + type);
    }

    private static long fromEnd(long bound, int size) {
        return bound < 0 ? Math.max(0, bound + size) : bound;
    }

    static Optional<Object> ofRange(Range range, String name) {
        return switch (name) {
            case "start" -> Optional.of(range.start());
            case "stop" -> Optional.of(range.stop());
            case "step" -> Optional.of(range.step());
            default ->
                range.length().compareTo(BigInteger.valueOf(Range.LONGEST)) > 0
                        ? Optional.empty()
                        : ofItems(range.items(), "range", name);
        };
    }

    private static Optional<Object> method(
            Signature signature, String name, BiFunction<Object[], Rendering, Object> body) {
        return Optional.of(
                Builtin.method(name, (arguments, rendering) -> body.apply(signature.bind(arguments), rendering)));
    }
}
