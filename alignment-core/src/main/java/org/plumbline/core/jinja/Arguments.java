package org.plumbline.core.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The arguments of a call. */
record Arguments(List<Object> positional, Map<String, Object> named) {

    static Arguments of(Object... positional) {
        return new Arguments(List.of(positional), Map.of());
    }

    /** These with one more in front. */
    Arguments after(Object first) {
        List<Object> all = new ArrayList<>(positional.size() + 1);
        all.add(first);
        all.addAll(positional);
        return new Arguments(all, named);
    }

    /** These without the first positional ones. */
    Arguments from(int count) {
        return new Arguments(positional.subList(Math.min(count, positional.size()), positional.size()), named);
    }

    /** A copy whose named arguments may be taken out one by one. */
    Map<String, Object> takeNamed() {
        return new LinkedHashMap<>(named);
    }

    void refuseNamed(String function) {
        if (!named.isEmpty()) {
            throw PyError.type(function + "() takes no keyword arguments");
        }
    }
}
