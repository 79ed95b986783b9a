package org.plumbline.core.policy;

import java.nio.file.Path;
import java.util.List;
import org.plumbline.core.checkpoint.CheckpointDirectory;
import org.plumbline.core.checkpoint.Tokenizer;
import org.plumbline.core.family.ModelFamily;
import org.plumbline.core.family.ModelSpec;
import org.plumbline.core.family.ProblemType;
import org.plumbline.core.model.ModelCard;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.datasets.input.ConfigNode;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/** A classifier's Hugging Face model directory: what its configuration says, before any weight is read. */
public final class ClassifierDirectory {
    private final CheckpointDirectory checkpoint;
    private final ModelSpec spec;
    private final ProblemType problemType;
    private final long paddingToken;

    private ClassifierDirectory(
            CheckpointDirectory checkpoint, ModelSpec spec, ProblemType problemType, long paddingToken) {
        this.checkpoint = checkpoint;
        this.spec = spec;
        this.problemType = problemType;
        this.paddingToken = paddingToken;
    }

    /**
     * Reads config.json.
     *
     * @throws InputException when it is missing or damaged, the model is no classifier or its architecture is not
     *     supported
     */
    public static ClassifierDirectory open(Path directory) {
        if (AdapterDirectory.isOne(directory)) {
            throw withAdapter(directory);
        }
        CheckpointDirectory checkpoint = CheckpointDirectory.open(directory);
        ConfigNode config = checkpoint.config();
        ModelSpec spec = ModelFamily.specOf(config);
        if (spec.kind() == ModelSpec.Kind.CAUSAL_LM) {
            throw new InputException(Problem.at(
                            directory,
                            "is a causal language model of the family " + spec.architecture() + ": it has no labels")
                    .accepted("a model whose architectures in config.json end in ForSequenceClassification")
                    .next("use plumbline score or plumbline generate, or name a classifier"));
        }
        ProblemType problemType = ProblemType.read(config, spec.labels().size());
        long paddingToken = paddingToken(config, spec);
        config.finishIgnoringUnknownKeys();
        return new ClassifierDirectory(checkpoint, spec, problemType, paddingToken);
    }

    private static InputException withAdapter(Path adapter) {
        return new InputException(Problem.at(adapter, "is an adapter, and classifiers are loaded without adapters")
                .next("merge it into its base model (in PEFT: merge_and_unload), and name the result"));
    }

    /** {@code pad_token_id}, else the family's own; an explicit null means none. */
    private static long paddingToken(ConfigNode config, ModelSpec spec) {
        if (config.keys().contains("pad_token_id")) {
            return config.longInteger("pad_token_id", ClassifierNetwork.NO_PADDING);
        }
        return spec.attributes().get("padding_token") instanceof Long token && token >= 0
                ? token
                : ClassifierNetwork.NO_PADDING;
    }

    /**
     * Loads weights and tokenizer.
     *
     * @throws InputException when a file is missing or damaged, or the options name an adapter
     */
    public SequenceClassifier load(TorchRuntime runtime, LoadOptions options) {
        options.adapter().ifPresent(adapter -> {
            throw withAdapter(adapter);
        });
        Tokenizer tokenizer = Tokenizer.load(checkpoint.path());
        try {
            ClassifierNetwork network =
                    ClassifierNetwork.load(runtime, checkpoint, spec, paddingToken, options.precision());
            return new SequenceClassifier(this, network, tokenizer);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** Name of the directory. */
    public String name() {
        Path name = checkpoint.path().toAbsolutePath().normalize().getFileName();
        return name == null ? "model" : name.toString();
    }

    /** Names of the classes, in the order of the logits; a reward model has one. */
    public List<String> labels() {
        return spec.labels();
    }

    /** What the logits mean. */
    public ProblemType problemType() {
        return problemType;
    }

    /** Longest text in tokens, the special ones included. */
    public int contextTokens() {
        return spec.contextTokens();
    }

    /** Identity of the model; reads all its files. */
    public ModelCard card() {
        return new ModelCard(
                name(),
                checkpoint.contentHash(List.of()),
                spec.architecture(),
                spec.parameterCount(),
                spec.contextTokens());
    }

    ModelSpec spec() {
        return spec;
    }
}
