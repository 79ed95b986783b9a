package org.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.chat.ChatSettings;
import org.plumbline.core.model.Completion;
import org.plumbline.core.reward.RewardPipeline;
import org.plumbline.core.selection.Candidate;
import org.plumbline.core.selection.Outcome;
import org.plumbline.core.selection.Selection;
import org.plumbline.datasets.PromptRecord;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.JsonLines;
import tools.jackson.databind.JsonNode;

class SelectCommandTest {
    private static final Path MODEL = Path.of("../alignment-core/src/test/resources/fixtures/llama");

    @TempDir
    Path folder;

    private Path config;
    private Path prompts;

    @BeforeEach
    void writeInputs() throws Exception {
        config = Files.writeString(
                folder.resolve("rewards.yaml"),
                "rewards:\n  - shaper: pattern\n    options: {pattern: \"[aeiou]\", most: 100}\n");
        prompts = Files.writeString(
                folder.resolve("prompts.jsonl"),
                "{\"id\":\"l\",\"prompt\":\"The cat\",\"pair\":\"p\",\"group\":\"pet/cat\",\"category\":\"pets\"}\n"
                        + "{\"id\":\"x\",\"prompt\":\"Once\"}\n"
                        + "{\"id\":\"r\",\"prompt\":\"The dog\",\"pair\":\"p\",\"group\":\"pet/dog\",\"category\":\"pets\"}\n");
    }

    private Subprocess.Result run(Object... arguments) throws Exception {
        return Subprocess.run(folder, arguments);
    }

    private Subprocess.Result select(Object... more) throws Exception {
        List<Object> words = new ArrayList<>(List.of("select", "--model", MODEL, "--config", config));
        words.addAll(List.of("--max-new-tokens", 12, "--seed", 3));
        words.addAll(List.of(more));
        return run(words.toArray());
    }

    private List<JsonNode> rows(String name) {
        return JsonLines.read(folder.resolve(name), JsonLines.Row::object);
    }

    @Test
    void aPromptGetsItsBestCompletionAloneOnStdout() throws Exception {
        Subprocess.Result result = select("--prompt", "The cat", "--items", folder.resolve("items.jsonl"));
        assertThat(result.exit()).as(result.err()).isZero();
        JsonNode item = rows("items.jsonl").get(0);
        assertThat(item.get("n").asInt()).isEqualTo(8);
        JsonNode best = item.get("candidates").get(item.get("draw").asInt());
        assertThat(result.out()).isEqualTo(best.get("completion").asString() + System.lineSeparator());
        assertThat(item.get("candidates"))
                .allSatisfy(candidate -> assertThat(candidate.get("reward").asDouble())
                        .isLessThanOrEqualTo(best.get("reward").asDouble()));
        Subprocess.Result one = run(
                "generate",
                "--model",
                MODEL,
                "--prompt",
                "The cat",
                "--max-new-tokens",
                12,
                "--temperature",
                1,
                "--seed",
                3);
        assertThat(one.out())
                .as("draw 0 is what generate samples")
                .isEqualTo(item.get("candidates").get(0).get("completion").asString() + System.lineSeparator());
    }

