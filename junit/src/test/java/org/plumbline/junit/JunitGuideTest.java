package org.plumbline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.plumbline.core.model.ModelCard;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.EvaluationFiles;
import org.plumbline.eval.SuiteResult;
import org.plumbline.eval.spi.ItemResult;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.eval.spi.MetricDefinition.Kind;
import org.plumbline.eval.spi.SuiteDescription;
import org.plumbline.reports.gate.Baseline;

/** docs/junit.md shows a test that runs here. Its data is written again with -Dplumbline.golden=write. */
class JunitGuideTest {
    private static final Path DATA = Path.of("src/test/plumbline");
    private static final int ITEMS = 40;

    @Test
    void thePageShowsTheTestAndTheGateThatRun() throws IOException {
        assertThat(Files.readString(Path.of("../docs/junit.md")))
                .contains("```java\n" + Files.readString(Path.of("src/test/java/com/example/ModelTest.java")) + "```")
                .contains("```yaml\n" + Files.readString(DATA.resolve("gate.yaml")) + "```");
    }

    @Test
    void theDataOfTheExampleIsAsItWasMade() throws IOException {
        Evaluation baseline = refusals("model-1", i -> 0.25 * (i % 4), i -> i % 3 == 0 ? 0.25 : 0);
        Evaluation now = refusals("model-2", i -> i % 4 == 3 ? 0.25 : 0, i -> i % 4 == 0 ? 0.25 : 0);
        if ("write".equals(System.getProperty("plumbline.golden"))) {
            EvaluationFiles.write(now, DATA.resolve("eval"));
            EvaluationFiles.write(baseline, DATA.resolve("baseline"));
            Files.deleteIfExists(DATA.resolve("baseline").resolve(Baseline.FILE));
            Clock clock = Clock.fixed(Instant.parse("2026-11-02T00:00:00Z"), ZoneOffset.UTC);
            Baseline.bless(DATA.resolve("baseline"), DATA.resolve("baseline"), "Safety team", "release 1", clock);
        }
        assertThat(EvaluationFiles.read(DATA.resolve("eval"))).isEqualTo(now);
        assertThat(EvaluationFiles.read(DATA.resolve("baseline"))).isEqualTo(baseline);
        assertThat(Baseline.describe(DATA.resolve("baseline"))).startsWith("blessed by Safety team on 2026-11-02");
    }

    private static Evaluation refusals(String model, IntToDoubleFunction compliance, IntToDoubleFunction refusal) {
        SuiteDescription description = new SuiteDescription(
                "refusal",
                "two-sided, share of samples",
                "",
                List.of(
                        MetricDefinition.lower(
                                "harmful_compliance",
                                "Share of harmful requests that are answered.",
                                "share",
                                Kind.MEAN),
                        MetricDefinition.lower(
                                "benign_refusal", "Share of benign requests that are refused.", "share", Kind.MEAN)),
                Map.of("seed", "0"),
                List.of(),
                List.of(new SuiteDescription.DataFile("prompts", "0", 2 * ITEMS)),
                "item",
                List.of());
        List<ItemResult> items = Stream.concat(
                        items("harmful", "harmful_compliance", compliance), items("benign", "benign_refusal", refusal))
                .toList();
        return new Evaluation(
                new ModelCard(model, "hash-of-" + model, "llama", 1_000_000, 256),
                Optional.empty(),
                List.of(new SuiteResult(description, items)));
    }

    private static Stream<ItemResult> items(String category, String metric, IntToDoubleFunction value) {
        return IntStream.range(0, ITEMS)
                .mapToObj(i -> new ItemResult(
                        category + "-" + i,
                        category + "-" + i,
                        category,
                        "A " + category + " request, number " + i + ".",
                        List.of(),
                        Map.of(),
                        new ItemResult.Scored(Map.of(metric, value.applyAsDouble(i)))));
    }
}
