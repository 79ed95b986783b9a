package org.plumbline.core.jinja;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code loop} of a for statement; it looks ahead only when asked. */
final class LoopContext implements Function {
    /** Renders the body of a recursive loop for other items. */
    interface Recursion {
        Object render(Object items, int depth);
    }

    private final Object source;
    private final Optional<Recursion> recursion;
    private final int depth0;
    private final Budget budget;
    private Iterator<Object> iterator;
    private int index0 = -1;
    private long length = -1;
    private @Nullable Object ahead;
    private @Nullable Object now;
    private @Nullable Object before;
    private @Nullable Object lastChanged;

    LoopContext(Object source, Optional<Recursion> recursion, int depth0, Budget budget) {
        this.source = source;
        this.recursion = recursion;
        this.depth0 = depth0;
        this.budget = budget;
        this.iterator = Sequences.iterate(source);
    }

    boolean hasNext() {
        return ahead != null || iterator.hasNext();
    }

    Object next() {
        Object item = ahead == null ? iterator.next() : ahead;
        ahead = null;
        index0++;
        before = now;
        now = item;
        return item;
    }

    /** Iteration of the loop itself, as {@code loop|list} does it. */
    Iterator<Object> pairs() {
        throw PyError.unsupported("iterating over 'loop' is not supported");
    }

    long index() {
        return index0 + 1L;
    }

    long length() {
        if (length < 0) {
            Optional<java.math.BigInteger> known = Sequences.length(source);
            if (known.isPresent()) {
                length = known.get().longValue();
            } else {
                List<Object> rest = new ArrayList<>();
                while (iterator.hasNext()) {
                    budget.step();
                    rest.add(iterator.next());
                }
                iterator = rest.iterator();
                length = rest.size() + index() + (ahead == null ? 0 : 1);
            }
        }
        return length;
    }

    private boolean last() {
        if (ahead == null && iterator.hasNext()) {
            ahead = iterator.next();
        }
        return ahead == null;
    }

    /** An attribute; null when there is none. */
    @Nullable
    Object attribute(String name) {
        return switch (name) {
            case "index" -> Types.integer(index());
            case "index0" -> Types.integer(index0);
            case "revindex" -> Types.integer(length() - index0);
            case "revindex0" -> Types.integer(length() - index());
            case "first" -> index0 == 0;
            case "last" -> last();
            case "length" -> Types.integer(length());
            case "depth" -> Types.integer(depth0 + 1L);
            case "depth0" -> Types.integer(depth0);
            case "previtem" -> index0 == 0 || before == null ? Undefined.of("there is no previous item") : before;
            case "nextitem" -> last() || ahead == null ? Undefined.of("there is no next item") : ahead;
            case "cycle" -> Builtin.method("cycle", this::cycle);
            case "changed" -> Builtin.method("changed", this::changed);
            default -> null;
        };
    }

    private Object cycle(Arguments arguments, Rendering rendering) {
        arguments.refuseNamed("cycle");
        List<Object> items = arguments.positional();
        if (items.isEmpty()) {
            throw PyError.type("no items for cycling given");
        }
        return items.get(index0 % items.size());
    }

    private Object changed(Arguments arguments, Rendering rendering) {
        arguments.refuseNamed("changed");
        Tuple value = new Tuple(arguments.positional());
        boolean changed = lastChanged == null || !Comparison.equal(lastChanged, value, rendering.budget());
        if (changed) {
            lastChanged = value;
        }
        return changed;
    }

    @Override
    public Object call(Arguments arguments, Rendering rendering) {
        Object items = Signature.of("loop").needs("iterable").bind(arguments)[0];
        if (recursion.isEmpty()) {
            throw PyError.type("The loop must have the 'recursive' marker to be called recursively.");
        }
        return recursion.get().render(items, depth0 + 1);
    }

    @Override
    public String name() {
        return "loop";
    }
}
