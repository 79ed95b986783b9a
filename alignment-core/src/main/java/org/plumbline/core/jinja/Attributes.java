package org.plumbline.core.jinja;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code object.name} and {@code object[key]}: Jinja tries the one first that is written, then the other. */
final class Attributes {
    private static final Set<String> OF_ALL = Set.of(
            "__class__",
            "__init__",
            "__new__",
            "__doc__",
            "__dir__",
            "__eq__",
            "__ne__",
            "__lt__",
            "__le__",
            "__gt__",
            "__ge__",
            "__hash__",
            "__repr__",
            "__str__",
            "__format__",
            "__getattribute__",
            "__setattr__",
            "__delattr__",
            "__reduce__",
            "__reduce_ex__",
            "__sizeof__",
            "__subclasshook__",
            "__init_subclass__");

    private Attributes() {}

    static Object attribute(Object object, String name, Budget budget) {
        Object found = find(object, name);
        if (found == null) {
            found = subscript(object, name, budget);
        }
        return found == null ? missing(object, name) : found;
    }

    static Object item(Object object, Object key, Budget budget) {
        Object found = subscript(object, key, budget);
        if (found == null && Types.isText(key)) {
            String name = Repr.str(key, budget);
            found = find(object, name);
            return found == null ? missing(object, name) : found;
        }
        return found == null ? Undefined.of(described(object) + " has no element " + Repr.repr(key, budget)) : found;
    }

    private static Undefined missing(Object object, String name) {
        return Undefined.of("'" + described(object) + "' has no attribute '" + name + "'");
    }

    private static String described(Object object) {
        return object == None.NONE ? "None" : Types.name(object) + " object";
    }

    /** An item, null when there is none or the object has no items. */
    private static @Nullable Object subscript(Object object, Object key, Budget budget) {
        if (object instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (object instanceof Dict dict) {
            try {
                return dict.get(key);
            } catch (PyError e) {
                if (e.kind() == PyError.Kind.TYPE) {
                    return null;
                }
                throw e;
            }
        }
        if (Sequences.isSequence(object) && Types.isInteger(key)) {
            return Sequences.at(object, Types.index(key)).orElse(null);
        }
        return null;
    }

    /** An attribute, null when there is none. */
    static @Nullable Object find(Object object, String name) {
        if (object instanceof Undefined undefined) {
            if (OF_ALL.contains(name)) {
                return unsafe(object, name);
            }
            if (name.startsWith("__") && name.endsWith("__")) {
                return null;
            }
            throw undefined.error();
        }
        if (object instanceof Namespace namespace) {
            return namespace.attributes().get(name);
        }
        if (OF_ALL.contains(name)) {
            return unsafe(object, name);
        }
        if (object instanceof String text) {
            return StringMethods.find(text, false, name).orElse(null);
        } else if (object instanceof Markup markup) {
            return StringMethods.find(markup.text(), true, name).orElse(null);
        } else if (object instanceof Dict dict) {
            return CollectionMethods.ofDict(dict, name).orElse(null);
        } else if (object instanceof List<?> list) {
            return CollectionMethods.ofList(list, name).orElse(null);
        } else if (object instanceof Tuple tuple) {
            return CollectionMethods.ofTuple(tuple, name).orElse(null);
        } else if (Types.isNumber(object)) {
            return ofNumber(object, name).orElse(null);
        } else if (object instanceof LoopContext loop) {
            return loop.attribute(name);
        } else if (object instanceof MacroValue macro) {
            return macro.attribute(name).orElse(null);
        } else if (object instanceof Cycler cycler) {
            return cycler.attribute(name).orElse(null);
        } else if (object instanceof Joiner joiner) {
            return joiner.attribute(name).orElse(null);
        } else if (object instanceof Range range) {
            return CollectionMethods.ofRange(range, name).orElse(null);
        } else if (object instanceof DictView) {
            return unsupported(object, name, Set.of("isdisjoint", "mapping"));
        } else if (object instanceof Lazy) {
            return unsupported(
                    object,
                    name,
                    Set.of("send", "throw", "close", "gi_frame", "gi_code", "gi_running", "gi_yieldfrom"));
        }
        return null;
    }

    static Undefined unsafe(Object object, String name) {
        return new Undefined(
                "access to attribute '" + name + "' of '" + Types.name(object) + "' object is unsafe", true);
    }

    private static @Nullable Object unsupported(Object object, String name, Set<String> known) {
        if (known.contains(name)) {
            throw PyError.unsupported("'" + name + "' of a " + Types.name(object) + " is not supported");
        }
        return null;
    }

    private static Optional<Object> ofNumber(Object number, String name) {
        boolean real = number instanceof Double;
        return switch (name) {
            case "real" -> Optional.of(real ? number : Types.index(number));
            case "imag" -> Optional.of(real ? (Object) 0.0 : BigInteger.ZERO);
            case "numerator" -> real ? Optional.empty() : Optional.of(Types.index(number));
            case "denominator" -> real ? Optional.empty() : Optional.of(BigInteger.ONE);
            case "conjugate" -> Optional.of(noArguments(name, real ? number : (Object) Types.index(number)));
            case "is_integer" ->
                real
                        ? Optional.of(noArguments(
                                name,
                                Double.isFinite((Double) number) && (Double) number == Math.rint((Double) number)))
                        : Optional.empty();
            case "bit_length" ->
                real
                        ? Optional.empty()
                        : Optional.of(noArguments(
                                name, Types.integer(Types.index(number).abs().bitLength())));
            case "as_integer_ratio", "to_bytes", "from_bytes", "bit_count", "hex", "fromhex" ->
                throw PyError.unsupported("'" + name + "' of a number is not supported");
            default -> Optional.empty();
        };
    }

    private static Builtin noArguments(String name, Object result) {
        return Builtin.method(name, (arguments, rendering) -> {
            Signature.of(name).bind(arguments);
            return result;
        });
    }
}
