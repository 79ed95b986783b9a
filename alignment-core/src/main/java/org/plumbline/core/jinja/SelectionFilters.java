package org.plumbline.core.jinja;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Filters that apply another filter or a test to every item; all of them are lazy. */
final class SelectionFilters {
    private SelectionFilters() {}

    static void addTo(Map<String, Filters.Filter> filters) {
        filters.put("map", SelectionFilters::map);
        filters.put("select", (v, a, r) -> select(v, a, r, false, true));
        filters.put("reject", (v, a, r) -> select(v, a, r, false, false));
        filters.put("selectattr", (v, a, r) -> select(v, a, r, true, true));
        filters.put("rejectattr", (v, a, r) -> select(v, a, r, true, false));
        Filters.add(filters, Signature.of("attr").needs("name"), SelectionFilters::attribute, "attr");
    }

    private static Object attribute(Object value, Object[] a, Budget budget) {
        String name = Text.string(a[0], "attribute name must be string, not '" + Types.name(a[0]) + "'");
        Object found = Attributes.find(value, name);
        return found == null
                ? Undefined.of("'" + Types.name(value) + " object' has no attribute '" + name + "'")
                : found;
    }

    private static Object map(Object value, Arguments arguments, Rendering rendering) {
        return SequenceFilters.lazily(() -> {
            if (!Types.truth(value)) {
                return Collections.emptyIterator();
            }
            Function<Object, Object> function = mapping(arguments, rendering);
            Iterator<Object> items = Sequences.iterate(value);
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return items.hasNext();
                }

                @Override
                public Object next() {
                    rendering.budget().step();
                    return function.apply(items.next());
                }
            };
        });
    }

    private static Function<Object, Object> mapping(Arguments arguments, Rendering rendering) {
        List<Object> positional = arguments.positional();
        Map<String, Object> named = arguments.takeNamed();
        if (positional.isEmpty() && named.containsKey("attribute")) {
            Object attribute = named.getOrDefault("attribute", None.NONE);
            Object standard = named.getOrDefault("default", None.NONE);
            named.remove("attribute");
            named.remove("default");
            if (!named.isEmpty()) {
                throw PyError.type("Unexpected keyword argument '"
                        + named.keySet().iterator().next() + "'");
            }
            return Getter.of(attribute, standard, rendering.budget());
        }
        if (positional.isEmpty()) {
            throw PyError.type("map requires a filter argument");
        }
        Filters.Filter filter = Filters.find(callableName(positional.get(0), "filter"));
        return item -> filter.apply(item, arguments.from(1), rendering);
    }

    private static String callableName(Object name, String what) {
        return Text.string(name, "the name of a " + what + " must be text, not " + Types.name(name));
    }

    private static Object select(
            Object value, Arguments arguments, Rendering rendering, boolean byAttribute, boolean wanted) {
        return SequenceFilters.lazily(() -> {
            if (!Types.truth(value)) {
                return Collections.emptyIterator();
            }
            List<Object> positional = arguments.positional();
            Function<Object, Object> getter = item -> item;
            if (byAttribute) {
                if (positional.isEmpty()) {
                    throw PyError.type("Missing parameter for attribute name");
                }
                getter = Getter.of(positional.get(0), None.NONE, rendering.budget());
            }
            int name = byAttribute ? 1 : 0;
            Predicate<Object> test = Types::truth;
            if (positional.size() > name) {
                ValueTests.Test found = ValueTests.find(callableName(positional.get(name), "test"));
                Arguments rest = arguments.from(name + 1);
                test = item -> found.holds(item, rest, rendering);
            }
            Function<Object, Object> look = getter;
            Predicate<Object> judge = test;
            return filtered(
                    Sequences.iterate(value), item -> judge.test(look.apply(item)) == wanted, rendering.budget());
        });
    }

    /** The items that pass, each judged when it is asked for. */
    static Iterator<Object> filtered(Iterator<Object> items, Predicate<Object> passes, Budget budget) {
        return new Iterator<>() {
            private @Nullable Object next;

            @Override
            public boolean hasNext() {
                while (next == null && items.hasNext()) {
                    budget.step();
                    Object item = items.next();
                    if (passes.test(item)) {
                        next = item;
                    }
                }
                return next != null;
            }

            @Override
            public Object next() {
                if (!hasNext() || next == null) {
                    throw new NoSuchElementException();
                }
                Object item = next;
                next = null;
                return item;
            }
        };
    }
}
