package org.plumbline.core.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What {@code attribute='a.b.0'} of a filter looks up. */
final class Getter {
    private Getter() {}

    /**
     * A look-up by path.
     *
     * @param attribute a path with dots, an index, or None for the item itself
     * @param standard what stands for a part that is not there; None for nothing
     */
    static Function<Object, Object> of(Object attribute, Object standard, Budget budget) {
        List<Object> parts = new ArrayList<>();
        if (Types.isText(attribute)) {
            for (String part : Repr.str(attribute, budget).split("\\.", -1)) {
                boolean number = Characters.all(part, Characters::isDecimal);
                parts.add(number ? new BigInteger(part) : part);
            }
        } else if (attribute != None.NONE) {
            parts.add(attribute);
        }
        return item -> {
            Object found = item;
            for (Object part : parts) {
                found = Attributes.item(found, part, budget);
                if (standard != None.NONE && found instanceof Undefined) {
                    found = standard;
                }
            }
            return found;
        };
    }
}
