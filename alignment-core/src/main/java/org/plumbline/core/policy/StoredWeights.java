package org.plumbline.core.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.core.checkpoint.StoredTensor;
import org.plumbline.core.family.ModelSpec;
import org.plumbline.core.family.ModelSpec.Parameter;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/** Finds a model's weights among those of a checkpoint, and says what is wrong with them. */
final class StoredWeights {
    private static final int MOST_PROBLEMS = 20;

    private StoredWeights() {}

    /**
     * The stored tensor of each weight, in the model's order.
     *
     * @param where the checkpoint, for messages
     * @throws InputException when one is missing, or has another shape or an unusable type; all are listed
     */
    static List<StoredTensor> of(Map<String, StoredTensor> stored, ModelSpec spec, String where) {
        Map<String, StoredTensor> byName = byModernName(stored);
        List<StoredTensor> wanted = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Parameter parameter : spec.parameters()) {
            StoredTensor found = byName.get(parameter.name());
            if (found == null && parameter.name().startsWith(spec.prefix())) {
                // A trunk that was saved without its head.
                found = byName.get(parameter.name().substring(spec.prefix().length()));
            }
            if (found == null) {
                problems.add(missing(parameter, byName, where));
            } else if (!found.shape().equals(parameter.shape())) {
                problems.add(Problem.at(found.file(), found.name() + " has shape " + found.shape())
                        .accepted(parameter.shape() + ", as config.json says"));
            } else if (found.type() == StoredTensor.Type.OTHER) {
                problems.add(Problem.at(
                                found.file(),
                                found.name() + " has type " + found.dtype() + " and shape " + found.shape())
                        .accepted("F32, F16, BF16, F64")
                        .next("use the unquantised checkpoint, or convert it"));
            } else {
                wanted.add(found);
            }
        }
        if (problems.size() > MOST_PROBLEMS) {
            int rest = problems.size() - MOST_PROBLEMS;
            problems.subList(MOST_PROBLEMS, problems.size()).clear();
            problems.add(Problem.of(where, "and " + rest + " tensors more do not fit"));
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return wanted;
    }

    /** Norms of old encoders are called gamma and beta. */
    private static Map<String, StoredTensor> byModernName(Map<String, StoredTensor> stored) {
        Map<String, StoredTensor> byName = new HashMap<>(stored);
        stored.forEach((name, tensor) -> {
            if (name.endsWith("LayerNorm.gamma")) {
                byName.putIfAbsent(name.replaceFirst("gamma$", "weight"), tensor);
            } else if (name.endsWith("LayerNorm.beta")) {
                byName.putIfAbsent(name.replaceFirst("beta$", "bias"), tensor);
            }
        });
        return byName;
    }

    private static Problem missing(Parameter parameter, Map<String, StoredTensor> stored, String where) {
        Problem problem = Problem.of(where, "has no tensor " + parameter.name() + " of shape " + parameter.shape());
        String module = parameter.name().replaceFirst("\\.weight$", "");
        for (String suffix : List.of(".qweight", ".weight_packed", ".weight.absmax", ".weight_scale")) {
            if (stored.containsKey(module + suffix)) {
                return problem.accepted("float32, float16 or bfloat16 weights; " + module + suffix
                                + " says that these are quantised")
                        .next("use the unquantised checkpoint that this one was made from");
            }
        }
        return problem.next("download the whole checkpoint, or correct config.json");
    }
}
