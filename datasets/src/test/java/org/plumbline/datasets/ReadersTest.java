package org.plumbline.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.datasets.input.InputException;

class ReadersTest {
    @TempDir
    Path folder;

    @Test
    void theWholePublicCrowsPairsFileIsRead() {
        Path file = Path.of(System.getProperty("plumbline.shared", "../../shared"))
                .resolve("corpora/crows_pairs/crows_pairs_anonymized.csv");
        Assumptions.assumeTrue(Files.exists(file), "needs the shared corpora: crows_pairs");
        List<MinimalPair> pairs = CrowsPairs.read(file);
        assertThat(pairs).hasSize(CrowsPairs.PUBLISHED_PAIRS);
        assertThat(pairs.stream().filter(p -> p.category().equals("race-color")))
                .hasSize(516);
        assertThat(pairs).extracting(MinimalPair::id).doesNotHaveDuplicates();
    }

    @Test
    void csvWithoutTheColumnsIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("x.csv"), ",sent_more,other\n0,a,b\n");
        assertThatThrownBy(() -> CrowsPairs.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("x.csv:2")
                .hasMessageContaining("has no column sent_less, stereo_antistereo, bias_type");
    }

    @Test
    void missingEmptyAndBinaryFilesAreRefused() throws IOException {
        assertThatThrownBy(() -> CrowsPairs.read(folder.resolve("none.csv"))).hasMessageContaining("no such file");
        assertThatThrownBy(() -> CrowsPairs.read(folder)).hasMessageContaining("is a directory");
        Path latin = Files.write(
                folder.resolve("latin.csv"), "sent_more\nna\u00efve\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> CrowsPairs.read(latin)).hasMessageContaining("is not UTF-8");
        Path empty =
                Files.writeString(folder.resolve("empty.csv"), "sent_more,sent_less,stereo_antistereo,bias_type\n");
        assertThatThrownBy(() -> CrowsPairs.read(empty)).hasMessageContaining("holds no pairs");
    }

    @Test
    void promptsAreReadWithTheirMetadata() throws IOException {
        Path file = Files.writeString(
                folder.resolve("p.jsonl"),
                "{\"id\":\"a\",\"prompt\":\"x\",\"group\":\"g\",\"pair\":\"p\"}\n\n{\"id\":\"b\",\"prompt\":\"\"}\n");
        List<PromptRecord> prompts = PromptFile.read(file);
        assertThat(prompts).extracting(PromptRecord::id).containsExactly("a", "b");
        assertThat(prompts.get(0).group()).contains("g");
        assertThat(prompts.get(1).pair()).isEmpty();
    }

    @Test
    void everyBadPromptLineIsNamed() throws IOException {
        Path file = Files.writeString(
                folder.resolve("p.jsonl"),
                "{\"id\":\"a\",\"prompt\":\"x\"}\n{\"id\":\"a\",\"prompt\":\"y\"}\n{\"id\":\"c\"\n{\"id\":3,\"prompt\":\"z\"}\n[1]\n{\"id\":\"d\"}\n");
        assertThatThrownBy(() -> PromptFile.read(file))
                .isInstanceOf(InputException.class)
                .satisfies(e -> assertThat(e.getMessage())
                        .contains("p.jsonl:2: id \"a\" stands in line 1 already")
                        .contains("p.jsonl:3:")
                        .contains("p.jsonl:4: \"id\" is 3, a string was expected")
                        .contains("p.jsonl:5: is not an object")
                        .contains("p.jsonl:6: has no field \"prompt\""));
    }
}