    @Test
    void theBestOfAFileGoStraightIntoTrainLm() throws Exception {
        Path best = folder.resolve("best.jsonl");
        Path summary = folder.resolve("summary.json");
        Subprocess.Result result =
                select("--input", prompts, "--output", best, "--draws", 4, "--summary", summary, "--batch-size", 2);
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("kept 3 completions of 3 prompts, from 12 draws: " + best)
                .contains("of a single draw", "best of 2", "best of 4; KL to the model at most 0.64 nats");
        List<JsonNode> rows = rows("best.jsonl");
        assertThat(rows).extracting(row -> row.get("id").asString()).containsExactly("l", "x", "r");
        assertThat(rows.get(0).propertyNames())
                .containsExactly(
                        "id", "prompt", "completion", "reward", "draw", "ended", "text", "category", "group", "pair");
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.get("text").asString())
                        .isEqualTo(row.get("prompt").asString()
                                + row.get("completion").asString()));
        JsonNode written = Json.read(summary);
        assertThat(written.get("completions").asInt()).isEqualTo(12);
        assertThat(written.get("reward").get("best_of")).hasSize(4);
        assertThat(written.get("reward").get("best_of").get(3).asDouble())
                .isCloseTo(
                        rows.stream()
                                .mapToDouble(row -> row.get("reward").asDouble())
                                .average()
                                .orElseThrow(),
                        within(1e-12));

        Path lm = Files.writeString(
                folder.resolve("lm.yaml"),
                "text: {files: [best.jsonl], held-out: 0}\nstart: " + MODEL.toAbsolutePath()
                        + "\ntraining: {epochs: 1, batch-size: 3, context-tokens: 32, learning-rate: 1.0e-4}\n");
        Subprocess.Result trained = run("train", "lm", "--config", lm, "--out", folder.resolve("lm"));
        assertThat(trained.exit()).as(trained.err()).isZero();
        assertThat(folder.resolve("lm/model/model.safetensors")).isNotEmptyFile();
    }

    @Test
    void aThresholdRejectsByNameAndPairsAreWritten() throws Exception {
        Path out = folder.resolve("out.jsonl");
        Path items = folder.resolve("items.jsonl");
        Path summary = folder.resolve("summary.json");
        Subprocess.Result pairs = select("--input", prompts, "--output", out, "--keep", "pairs", "--draws", 3);
        assertThat(pairs.exit()).as(pairs.err()).isZero();
        JsonNode pair = rows("out.jsonl").get(0);
        assertThat(pair.get("chosen_reward").asDouble())
                .isGreaterThan(pair.get("rejected_reward").asDouble());
        assertThat(pair.get("pair").asString()).isEqualTo("p");

        double between = (pair.get("chosen_reward").asDouble()
                        + pair.get("rejected_reward").asDouble())
                / 2;
        Subprocess.Result above = select(
                "--input",
                prompts,
                "--output",
                out,
                "--keep",
                "above",
                "--threshold",
                between,
                "--draws",
                3,
                "--items",
                items,
                "--summary",
                summary);
        assertThat(above.exit()).as(above.err()).isZero();
        assertThat(above.err()).contains("acceptance rate: ");
        assertThat(rows("out.jsonl"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.get("reward").asDouble()).isGreaterThanOrEqualTo(between));

        Subprocess.Result none = select(
                "--input",
                prompts,
                "--output",
                out,
                "--keep",
                "above",
                "--threshold",
                2,
                "--draws",
                3,
                "--items",
                items,
                "--summary",
                summary);
        assertThat(none.exit()).as(none.err()).isZero();
        assertThat(none.err()).contains("rejected, no draw reached 2.0: 3 prompts (");
        assertThat(out).isEmptyFile();
        assertThat(rows("items.jsonl"))
                .extracting(row -> row.get("outcome").asString())
                .containsExactly("rejected", "rejected", "rejected");
        assertThat(Json.read(summary).get("not_kept")).hasSize(3);

        Subprocess.Result alone = select("--prompt", "The cat", "--keep", "above", "--threshold", 2, "--draws", 2);
        assertThat(alone.exit()).isEqualTo(1);
        assertThat(alone.out()).isEmpty();
        assertThat(alone.err())
                .contains("none of 2 draws reached the threshold of 2.0")
                .contains("next: raise --draws");
    }

    @Test
    void contradictionsAreNamedAllAtOnce() throws Exception {
        Subprocess.Result result = select(
                "--input",
                prompts,
                "--output",
                prompts,
                "--threshold",
                1,
                "--margin",
                1,
                "--temperature",
                0,
                "--batch-size",
                0);
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err())
                .contains(
                        "--threshold: is 1.0, but --keep is best; accepted: --threshold with --keep above only",
                        "--margin: is 1.0, but --keep is best",
                        "--batch-size: is 0",
                        "is the file of --input as well",
                        "temperature: is 0, so all draws would be the same");
        assertThat(select("--prompt", "x", "--keep", "above", "--draws", 0).err())
                .contains("--draws: is 0; accepted: a whole number from 1", "there is no --threshold");
        Path bad = Files.writeString(folder.resolve("bad.yaml"), "rewards:\n  - shaper: patern\n");
        Subprocess.Result wrong = run("select", "--model", MODEL, "--config", bad, "--prompt", "x");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("bad.yaml:2:13: rewards[0].shaper is \"patern\"");
    }

    @Test
    void promptsThatFillTheContextAreFoundBeforeAnythingRuns() throws Exception {
        String words = "The cat ".repeat(400);
        Files.writeString(
                prompts,
                "{\"id\":\"ok\",\"prompt\":\"The\"}\n{\"id\":\"long\",\"prompt\":\"" + words
                        + "\"}\n{\"id\":\"longer\",\"prompt\":\"" + words + words + "\"}\n");
        Path out = folder.resolve("out.jsonl");
        Subprocess.Result result = select("--input", prompts, "--output", out);
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err())
                .contains("prompt long: has ", "prompt longer: has ", "next: shorten it or leave it out")
                .doesNotContain("select, prompts");
        assertThat(out).doesNotExist();
    }

    @Test
    void interruptingKeepsWhatIsDecided() throws Exception {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            many.add("{\"id\":\"" + i + "\",\"prompt\":\"The cat\"}");
        }
        Files.write(prompts, many);
        Path stderr = folder.resolve("stderr");
        Path out = folder.resolve("out.jsonl");
        Process process = Subprocess.start(
                folder.resolve("stdout"),
                stderr,
                "select",
                "--model",
                MODEL,
                "--config",
                config,
                "--input",
                prompts,
                "--output",
                out,
                "--draws",
                2,
                "--max-new-tokens",
                60);
        // The second line of progress comes after ten seconds.
        for (int i = 0; i < 600 && !Files.readString(stderr).contains("kept "); i++) {
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        String said = Files.readString(stderr);
        assertThat(said).contains("stopping: ", "interrupted after ").doesNotContain("error:");
        List<JsonNode> rows = rows("out.jsonl");
        assertThat(rows).isNotEmpty();
        assertThat(said).contains("interrupted after " + rows.size() + " of 50000 prompts");
    }

    @Test
    void aConversationIsWrittenAsMessages() {
        Completion completion = new Completion("a", 1, "Hello.", 3, Completion.Finish.END_OF_SEQUENCE);
        Candidate candidate = new Candidate(
                completion, new RewardPipeline.Judgement(0.5, 0.5, Optional.empty(), Map.of(), Map.of("x", 0.5)));
        Selection selection =
                new Selection(PromptRecord.of("a", "Hi"), List.of(candidate), new Outcome.Kept(candidate));
        JsonNode row = SelectionRows.kept(selection, Optional.of(new ChatSettings(Optional.of("Be kind."), Map.of())))
                .orElseThrow();
        assertThat(row.has("text")).isFalse();
        assertThat(row.get("messages").toString())
                .isEqualTo("[{\"role\":\"system\",\"content\":\"Be kind.\"},{\"role\":\"user\",\"content\":\"Hi\"},"
                        + "{\"role\":\"assistant\",\"content\":\"Hello.\"}]");
    }
}
