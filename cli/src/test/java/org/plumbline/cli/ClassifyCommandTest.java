package org.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.datasets.input.JsonLines;
import tools.jackson.databind.JsonNode;

class ClassifyCommandTest {
    private static final Path FIXTURES = Path.of("../alignment-core/src/test/resources/fixtures");

    @TempDir
    Path folder;

    private Subprocess.Result classify(String model, String rows) throws Exception {
        Path input = Files.writeString(folder.resolve("in.jsonl"), rows);
        return Subprocess.run(
                folder,
                "classify",
                "--model",
                FIXTURES.resolve(model),
                "--input",
                input,
                "--output",
                folder.resolve("out.jsonl"));
    }

    private List<JsonNode> output() {
        return JsonLines.read(folder.resolve("out.jsonl"), JsonLines.Row::object);
    }

    @Test
    void textsGetLabels() throws Exception {
        Subprocess.Result result = classify(
                "distilbert",
                "{\"id\":\"a\",\"text\":\"You are the worst of all.\"}\n{\"id\":\"b\",\"text\":\"\"}\n"
                        + "{\"id\":\"c\",\"prompt\":\"\",\"completion\":\"" + "word ".repeat(60) + "\"}\n");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("classify, rows: 3/3")
                .contains("1 of 3 texts were longer than the model's context of 40 tokens and were cut");
        List<JsonNode> rows = output();
        assertThat(rows).extracting(row -> row.get("id").asString()).containsExactly("a", "b", "c");
        JsonNode first = rows.get(0);
        assertThat(first.propertyNames()).containsExactly("id", "label", "logits", "probabilities");
        assertThat(first.get("logits").propertyNames()).containsExactly("clean", "toxic", "other");
        // As in reference.jsonl beside the model.
        assertThat(first.get("probabilities").get("toxic").asDouble()).isCloseTo(0.197865, within(1e-5));
        assertThat(first.get("logits").get(first.get("label").asString()).asDouble())
                .isGreaterThan(first.get("logits").get("toxic").asDouble() - 1e-9);
    }

    @Test
    void promptsAndCompletionsGetRewards() throws Exception {
        Subprocess.Result result = classify(
                "reward",
                "{\"id\":\"a\",\"prompt\":\"The cat\",\"completion\":\" sat on the mat.\"}\n"
                        + "{\"id\":\"b\",\"text\":\"The cat sat on the mat.\"}\n");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(output())
                .allSatisfy(row ->
                        assertThat(row.get("logits").get("LABEL_0").asDouble()).isCloseTo(-1.271555, within(1e-5)));
    }

    @Test
    void rowsThatAreNotClearAreRefusedTogether() throws Exception {
        Subprocess.Result result = classify(
                "distilbert",
                "{\"id\":\"a\"}\n{\"id\":\"b\",\"text\":\"x\",\"prompt\":\"y\"}\n{\"text\":\"x\"}\n"
                        + "{\"id\":\"d\",\"prompt\":\"x\"}\n");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err())
                .contains("in.jsonl:1: has nothing to classify; accepted: a string \"text\"")
                .contains("in.jsonl:2: has a text and a prompt or completion as well")
                .contains("in.jsonl:3: has no field \"id\"")
                .contains("in.jsonl:4: has no field \"completion\"");
        assertThat(folder.resolve("out.jsonl")).doesNotExist();
    }

    @Test
    void aModelOfAnotherKindIsRefusedWithTheCommandForIt() throws Exception {
        String row = "{\"id\":\"a\",\"text\":\"x\"}\n";
        Subprocess.Result causal = classify("llama", row);
        assertThat(causal.exit()).isEqualTo(2);
        assertThat(causal.err())
                .contains("is a causal language model of the family llama")
                .contains("next: use plumbline score or plumbline generate");
        Subprocess.Result generated =
                Subprocess.run(folder, "generate", "--model", FIXTURES.resolve("distilbert"), "--prompt", "x");
        assertThat(generated.exit()).isEqualTo(2);
        assertThat(generated.err())
                .contains("is a classifier of the family distilbert")
                .contains("plumbline classify");
    }

    @Test
    void aClassifierIsAReward() throws Exception {
        Path config = Files.writeString(
                folder.resolve("rewards.yaml"),
                "rewards:\n  - shaper: classifier\n    options: {model: "
                        + FIXTURES.resolve("distilbert").toAbsolutePath().normalize()
                        + ", label: toxic, goal: low}\n");
        Path input = Files.writeString(
                folder.resolve("in.jsonl"),
                "{\"id\":\"a\",\"prompt\":\"x\",\"completion\":\"You are the worst of all.\"}\n");
        Path out = folder.resolve("out.jsonl");
        Subprocess.Result result =
                Subprocess.run(folder, "reward", "--config", config, "--input", input, "--output", out);
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(output().get(0).get("reward").asDouble()).isCloseTo(-0.197865, within(1e-5));
    }
}
