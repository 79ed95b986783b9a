package org.plumbline.core.jinja;

import java.util.Optional;

/**
 * A macro, or the body of a call block, with the scope it was written in.
 *
 * @param name empty for a call block
 * @param statement the statement whose scope it is
 */
record MacroValue(
        String name, Stmt.Parameters parameters, Scopes.Extras extras, Stmt statement, Frame frame, Executor executor)
        implements Function {

    @Override
    public Object call(Arguments arguments, Rendering rendering) {
        return executor.callMacro(this, arguments);
    }

    Optional<Object> attribute(String attribute) {
        return switch (attribute) {
            case "name" -> Optional.of(name.isEmpty() ? None.NONE : name);
            case "arguments" -> Optional.of(new Tuple(java.util.List.copyOf(parameters.names())));
            case "catch_kwargs" -> Optional.of(extras.named());
            case "catch_varargs" -> Optional.of(extras.positional());
            case "caller" -> Optional.of(extras.caller());
            case "explicit_caller" -> Optional.of(parameters.names().contains("caller"));
            default -> Optional.empty();
        };
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
