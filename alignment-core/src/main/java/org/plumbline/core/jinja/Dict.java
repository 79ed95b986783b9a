package org.plumbline.core.jinja;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Python dict: keys keep their order, and 1, 1.0 and True are one key. Filled while it is made, then left alone. */
final class Dict {
    /** A key as it was first written, with its value. */
    record Item(Object key, Object value) {}

    private final Map<Object, Item> items = new LinkedHashMap<>();
    private final Budget budget;

    Dict(Budget budget) {
        this.budget = budget;
    }

    void put(Object key, Object value) {
        items.merge(Comparison.hashable(key, budget), new Item(key, value), (old, added) -> new Item(old.key(), value));
        budget.items(0);
        if (items.size() > Budget.ITEMS) {
            budget.items(items.size());
        }
    }

    @Nullable
    Object get(Object key) {
        Item item = items.get(Comparison.hashable(key, budget));
        return item == null ? null : item.value();
    }

    boolean has(Object key) {
        return items.containsKey(Comparison.hashable(key, budget));
    }

    int size() {
        return items.size();
    }

    Collection<Item> items() {
        return items.values();
    }

    List<Object> keys() {
        return items.values().stream().map(Item::key).toList();
    }

    List<Object> values() {
        return items.values().stream().map(Item::value).toList();
    }

    List<Object> pairs() {
        return items.values().stream()
                .map(i -> (Object) Tuple.of(i.key(), i.value()))
                .toList();
    }
}
