package org.plumbline.core.jinja;

import java.util.LinkedHashMap;
import java.util.Map;

/** The one value a template can change: {@code namespace(...)}. */
final class Namespace {
    private final Map<String, Object> attributes = new LinkedHashMap<>();

    Map<String, Object> attributes() {
        return attributes;
    }
}
