package org.plumbline.core.jinja;

import java.util.List;

/**
 * A Python tuple.
 *
 * @param names names of the items, where it is a named tuple
 */
record Tuple(List<Object> items, List<String> names) {
    Tuple {
        items = List.copyOf(items);
    }

    Tuple(List<Object> items) {
        this(items, List.of());
    }

    static Tuple of(Object... items) {
        return new Tuple(List.of(items));
    }
}
