package org.plumbline.core.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Filters on lists, dicts and other iterables. */
final class SequenceFilters {
    private static final List<String> GROUP = List.of("grouper", "list");

    private SequenceFilters() {}

    static void addTo(Map<String, Filters.Filter> filters) {
        Filters.add(filters, Signature.of("length"), (v, a, b) -> Sequences.requiredLength(v), "length", "count");
        Filters.add(filters, Signature.of("list"), (v, a, b) -> Sequences.list(v, b), "list");
        Filters.add(filters, Signature.of("first"), (v, a, b) -> first(v), "first");
        Filters.add(filters, Signature.of("last"), (v, a, b) -> last(v, b), "last");
        Filters.add(filters, Signature.of("reverse"), SequenceFilters::reverse, "reverse");
        Filters.add(filters, Signature.of("items"), (v, a, b) -> items(v), "items");
        Filters.add(
                filters,
                Signature.of("default").may("default_value", "").may("boolean", false),
                (v, a, b) -> v instanceof Undefined || (Types.truth(a[1]) && !Types.truth(v)) ? a[0] : v,
                "d",
                "default");
        Filters.add(
                filters, Signature.of("join").may("d", "").may("attribute", None.NONE), SequenceFilters::join, "join");
        Filters.add(
                filters,
                Signature.of("sort")
                        .may("reverse", false)
                        .may("case_sensitive", false)
                        .may("attribute", None.NONE),
                SequenceFilters::sort,
                "sort");
        Filters.add(
                filters,
                Signature.of("dictsort")
                        .may("case_sensitive", false)
                        .may("by", "key")
                        .may("reverse", false),
                SequenceFilters::dictSort,
                "dictsort");
        Filters.add(
                filters,
                Signature.of("unique").may("case_sensitive", false).may("attribute", None.NONE),
                SequenceFilters::unique,
                "unique");
        Signature extreme = Signature.of("min").may("case_sensitive", false).may("attribute", None.NONE);
        Filters.add(filters, extreme, (v, a, b) -> extreme(v, a, "<", b), "min");
        Filters.add(filters, extreme, (v, a, b) -> extreme(v, a, ">", b), "max");
        Filters.add(
                filters,
                Signature.of("sum").may("attribute", None.NONE).may("start", BigInteger.ZERO),
                SequenceFilters::sum,
                "sum");
        Filters.add(
                filters,
                Signature.of("batch").needs("linecount").may("fill_with", None.NONE),
                (v, a, b) -> lazily(() -> batch(v, a, b)),
                "batch");
        Filters.add(
                filters,
                Signature.of("slice").needs("slices").may("fill_with", None.NONE),
                (v, a, b) -> lazily(() -> slices(v, a, b)),
                "slice");
        Filters.add(
                filters,
                Signature.of("groupby")
                        .needs("attribute")
                        .may("default", None.NONE)
                        .may("case_sensitive", false),
                SequenceFilters::groupBy,
                "groupby");
    }

    /** A generator whose work begins when its first item is asked for. */
    static Lazy lazily(java.util.function.Supplier<Iterator<Object>> start) {
        return Lazy.generator(new Iterator<>() {
            private @Nullable Iterator<Object> items;

            private Iterator<Object> items() {
                if (items == null) {
                    items = start.get();
                }
                return items;
            }

            @Override
            public boolean hasNext() {
                return items().hasNext();
            }

            @Override
            public Object next() {
                return items().next();
            }
        });
    }

    private static Object first(Object value) {
        Iterator<Object> items = Sequences.iterate(value);
        return items.hasNext() ? items.next() : Undefined.of("No first item, sequence was empty.");
    }

    private static List<Object> reversible(Object value, Budget budget) {
        if (value instanceof Lazy || !Sequences.iterable(value) || value instanceof LoopContext) {
            throw PyError.type("'" + Types.name(value) + "' object is not reversible");
        }
        return Sequences.list(value, budget);
    }

