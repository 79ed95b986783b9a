package org.plumbline.rewards;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.plumbline.core.family.ProblemType;
import org.plumbline.core.model.Continuation;
import org.plumbline.core.policy.ClassifierDirectory;
import org.plumbline.core.policy.LoadOptions;
import org.plumbline.core.policy.SequenceClassifier;
import org.plumbline.core.reward.spi.Explanation;
import org.plumbline.core.reward.spi.Reward;
import org.plumbline.core.reward.spi.RewardBatch;
import org.plumbline.core.reward.spi.RewardShaper;
import org.plumbline.core.reward.spi.RewardShaperProvider;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.datasets.input.ConfigNode;
import org.plumbline.datasets.input.InputException;

/**
 * What a classifier or a reward model in a model directory says. A classifier judges the completion by the probability of
 * one label: p in [0, 1] when it is wanted, else -p in [-1, 0]. A reward model, whose labels are values, judges prompt and
 * completion as one text: scale x value + offset. The model is loaded at the first batch.
 */
public final class ClassifierShaper implements RewardShaper, AutoCloseable {
    private final ClassifierDirectory directory;
    private final TorchRuntime runtime;
    private final int label;
    private final Judging judging;
    private Optional<SequenceClassifier> classifier = Optional.empty();
    private Optional<String> identity = Optional.empty();

    /** What is made of a label's number. */
    public sealed interface Judging {

        /** A label's probability, wanted or not. */
        record Probability(boolean wanted) implements Judging {}

        /** A label's logit. */
        record Value(double scale, double offset) implements Judging {}
    }

    /**
     * A shaper.
     *
     * @param label index in {@link ClassifierDirectory#labels()}
     */
    public ClassifierShaper(ClassifierDirectory directory, TorchRuntime runtime, int label, Judging judging) {
        this.directory = directory;
        this.runtime = runtime;
        this.label = label;
        this.judging = judging;
    }

    @Override
    public synchronized List<Reward> shape(RewardBatch batch) {
        boolean withPrompt = judging instanceof Judging.Value;
        List<Continuation> texts = new ArrayList<>();
        for (RewardBatch.Item item : batch.items()) {
            texts.add(new Continuation(
                    item.prompt().id(), withPrompt ? item.prompt().text() : "", item.completion()));
        }
        if (classifier.isEmpty()) {
            classifier = Optional.of(directory.load(runtime, LoadOptions.defaults()));
        }
        List<Reward> rewards = new ArrayList<>();
        for (SequenceClassifier.Result result : classifier.get().classifyPairs(texts)) {
            rewards.add(new Reward.Scored(explained(result)));
        }
        return rewards;
    }

    private Explanation explained(SequenceClassifier.Result result) {
        String by = " by " + directory.name()
                + (result.cut() ? ", of the first " + directory.contextTokens() + " tokens" : "");
        if (judging instanceof Judging.Value value) {
            double logit = result.logits()[label];
            return Explanation.of(
                    value.scale() * logit + value.offset(),
                    value.scale() + " x value + " + value.offset(),
                    Explanation.of(logit, "value of \"" + name(label) + "\"" + by));
        }
        boolean wanted = judging instanceof Judging.Probability probability && probability.wanted();
        double p = result.probabilities()[label];
        Explanation[] all = IntStream.range(0, directory.labels().size())
                .mapToObj(i -> Explanation.of(result.probabilities()[i], "probability of \"" + name(i) + "\"" + by))
                .toArray(Explanation[]::new);
        // 0 - p, not -p: a clean text scores 0, never -0.
        return Explanation.of(
                wanted ? p : 0 - p, (wanted ? "" : "minus the ") + "probability of \"" + name(label) + "\"", all);
    }

    private String name(int index) {
        return directory.labels().get(index);
    }

    @Override
    public synchronized List<String> scorers() {
        if (identity.isEmpty()) {
            identity = Optional.of("classifier:" + directory.name() + "@"
                    + directory.card().contentHash().substring(0, 16));
        }
        return List.of(identity.get());
    }

    /** Frees the model; the next batch would load it again. */
    @Override
    public synchronized void close() {
        classifier.ifPresent(SequenceClassifier::close);
        classifier = Optional.empty();
    }

    /** Makes the shaper from {@code model}, {@code label}, {@code goal}, {@code scale}, {@code offset} and {@code device}. */
    public static final class Provider implements RewardShaperProvider {
        /** Where options have problems, which the caller reports. */
        private static final RewardShaper NEVER_ASKED = batch -> List.of();

        private enum Goal {
            HIGH,
            LOW
        }

        @Override
        public String name() {
            return "classifier";
        }

        @Override
        public String summary() {
            return "a label's probability by a classifier, or a reward model's value; options: model (directory), label,"
                    + " goal (high or low), scale (1), offset (0), device (auto)";
        }

        @Override
        public RewardShaper create(ConfigNode options) {
            Optional<Path> model = options.optionalPath("model");
            Optional<String> label = options.optionalText("label");
            Goal goal = options.choice("goal", Goal.HIGH);
            double scale = options.number("scale", 1, -Double.MAX_VALUE, Double.MAX_VALUE);
            double offset = options.number("offset", 0, -Double.MAX_VALUE, Double.MAX_VALUE);
            Optional<TorchRuntime> runtime = runtime(options);
            Optional<ClassifierDirectory> directory = directory(options, model);
            if (directory.isEmpty() || runtime.isEmpty()) {
                return NEVER_ASKED;
            }
            List<String> labels = directory.get().labels();
            int index = labels.size() == 1 && label.isEmpty() ? 0 : labels.indexOf(label.orElse(""));
            if (index < 0) {
                options.problem(
                        "label",
                        label.map(name -> "is \"" + name + "\"").orElse("is missing"),
                        String.join(", ", labels),
                        "");
                return NEVER_ASKED;
            }
            boolean values = directory.get().problemType() == ProblemType.REGRESSION;
            onlyFor(values, options);
            return new ClassifierShaper(
                    directory.get(),
                    runtime.get(),
                    index,
                    values ? new Judging.Value(scale, offset) : new Judging.Probability(goal == Goal.HIGH));
        }

        private static void onlyFor(boolean values, ConfigNode options) {
            for (String key : values ? List.of("goal") : List.of("scale", "offset")) {
                if (options.has(key)) {
                    options.problem(
                            key,
                            values
                                    ? "is given, but the model is a reward model: higher values are better"
                                    : "is given, but the model is a classifier, whose probabilities need none",
                            "",
                            values ? "remove it; scale: -1 turns the values round" : "remove it");
                }
            }
            if (!values && !options.has("goal")) {
                options.problem("goal", "is missing", "high: the label is wanted; low: it is not", "");
            }
        }

        private static Optional<ClassifierDirectory> directory(ConfigNode options, Optional<Path> model) {
            if (model.isEmpty()) {
                options.requiredText("model");
                return Optional.empty();
            }
            if (!Files.isDirectory(model.get())) {
                options.problem(
                        "model",
                        "is " + model.get() + ", which is not a directory",
                        "a classifier's model directory",
                        "");
                return Optional.empty();
            }
            return options.attempt(unused -> ClassifierDirectory.open(model.get()));
        }

        private static Optional<TorchRuntime> runtime(ConfigNode options) {
            String device = options.text("device", "auto");
            try {
                return Optional.of(TorchRuntime.on(device));
            } catch (InputException e) {
                options.problem(
                        "device", "cannot be used: " + e.problems().get(0).what(), "auto, cpu, cuda, cuda:N", "");
                return Optional.empty();
            }
        }
    }
}
