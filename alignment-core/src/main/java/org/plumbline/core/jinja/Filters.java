package org.plumbline.core.jinja;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** All filters by name. */
final class Filters {
    /** What a filter does; the arguments come without the filtered value. */
    interface Filter {
        Object apply(Object value, Arguments arguments, Rendering rendering);
    }

    /** What a filter does with its arguments bound to its parameters. */
    interface Body {
        Object apply(Object value, Object[] arguments, Budget budget);
    }

    /** Filters of Jinja that no chat template can need. */
    private static final Set<String> REFUSED = Set.of("pprint", "random", "striptags", "urlize", "wordwrap", "xmlattr");

    private static final Map<String, Filter> ALL = new HashMap<>();

    static {
        TextFilters.addTo(ALL);
        NumberFilters.addTo(ALL);
        SequenceFilters.addTo(ALL);
        SelectionFilters.addTo(ALL);
    }

    private Filters() {}

    static Filter find(String name) {
        Filter filter = ALL.get(name);
        if (filter == null) {
            boolean refused = REFUSED.contains(name);
            throw PyError.of(
                    refused ? PyError.Kind.UNSUPPORTED : PyError.Kind.SYNTAX,
                    refused ? "the filter '" + name + "' is not supported" : "no filter is named '" + name + "'");
        }
        return filter;
    }

    /** Whether Jinja has a filter of this name. */
    static boolean known(String name) {
        return ALL.containsKey(name) || REFUSED.contains(name);
    }

    static void add(Map<String, Filter> filters, Signature signature, Body body, String... names) {
        Filter filter =
                (value, arguments, rendering) -> body.apply(value, signature.bind(arguments), rendering.budget());
        for (String name : names) {
            filters.put(name, filter);
        }
    }
}
