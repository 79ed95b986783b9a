package org.plumbline.core.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Values of Java as values of a template. */
final class Values {
    private Values() {}

    /** The value a template sees; an IllegalArgumentException for what it cannot see. */
    static Object of(@Nullable Object value, Budget budget) {
        budget.enter();
        Object converted = converted(value, budget);
        budget.leave();
        return converted;
    }

    private static Object converted(@Nullable Object value, Budget budget) {
        if (value == null) {
            return None.NONE;
        } else if (value instanceof Optional<?> optional) {
            return of(optional.orElse(null), budget);
        } else if (value instanceof String || value instanceof Boolean || value instanceof BigInteger) {
            return value;
        } else if (value instanceof JsonNode node) {
            return ofJson(node, budget);
        } else if (value instanceof Map<?, ?> map) {
            Dict dict = new Dict(budget);
            map.forEach((k, v) -> dict.put(of(k, budget), of(v, budget)));
            return dict;
        } else if (value instanceof Iterable<?> items) {
            List<Object> list = new ArrayList<>();
            items.forEach(i -> list.add(of(i, budget)));
            return list;
        } else if (value instanceof Double || value instanceof Float || value instanceof BigDecimal) {
            return ((Number) value).doubleValue();
        } else if (value instanceof Number number) {
            return BigInteger.valueOf(number.longValue());
        } else if (value instanceof CharSequence text) {
            return text.toString();
        }
        throw new IllegalArgumentException("a template cannot see a "
                + value.getClass().getName() + "; it sees text, numbers, booleans, null, lists, maps and JSON");
    }

    private static Object ofJson(JsonNode node, Budget budget) {
        if (node.isString()) {
            return node.asString();
        } else if (node.isBoolean()) {
            return node.asBoolean();
        } else if (node.isIntegralNumber()) {
            return node.bigIntegerValue();
        } else if (node.isNumber()) {
            return node.doubleValue();
        } else if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(i -> list.add(of(i, budget)));
            return list;
        } else if (node.isObject()) {
            Dict dict = new Dict(budget);
            node.properties().forEach(e -> dict.put(e.getKey(), of(e.getValue(), budget)));
            return dict;
        }
        return None.NONE;
    }
}
