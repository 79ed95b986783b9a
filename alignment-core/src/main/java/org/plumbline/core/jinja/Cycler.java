package org.plumbline.core.jinja;

import java.util.List;
import java.util.Optional;

/** What {@code cycler(...)} gives: its items in turn, again and again. */
final class Cycler {
    private final List<Object> items;
    private int position;

    Cycler(List<Object> items) {
        if (items.isEmpty()) {
            throw PyError.of(PyError.Kind.OTHER, "at least one item has to be provided");
        }
        this.items = items;
    }

    Optional<Object> attribute(String name) {
        return switch (name) {
            case "current" -> Optional.of(items.get(position));
            case "pos" -> Optional.of(Types.integer(position));
            case "items" -> Optional.of(new Tuple(items));
            case "next" ->
                Optional.of(Builtin.method(name, (arguments, rendering) -> {
                    Signature.of(name).bind(arguments);
                    Object item = items.get(position);
                    position = (position + 1) % items.size();
                    return item;
                }));
            case "reset" ->
                Optional.of(Builtin.method(name, (arguments, rendering) -> {
                    Signature.of(name).bind(arguments);
                    position = 0;
                    return None.NONE;
                }));
            default -> Optional.empty();
        };
    }
}
