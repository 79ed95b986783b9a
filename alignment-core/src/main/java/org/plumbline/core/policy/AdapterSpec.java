package org.plumbline.core.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plumbline.core.family.ModelSpec;
import org.plumbline.core.family.ModelSpec.LinearModule;
import org.plumbline.core.family.ModelSpec.Parameter;
import org.plumbline.core.family.ModelSpec.Typed;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/** Which linear layers of a model have a low-rank adapter, and how large. */
record AdapterSpec(List<Target> targets) {
    static final String DOWN = ".lora_A";
    static final String UP = ".lora_B";

    /**
     * One adapted layer: its output gains scale * B A x.
     *
     * @param rank rows of A, columns of B
     */
    record Target(LinearModule module, int rank, double scale) {
        Parameter down() {
            return Parameter.of(module.name() + DOWN, rank, module.in());
        }

        Parameter up() {
            return Parameter.of(module.name() + UP, module.out(), rank);
        }
    }

    /**
     * Chooses the layers of a new adapter.
     *
     * @throws InputException when a target names no linear layer of the model
     */
    static AdapterSpec of(ModelSpec model, LoraSettings settings) {
        List<Target> targets = new ArrayList<>();
        Set<String> unused = new LinkedHashSet<>(settings.targetModules());
        Set<String> known = new LinkedHashSet<>();
        for (LinearModule module : model.modules()) {
            known.add(lastPart(module.name()));
            boolean wanted = settings.targetModules().isEmpty();
            for (String target : settings.targetModules()) {
                if (module.name().equals(target) || module.name().endsWith("." + target)) {
                    wanted = true;
                    unused.remove(target);
                }
            }
            if (wanted) {
                targets.add(new Target(module, settings.rank(), settings.alpha() / settings.rank()));
            }
        }
        if (!unused.isEmpty()) {
            throw new InputException(Problem.of(
                            "lora.target-modules",
                            "names " + String.join(", ", unused) + ", which no linear layer of the model is called")
                    .accepted(String.join(", ", known) + ", all-linear"));
        }
        return new AdapterSpec(List.copyOf(targets));
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** PEFT's target_modules: the last parts of names where every layer of that name is adapted, else whole names. */
    List<String> targetNames(ModelSpec model) {
        List<String> adapted = targets.stream().map(t -> t.module().name()).toList();
        Set<String> partly = new LinkedHashSet<>();
        for (LinearModule module : model.modules()) {
            if (!adapted.contains(module.name())) {
                partly.add(lastPart(module.name()));
            }
        }
        return adapted.stream()
                .map(name -> partly.contains(lastPart(name)) ? name : lastPart(name))
                .distinct()
                .toList();
    }

    /** A, then B, of each layer. */
    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        for (Target target : targets) {
            parameters.add(target.down());
            parameters.add(target.up());
        }
        return parameters;
    }

    /** What the program of an adapted model must know. */
    Map<String, Object> constants() {
        return Map.of(
                "adapted",
                        Typed.texts(targets.stream().map(t -> t.module().name()).toList()),
                "adapter_scales",
                        Typed.numbers(targets.stream().map(Target::scale).toList()));
    }

    static AdapterSpec none() {
        return new AdapterSpec(List.of());
    }
}
