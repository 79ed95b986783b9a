package org.plumbline.core.jinja;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** The names a template has without being given them. */
final class Globals {
    static final Map<String, Object> ALL = Map.of(
            "range",
            Builtin.function("range", Globals::range),
            "dict",
            new Builtin("dict", "type", (a, r) -> dict(a, r)),
            "namespace",
            new Builtin("namespace", "type", Globals::namespace),
            "cycler",
            new Builtin("cycler", "type", (a, r) -> {
                a.refuseNamed("cycler");
                return new Cycler(a.positional());
            }),
            "joiner",
            new Builtin(
                    "joiner",
                    "type",
                    (a, r) -> new Joiner(Signature.of("joiner").may("sep", ", ").bind(a)[0])),
            "lipsum",
            Builtin.function("lipsum", (a, r) -> {
                throw PyError.unsupported("'lipsum' is not supported: its text is random");
            }),
            "raise_exception",
            Builtin.function("raise_exception", (a, r) -> {
                Object message =
                        Signature.of("raise_exception").needs("message").bind(a)[0];
                throw PyError.of(PyError.Kind.RAISED, Repr.str(message, r.budget()));
            }),
            "strftime_now",
            Builtin.function("strftime_now", (a, r) -> {
                Object format = Signature.of("strftime_now").needs("format").bind(a)[0];
                String text = Text.string(format, "strftime() argument 1 must be str, not " + Types.name(format));
                return TimeFormat.format(text, r.clock());
            }));

    private Globals() {}

    private static Object range(Arguments arguments, Rendering rendering) {
        arguments.refuseNamed("range");
        List<Object> given = arguments.positional();
        if (given.isEmpty() || given.size() > 3) {
            throw PyError.type("range expected from 1 to 3 arguments, got " + given.size());
        }
        BigInteger first = Types.index(given.get(0));
        Range range = new Range(
                given.size() == 1 ? BigInteger.ZERO : first,
                given.size() == 1 ? first : Types.index(given.get(1)),
                given.size() == 3 ? Types.index(given.get(2)) : BigInteger.ONE);
        if (range.length().compareTo(BigInteger.valueOf(Range.LONGEST)) > 0) {
            throw Budget.limit("the template asks for a range of more than " + Range.LONGEST + " items");
        }
        return range;
    }

    private static Dict dict(Arguments arguments, Rendering rendering) {
        if (arguments.positional().size() > 1) {
            throw PyError.type("dict expected at most 1 argument, got "
                    + arguments.positional().size());
        }
        Dict result = new Dict(rendering.budget());
        for (Object source : arguments.positional()) {
            if (source instanceof Dict dict) {
                dict.items().forEach(i -> result.put(i.key(), i.value()));
                continue;
            }
            for (Object pair : Sequences.list(source, rendering.budget())) {
                List<Object> items = Sequences.list(pair, rendering.budget());
                if (items.size() != 2) {
                    throw PyError.value("a dict is made of pairs, not of " + items.size() + " items");
                }
                result.put(items.get(0), items.get(1));
            }
        }
        arguments.named().forEach(result::put);
        return result;
    }

    private static Object namespace(Arguments arguments, Rendering rendering) {
        Namespace namespace = new Namespace();
        for (Dict.Item item : dict(arguments, rendering).items()) {
            if (!(item.key() instanceof String name)) {
                throw PyError.unsupported("a namespace with a name that is no string is not supported");
            }
            namespace.attributes().put(name, item.value());
        }
        return namespace;
    }
}
