package org.plumbline.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.family.ProblemType;
import org.plumbline.core.model.Continuation;
import org.plumbline.core.policy.SequenceClassifier.Result;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.JsonLines;
import tools.jackson.databind.JsonNode;

/** Classifiers and reward models, against the numbers of another implementation. */
class SequenceClassifierTest {
    private static final double TOLERANCE = 1e-5;

    @TempDir
    Path folder;

    private static Path fixture(String name) {
        return Path.of("src/test/resources/fixtures").resolve(name);
    }

    private static SequenceClassifier load(Path directory) {
        return SequenceClassifier.load(directory, TorchRuntime.on("cpu"));
    }

    /** One text of a fixture with what the other implementation says of it. */
    private record Expected(String text, long[] tokens, double[] logits, double[] probabilities) {}

    private static List<Expected> reference(String name) {
        return JsonLines.read(
                fixture(name).resolve("reference.jsonl"),
                row -> new Expected(
                        row.text("text"),
                        Arrays.stream(numbers(row.object().get("tokens")))
                                .mapToLong(x -> (long) x)
                                .toArray(),
                        numbers(row.object().get("logits")),
                        numbers(row.object().get("probabilities"))));
    }

    private static double[] numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    private Path copy(String name) throws IOException {
        Path copy = Files.createDirectory(folder.resolve(name));
        try (Stream<Path> files = Files.list(fixture(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private Path edited(String name, String from, String to) throws IOException {
        Path config = copy(name).resolve("config.json");
        String text = Files.readString(config);
        assertThat(text).contains(from);
        Files.writeString(config, text.replace(from, to));
        return config.getParent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"distilbert", "reward"})
    void textsGiveTheNumbersOfTheReference(String name) {
        List<Expected> expected = reference(name);
        try (SequenceClassifier classifier = load(fixture(name))) {
            List<double[]> logits =
                    classifier.logits(expected.stream().map(Expected::tokens).toList());
            List<Result> results =
                    classifier.classify(expected.stream().map(Expected::text).toList());
            for (int i = 0; i < expected.size(); i++) {
                String text = expected.get(i).text();
                assertThat(results.get(i).logits())
                        .as(text)
                        .containsExactly(expected.get(i).logits(), within(TOLERANCE))
                        .containsExactly(logits.get(i), within(0.0));
                assertThat(results.get(i).probabilities())
                        .as(text)
                        .containsExactly(expected.get(i).probabilities(), within(TOLERANCE));
                assertThat(results.get(i).cut()).as(text).isEqualTo(text.startsWith("word word"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "roberta", "distilbert", "reward_qwen2"})
    void sharedFixturesGiveTheirNumbers(String name) {
        Path directory = Fixtures.shared("fixtures/parity/" + name);
        Fixtures.Reference reference = new Fixtures.Reference(directory);
        boolean reward = name.startsWith("reward");
        float[] expected = reference.floats(reward ? "scores" : "logits");
        int rows = reference.size("input_ids", 0);
        int width = reference.size("input_ids", 1);
        int labels = expected.length / rows;
        List<long[]> sequences = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            long[] mask = Arrays.copyOfRange(reference.longs("attention_mask"), row * width, (row + 1) * width);
            int length = (int) Arrays.stream(mask).sum();
            sequences.add(Arrays.copyOfRange(reference.longs("input_ids"), row * width, row * width + length));
        }
        try (SequenceClassifier classifier = load(directory)) {
            List<double[]> together = classifier.logits(sequences);
            for (int row = 0; row < rows; row++) {
                assertThat(classifier.labels()).hasSize(labels);
                for (int label = 0; label < labels; label++) {
                    assertThat(together.get(row)[label])
                            .isCloseTo(expected[row * labels + label], within(TOLERANCE))
                            .isCloseTo(
                                    classifier.logits(List.of(sequences.get(row)))
                                            .get(0)[label],
                                    within(TOLERANCE));
                }
                if (!reward) {
                    float[] wanted =
                            Arrays.copyOfRange(reference.floats("probabilities"), row * labels, (row + 1) * labels);
                    double[] found = classifier.problemType().probabilities(together.get(row));
                    for (int label = 0; label < labels; label++) {
                        assertThat(found[label]).isCloseTo(wanted[label], within(TOLERANCE));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"distilbert", "reward"})
    void whatATextIsBatchedWithChangesNothing(String name) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            texts.add("the cat ".repeat(i * 7 % 13) + i);
        }
        try (SequenceClassifier classifier = load(fixture(name))) {
            List<Result> together = classifier.classify(texts);
            for (int i = 0; i < texts.size(); i += 17) {
                assertThat(classifier.classify(List.of(texts.get(i))).get(0).logits())
                        .containsExactly(together.get(i).logits(), within(TOLERANCE));
            }
        }
    }

    @Test
    void promptAndCompletionAreOneText() {
        try (SequenceClassifier reward = load(fixture("reward"))) {
            assertThat(reward.labels()).containsExactly("LABEL_0");
            assertThat(reward.problemType()).isEqualTo(ProblemType.REGRESSION);
            assertThat(reward.classifyPairs(List.of(new Continuation("a", "The cat", " sat.")))
                            .get(0)
                            .logits())
                    .containsExactly(
                            reward.classify(List.of("The cat sat.")).get(0).logits(), within(0.0));
        }
    }

    @Test
    void aRewardModelJudgesByTheLastTokenThatIsNotPadding() {
        try (SequenceClassifier reward = load(fixture("reward"))) {
            List<Result> results = reward.classify(List.of("The cat", "The cat<pad><pad>", "", "<pad>", "<bos>"));
            assertThat(results.get(1).logits()).containsExactly(results.get(0).logits(), within(TOLERANCE));
            // Nothing but padding: the first token. No token at all: the one that begins a sequence.
            assertThat(results.get(3).logits()[0]).isNotEqualTo(results.get(0).logits()[0]);
            assertThat(results.get(2).logits()).containsExactly(results.get(4).logits(), within(TOLERANCE));
        }
    }

    @Test
    void labelsThatDoNotExcludeEachOtherGetSigmoids() throws Exception {
        Path multi =
                edited("distilbert", "\"n_heads\"", "\"problem_type\": \"multi_label_classification\", \"n_heads\"");
        try (SequenceClassifier classifier = load(multi)) {
            Result result =
                    classifier.classify(List.of("The cat sat on the mat.")).get(0);
            assertThat(classifier.labels()).containsExactly("clean", "toxic", "other");
            assertThat(result.best()).isEqualTo(2);
            for (int i = 0; i < 3; i++) {
                assertThat(result.probabilities()[i]).isCloseTo(1 / (1 + Math.exp(-result.logits()[i])), within(1e-12));
            }
            assertThat(classifier.card().architecture()).isEqualTo("distilbert");
            try (SequenceClassifier single = load(fixture("distilbert"))) {
                assertThat(single.card().contentHash())
                        .isNotEqualTo(classifier.card().contentHash());
            }
        }
    }

    @Test
    void computesInBfloat16() {
        LoadOptions options = LoadOptions.defaults().withPrecision(Precision.BFLOAT16);
        for (String name : List.of("distilbert", "reward")) {
            try (SequenceClassifier classifier =
                    SequenceClassifier.load(fixture(name), TorchRuntime.on("cpu"), options)) {
                List<Expected> expected = reference(name);
                List<Result> results = classifier.classify(
                        expected.stream().map(Expected::text).toList());
                for (int i = 0; i < expected.size(); i++) {
                    assertThat(results.get(i).logits())
                            .containsExactly(expected.get(i).logits(), within(0.1));
                }
            }
        }
    }

    @Test
    void modelsOfAnotherKindAreRefusedByName() throws Exception {
        assertThatThrownBy(() -> load(Fixtures.llama()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is a causal language model of the family llama")
                .hasMessageContaining("plumbline score");
        for (String name : List.of("distilbert", "reward")) {
            assertThatThrownBy(() -> Policy.load(fixture(name), TorchRuntime.on("cpu")))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("is a classifier of the family")
                    .hasMessageContaining("plumbline classify");
        }
        Path masked = edited("distilbert", "DistilBertForSequenceClassification", "DistilBertForMaskedLM");
        assertThatThrownBy(() -> load(masked))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("config.json:")
                .hasMessageContaining(
                        "architectures is DistilBertForMaskedLM: an encoder without a classification head")
                .hasMessageContaining("ForSequenceClassification");
        Files.writeString(masked.resolve("adapter_config.json"), "{}");
        assertThatThrownBy(() -> load(masked))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is an adapter");
    }
}