    private static Object last(Object value, Budget budget) {
        if (Sequences.isSequence(value)) {
            return Sequences.at(value, BigInteger.ONE.negate())
                    .orElseGet(() -> Undefined.of("No last item, sequence was empty."));
        }
        List<Object> items = reversible(value, budget);
        return items.isEmpty() ? Undefined.of("No last item, sequence was empty.") : items.get(items.size() - 1);
    }

    private static Object reverse(Object value, Object[] a, Budget budget) {
        if (Types.isText(value)) {
            String reversed = Text.length(Repr.str(value, budget)) == 0
                    ? ""
                    : (String) Sequences.slice(
                            Repr.str(value, budget), None.NONE, None.NONE, BigInteger.ONE.negate(), budget);
            return value instanceof Markup ? new Markup(reversed) : reversed;
        }
        if (!Sequences.iterable(value)) {
            throw PyError.type("argument must be iterable");
        }
        List<Object> items = Sequences.list(value, budget);
        Collections.reverse(items);
        // Python has no iterator from the end of a generator and makes a list of it.
        return value instanceof Lazy ? items : new Lazy("list_reverseiterator", items.iterator());
    }

    private static Object items(Object value) {
        return lazily(() -> {
            if (value instanceof Undefined) {
                return Collections.emptyIterator();
            }
            if (!(value instanceof Dict dict)) {
                throw PyError.type("Can only get item pairs from a mapping.");
            }
            return dict.pairs().iterator();
        });
    }

    private static Object join(Object value, Object[] a, Budget budget) {
        String separator = Repr.str(a[0], budget);
        Function<Object, Object> getter = a[1] == None.NONE ? i -> i : Getter.of(a[1], None.NONE, budget);
        StringBuilder text = new StringBuilder();
        boolean first = true;
        for (Object item : Sequences.list(value, budget)) {
            text.append(first ? "" : separator).append(Repr.str(getter.apply(item), budget));
            Text.check(text, budget);
            first = false;
        }
        budget.text(text.length());
        return text.toString();
    }

    private static Function<Object, Object> keyed(Function<Object, Object> getter, Object caseSensitive) {
        return Types.truth(caseSensitive) ? getter : item -> ignoreCase(getter.apply(item));
    }

    private static Object ignoreCase(Object value) {
        if (value instanceof String text) {
            return Text.lower(text);
        }
        return value instanceof Markup markup ? new Markup(Text.lower(markup.text())) : value;
    }

    private static Object sort(Object value, Object[] a, Budget budget) {
        List<Function<Object, Object>> getters = new ArrayList<>();
        List<Object> attributes = new ArrayList<>();
        if (Types.isText(a[2])) {
            attributes.addAll(List.of((Object[]) Repr.str(a[2], budget).split(",", -1)));
        } else {
            attributes.add(a[2]);
        }
        attributes.forEach(attribute -> getters.add(keyed(Getter.of(attribute, None.NONE, budget), a[1])));
        Function<Object, Object> key = item -> {
            List<Object> keys = new ArrayList<>(getters.size());
            getters.forEach(g -> keys.add(g.apply(item)));
            return keys;
        };
        return Comparison.sort(Sequences.list(value, budget), key, Types.truth(a[0]), budget);
    }

    private static Object dictSort(Object value, Object[] a, Budget budget) {
        int part;
        if (a[1].equals("key")) {
            part = 0;
        } else if (a[1].equals("value")) {
            part = 1;
        } else {
            throw PyError.type("You can only sort by either \"key\" or \"value\"");
        }
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (!(value instanceof Dict dict)) {
            throw PyError.type("'" + Types.name(value) + "' object has no attribute 'items'");
        }
        Function<Object, Object> key = keyed(i -> ((Tuple) i).items().get(part), a[0]);
        return Comparison.sort(new ArrayList<>(dict.pairs()), key, Types.truth(a[2]), budget);
    }

    private static Object unique(Object value, Object[] a, Budget budget) {
        Function<Object, Object> key = keyed(Getter.of(a[1], None.NONE, budget), a[0]);
        return lazily(() -> {
            Set<Object> seen = new HashSet<>();
            return SelectionFilters.filtered(
                    Sequences.iterate(value), i -> seen.add(Comparison.hashable(key.apply(i), budget)), budget);
        });
    }

