package org.plumbline.core.jinja;

import java.util.Optional;

/** What {@code joiner(...)} gives: nothing when first called, its separator from then on. */
final class Joiner implements Function {
    private final Object separator;
    private boolean used;

    Joiner(Object separator) {
        this.separator = separator;
    }

    Optional<Object> attribute(String name) {
        return switch (name) {
            case "sep" -> Optional.of(separator);
            case "used" -> Optional.of(used);
            default -> Optional.empty();
        };
    }

    @Override
    public Object call(Arguments arguments, Rendering rendering) {
        Signature.of("joiner").bind(arguments);
        Object result = used ? separator : "";
        used = true;
        return result;
    }

    @Override
    public String name() {
        return "joiner";
    }
}
