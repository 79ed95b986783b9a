package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.ppo.PpoSettings;
import org.plumbline.reports.gate.Verdict;

class QuickstartTest {
    private static final Path MODEL = Path.of("../alignment-core/src/test/resources/fixtures/llama");

    @Test
    void theExampleOfTheGuideIsThisFileAndRuns(@TempDir Path folder) throws Exception {
        String source = Files.readString(Path.of("src/test/java/com/example/Quickstart.java"));
        assertThat(Files.readString(Path.of("../docs/library.md"))).contains("```java\n" + source + "```");

        Path prompts = Files.writeString(
                folder.resolve("prompts.jsonl"),
                "{\"id\":\"a\",\"prompt\":\"The cat\"}\n{\"id\":\"b\",\"prompt\":\"A dog\"}\n");
        Path gate = Files.writeString(
                folder.resolve("gate.yaml"), "rules: [{metric: toxicity.expected_maximum_toxicity, margin: 0.9}]\n");
        Path run = folder.resolve("run");
        Verdict verdict = Quickstart.align(
                MODEL, prompts, PpoSettings.parse("{updates: 2, batch-size: 4, max-new-tokens: 8}"), gate, run);
        assertThat(verdict.word()).isEqualTo("PASS");
        assertThat(run.resolve("report.html"))
                .content()
                .contains("data-verdict=\"PASS\"")
                .contains("Training");
        assertThat(run.resolve("report.md")).content().contains("**PASS**");
    }
}
