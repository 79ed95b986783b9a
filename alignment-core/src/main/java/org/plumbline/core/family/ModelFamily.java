package org.plumbline.core.family;

import java.util.List;
import java.util.stream.Collectors;
import org.plumbline.datasets.input.ConfigNode;
import org.plumbline.datasets.input.InputException;

/** A model architecture: reads its config.json. Its program lies among the resources of {@code org.plumbline.core.torch}. */
public interface ModelFamily {
    List<ModelFamily> ALL = List.of(
            new Gpt2Family(),
            new GptNeoXFamily(),
            new LlamaFamily(),
            new MistralFamily(),
            new Qwen2Family(),
            new Qwen3Family(),
            new Phi3Family(),
            new Gemma2Family(),
            new Olmo2Family(),
            new BertFamily(),
            new RobertaFamily("roberta"),
            new RobertaFamily("xlm-roberta"),
            new DistilBertFamily());

    /** The {@code model_type} of config.json. */
    String modelType();

    /** Reads the configuration; problems are kept in {@code config}. */
    ModelSpec read(ConfigNode config);

    /**
     * Finds the family of a configuration and reads it.
     *
     * @throws InputException when the architecture is unknown or a value is not supported
     */
    static ModelSpec specOf(ConfigNode config) {
        String type = config.requiredText("model_type");
        ModelSpec spec = null;
        for (ModelFamily family : ALL) {
            if (family.modelType().equals(type)) {
                Quantization.refuse(config);
                spec = family.read(config);
            }
        }
        if (spec == null && !type.isEmpty()) {
            config.problem(
                    "model_type",
                    "is \"" + type + "\", an architecture that is not supported",
                    ALL.stream().map(ModelFamily::modelType).collect(Collectors.joining(", ")),
                    "choose a checkpoint of a supported architecture, or add a family (docs/families.md)");
        }
        config.finishIgnoringUnknownKeys();
        if (spec == null) {
            throw new IllegalStateException("no model_type and no problem");
        }
        return spec;
    }
}
