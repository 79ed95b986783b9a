package org.plumbline.core.jinja;

import java.util.function.BiFunction;

/**
 * A function of the engine: a global, or a method bound to its value.
 *
 * @param typeName its type in messages
 */
record Builtin(String name, String typeName, BiFunction<Arguments, Rendering, Object> body) implements Function {

    static Builtin function(String name, BiFunction<Arguments, Rendering, Object> body) {
        return new Builtin(name, "function", body);
    }

    static Builtin method(String name, BiFunction<Arguments, Rendering, Object> body) {
        return new Builtin(name, "builtin_function_or_method", body);
    }

    @Override
    public Object call(Arguments arguments, Rendering rendering) {
        return body.apply(arguments, rendering);
    }
}
