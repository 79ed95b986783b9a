package org.plumbline.core.jinja;

import java.util.Iterator;

/**
 * A Python generator or iterator: true even when empty, without length, and used up by one pass.
 *
 * @param typeName its type in messages
 */
record Lazy(String typeName, Iterator<Object> iterator) {
    static Lazy generator(Iterator<Object> iterator) {
        return new Lazy("generator", iterator);
    }
}
