package org.plumbline.core.jinja;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of one scope while it runs. */
final class Frame {
    /** Stands for a name that has no value yet. */
    static final Object MISSING = new Object();

    private final Optional<Frame> parent;
    private final Map<String, Object> values = new HashMap<>();

    Frame(Optional<Frame> parent) {
        this.parent = parent;
    }

    /** A value or {@link #MISSING}; null when no scope knows the name. */
    @Nullable
    Object find(String name) {
        Object value = values.get(name);
        if (value != null) {
            return value;
        }
        return parent.isPresent() ? parent.get().find(name) : null;
    }

    /** As {@link #find}, from the scope around. */
    Object outer(String name) {
        Object value = parent.isPresent() ? parent.get().find(name) : null;
        return value == null ? MISSING : value;
    }

    void set(String name, Object value) {
        values.put(name, value);
    }
}
