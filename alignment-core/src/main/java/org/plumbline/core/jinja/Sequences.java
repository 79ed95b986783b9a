package org.plumbline.core.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Iteration, length, and parts of sequences. */
final class Sequences {
    private Sequences() {}

    static boolean iterable(Object value) {
        return Types.isText(value)
                || value instanceof List<?>
                || value instanceof Tuple
                || value instanceof Dict
                || value instanceof DictView
                || value instanceof Range
                || value instanceof Lazy
                || value instanceof LoopContext
                || value instanceof Undefined;
    }

    /** One pass over a value; a TypeError when there is none. */
    @SuppressWarnings("unchecked")
    static Iterator<Object> iterate(Object value) {
        if (value instanceof List<?> list) {
            return (Iterator<Object>) list.iterator();
        } else if (value instanceof Tuple tuple) {
            return tuple.items().iterator();
        } else if (value instanceof String text) {
            return Text.characters(text).iterator();
        } else if (value instanceof Markup markup) {
            return Text.characters(markup.text()).iterator();
        } else if (value instanceof Dict dict) {
            return dict.keys().iterator();
        } else if (value instanceof DictView view) {
            return view.list().iterator();
        } else if (value instanceof Range range) {
            return range.items().iterator();
        } else if (value instanceof Lazy lazy) {
            return lazy.iterator();
        } else if (value instanceof Undefined) {
            return Collections.emptyIterator();
        } else if (value instanceof LoopContext loop) {
            return loop.pairs();
        }
        throw PyError.type("'" + Types.name(value) + "' object is not iterable");
    }

    /** A list of everything one pass gives. */
    static List<Object> list(Object value, Budget budget) {
        List<Object> items = new ArrayList<>();
        Iterator<Object> iterator = iterate(value);
        while (iterator.hasNext()) {
            items.add(iterator.next());
            budget.step();
            if (items.size() > Budget.ITEMS) {
                budget.items(items.size());
            }
        }
        return items;
    }

    /** The length, where a value has one. */
    static Optional<BigInteger> length(Object value) {
        long length;
        if (value instanceof String text) {
            length = Text.length(text);
        } else if (value instanceof Markup markup) {
            length = Text.length(markup.text());
        } else if (value instanceof List<?> list) {
            length = list.size();
        } else if (value instanceof Tuple tuple) {
            length = tuple.items().size();
        } else if (value instanceof Dict dict) {
            length = dict.size();
        } else if (value instanceof DictView view) {
            length = view.dict().size();
        } else if (value instanceof Range range) {
            return Optional.of(range.length());
        } else if (value instanceof Undefined) {
            length = 0;
        } else if (value instanceof LoopContext loop) {
            length = loop.length();
        } else {
            return Optional.empty();
        }
        return Optional.of(BigInteger.valueOf(length));
    }

    /** {@code len} of Python. */
    static BigInteger requiredLength(Object value) {
        return length(value).orElseThrow(() -> PyError.type("object of type '" + Types.name(value) + "' has no len()"));
    }

    /** The item at an index, counted from the end when negative; empty beyond the ends. */
    static Optional<Object> at(Object sequence, BigInteger index) {
        BigInteger length = requiredLength(sequence);
        BigInteger place = index.signum() < 0 ? index.add(length) : index;
        if (place.signum() < 0 || place.compareTo(length) >= 0) {
            return Optional.empty();
        }
        int i = place.intValueExact();
        if (sequence instanceof String text) {
            return Optional.of(Text.slice(text, i, i + 1));
        } else if (sequence instanceof Markup markup) {
            return Optional.of(new Markup(Text.slice(markup.text(), i, i + 1)));
        } else if (sequence instanceof Range range) {
            return Optional.of(range.items().get(i));
        }
        return Optional.of(items(sequence).get(i));
    }

    @SuppressWarnings("unchecked")
    private static List<Object> items(Object sequence) {
        return sequence instanceof Tuple tuple ? tuple.items() : (List<Object>) sequence;
    }

    static boolean isSequence(Object value) {
        return Types.isText(value) || value instanceof List<?> || value instanceof Tuple || value instanceof Range;
    }

    /** {@code sequence[start:stop:step]}; each bound is an int or None. */
    static Object slice(Object sequence, Object start, Object stop, Object step, Budget budget) {
        if (sequence instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (sequence instanceof Dict) {
            throw PyError.type("unhashable type: 'slice'");
        }
        if (!isSequence(sequence)) {
            throw PyError.type("'" + Types.name(sequence) + "' object is not subscriptable");
        }
        int by = step == None.NONE ? 1 : bound(step);
        if (by == 0) {
            throw PyError.value("slice step cannot be zero");
        }
        int length = requiredLength(sequence).intValueExact();
        int first = start == None.NONE ? (by > 0 ? 0 : length - 1) : fromEnd(bound(start), length, by);
        int end = stop == None.NONE ? (by > 0 ? length : -1) : fromEnd(bound(stop), length, by);
        if (by == 1 && Types.isText(sequence)) {
            String part = Text.slice(Repr.str(sequence, budget), first, end);
            budget.text(part.length());
            return sequence instanceof Markup ? new Markup(part) : part;
        }
        List<Object> all = Types.isText(sequence)
                ? Text.characters(Repr.str(sequence, budget))
                : sequence instanceof Range range ? range.items() : items(sequence);
        List<Object> part = new ArrayList<>();
        for (long i = first; by > 0 ? i < end : i > end; i += by) {
            part.add(all.get((int) i));
        }
        budget.items(part.size());
        if (Types.isText(sequence)) {
            StringBuilder text = new StringBuilder();
            part.forEach(text::append);
            return sequence instanceof Markup ? new Markup(text.toString()) : text.toString();
        }
        if (sequence instanceof Range range) {
            BigInteger step2 = range.step().multiply(BigInteger.valueOf(by));
            return new Range(
                    range.start().add(range.step().multiply(BigInteger.valueOf(first))),
                    range.start().add(range.step().multiply(BigInteger.valueOf(end))),
                    step2);
        }
        return sequence instanceof Tuple ? new Tuple(part) : part;
    }

    private static int bound(Object value) {
        if (!Types.isInteger(value)) {
            throw PyError.type("slice indices must be integers or None or have an __index__ method");
        }
        return Types.clamped(value);
    }

    private static int fromEnd(int bound, int length, int step) {
        int lowest = step > 0 ? 0 : -1;
        int highest = step > 0 ? length : length - 1;
        long place = bound < 0 ? (long) bound + length : bound;
        return (int) Math.max(lowest, Math.min(highest, place));
    }
}