    private static Object extreme(Object value, Object[] a, String operator, Budget budget) {
        Iterator<Object> items = Sequences.iterate(value);
        if (!items.hasNext()) {
            return Undefined.of("No aggregated item, sequence was empty.");
        }
        Function<Object, Object> key = keyed(Getter.of(a[1], None.NONE, budget), a[0]);
        Object best = items.next();
        Object bestKey = key.apply(best);
        while (items.hasNext()) {
            Object item = items.next();
            Object itemKey = key.apply(item);
            if (Comparison.ordered(operator, itemKey, bestKey, budget)) {
                best = item;
                bestKey = itemKey;
            }
        }
        return best;
    }

    private static Object sum(Object value, Object[] a, Budget budget) {
        if (Types.isText(a[1])) {
            throw PyError.type("sum() can't sum strings [use ''.join(seq) instead]");
        }
        Function<Object, Object> getter = a[0] == None.NONE ? i -> i : Getter.of(a[0], None.NONE, budget);
        Object sum = a[1];
        for (Object item : Sequences.list(value, budget)) {
            sum = Operators.binary("+", sum, getter.apply(item), budget);
        }
        return sum;
    }

    private static Iterator<Object> batch(Object value, Object[] a, Budget budget) {
        List<Object> batches = new ArrayList<>();
        List<Object> batch = new ArrayList<>();
        Object size = a[0];
        for (Object item : Sequences.list(value, budget)) {
            if (Comparison.equal(Types.integer(batch.size()), size, budget)) {
                batches.add(batch);
                batch = new ArrayList<>();
            }
            batch.add(item);
        }
        if (!batch.isEmpty()) {
            if (a[1] != None.NONE && Comparison.less(Types.integer(batch.size()), size, budget)) {
                long missing = Types.clamped(size) - (long) batch.size();
                budget.items(missing);
                for (long i = 0; i < missing; i++) {
                    batch.add(a[1]);
                }
            }
            batches.add(batch);
        }
        return batches.iterator();
    }

    private static Iterator<Object> slices(Object value, Object[] a, Budget budget) {
        List<Object> items = Sequences.list(value, budget);
        BigInteger count = Types.index(a[0]);
        BigInteger length = Types.integer(items.size());
        int perSlice = Types.clamp(Operators.floorDivide(length, count));
        int withExtra = Types.clamp(Operators.modulo(length, count));
        budget.items(Math.max(0, Types.clamp(count)));
        List<Object> slices = new ArrayList<>();
        int offset = 0;
        for (int i = 0; i < Types.clamp(count); i++) {
            int start = offset + i * perSlice;
            if (i < withExtra) {
                offset++;
            }
            List<Object> slice = new ArrayList<>(items.subList(start, offset + (i + 1) * perSlice));
            if (a[1] != None.NONE && i >= withExtra) {
                slice.add(a[1]);
            }
            slices.add(slice);
        }
        return slices.iterator();
    }

    private static Object groupBy(Object value, Object[] a, Budget budget) {
        Function<Object, Object> plain = Getter.of(a[0], a[1], budget);
        Function<Object, Object> key = keyed(plain, a[2]);
        List<Object> groups = new ArrayList<>();
        List<Object> group = new ArrayList<>();
        Object groupKey = None.NONE;
        for (Object item : Comparison.sort(Sequences.list(value, budget), key, false, budget)) {
            Object itemKey = key.apply(item);
            if (!group.isEmpty() && !Comparison.same(groupKey, itemKey, budget)) {
                groups.add(new Tuple(List.of(plain.apply(group.get(0)), group), GROUP));
                group = new ArrayList<>();
            }
            if (group.isEmpty()) {
                groupKey = itemKey;
            }
            group.add(item);
        }
        if (!group.isEmpty()) {
            groups.add(new Tuple(List.of(plain.apply(group.get(0)), group), GROUP));
        }
        return groups;
    }
}
