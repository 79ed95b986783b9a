package org.plumbline.core.jinja;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names of one scope and where each gets its first value. Jinja settles this before it runs a template, and it shows: a
 * name that is set further down is undefined before, even when a variable of that name was passed in.
 */
final class Symbols {
    /** Where a name gets its value when its scope is entered. */
    enum Load {
        /** From a call or a loop. */
        PARAMETER,
        /** From the variables passed in. */
        RESOLVE,
        /** From the scope around. */
        ALIAS,
        /** From nowhere: it is set later. */
        UNDEFINED
    }

    private final Optional<Symbols> parent;
    private final Map<String, Load> loads = new LinkedHashMap<>();
    private final Set<String> stores = new HashSet<>();

    Symbols(Optional<Symbols> parent) {
        this.parent = parent;
    }

    Map<String, Load> loads() {
        return loads;
    }

    void declareParameter(String name) {
        stores.add(name);
        loads.put(name, Load.PARAMETER);
    }

    void store(String name) {
        stores.add(name);
        if (!loads.containsKey(name)) {
            loads.put(name, parent.isPresent() && parent.get().knows(name) ? Load.ALIAS : Load.UNDEFINED);
        }
    }

    void load(String name) {
        if (!knows(name)) {
            loads.put(name, Load.RESOLVE);
        }
    }

    boolean knows(String name) {
        return loads.containsKey(name) || (parent.isPresent() && parent.get().knows(name));
    }

    Symbols copy() {
        Symbols copy = new Symbols(parent);
        copy.loads.putAll(loads);
        copy.stores.addAll(stores);
        return copy;
    }

    /** Takes in what the branches of a condition store: any of them may not run. */
    void merge(List<Symbols> branches) {
        Set<String> added = new HashSet<>();
        branches.forEach(b -> added.addAll(b.stores));
        added.removeAll(stores);
        for (Symbols branch : branches) {
            loads.putAll(branch.loads);
            stores.addAll(branch.stores);
        }
        for (String name : added) {
            loads.put(name, parent.isPresent() && parent.get().knows(name) ? Load.ALIAS : Load.RESOLVE);
        }
    }
}
