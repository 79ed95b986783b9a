package org.plumbline.core.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a function of the engine, and the binding of arguments to them. */
final class Signature {
    private record Parameter(String name, @Nullable Object standard, boolean named) {}

    private final String function;
    private final List<Parameter> parameters = new ArrayList<>();

    private Signature(String function) {
        this.function = function;
    }

    /** A function whose parameters follow by {@link #needs} and {@link #may}. */
    static Signature of(String function) {
        return new Signature(function);
    }

    Signature needs(String name) {
        parameters.add(new Parameter(name, null, true));
        return this;
    }

    Signature may(String name, Object standard) {
        parameters.add(new Parameter(name, standard, true));
        return this;
    }

    /** The parameters so far are by position only. */
    Signature positional() {
        parameters.replaceAll(p -> new Parameter(p.name(), p.standard(), false));
        return this;
    }

    /** The value of each parameter. */
    Object[] bind(Arguments arguments) {
        List<Object> given = arguments.positional();
        if (given.size() > parameters.size()) {
            throw PyError.type(String.format(
                    Locale.ROOT,
                    "%s() takes at most %d arguments (%d given)",
                    function,
                    parameters.size(),
                    given.size()));
        }
        Map<String, Object> named = arguments.takeNamed();
        Object[] values = new Object[parameters.size()];
        for (int i = 0; i < values.length; i++) {
            Parameter parameter = parameters.get(i);
            Object byName = parameter.named() ? named.remove(parameter.name()) : null;
            if (i < given.size()) {
                if (byName != null) {
                    throw PyError.type(function + "() got multiple values for argument '" + parameter.name() + "'");
                }
                values[i] = given.get(i);
            } else if (byName != null) {
                values[i] = byName;
            } else if (parameter.standard() != null) {
                values[i] = parameter.standard();
            } else {
                throw PyError.type(function + "() missing required argument '" + parameter.name() + "'");
            }
        }
        if (!named.isEmpty()) {
            throw PyError.type(function + "() got an unexpected keyword argument '"
                    + named.keySet().iterator().next() + "'");
        }
        return values;
    }
}
