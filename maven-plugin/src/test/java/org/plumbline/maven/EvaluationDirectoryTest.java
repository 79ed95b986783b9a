package org.plumbline.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.datasets.input.InputException;
import org.plumbline.eval.EvaluationFiles;

class EvaluationDirectoryTest {
    @TempDir
    Path temporary;

    @Test
    void aNewOrEmptyOneIsLeftAlone() throws IOException {
        EvaluationDirectory.clear(temporary.resolve("new"));
        EvaluationDirectory.clear(temporary);

        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void onlyAMarkedEvaluationIsDeleted() throws IOException {
        EvaluationFiles.write(Fixtures.after(), temporary);

        assertThatThrownBy(() -> EvaluationDirectory.clear(temporary))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("holds items.jsonl, results.json, which")
                .hasMessageContaining("next: delete it if nobody needs it");
        assertThat(temporary.resolve("results.json")).exists();

        EvaluationDirectory.mark(temporary);
        EvaluationDirectory.clear(temporary);

        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void whatWasAddedToAMarkedOneIsKept() throws IOException {
        EvaluationFiles.write(Fixtures.after(), temporary);
        EvaluationDirectory.mark(temporary);
        Files.writeString(temporary.resolve("baseline.json"), "{}");

        assertThatThrownBy(() -> EvaluationDirectory.clear(temporary))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("baseline.json");
        assertThat(temporary.resolve("items.jsonl")).exists();
    }

    @Test
    void whatIsNoEvaluationGetsNoMark() throws IOException {
        EvaluationDirectory.mark(temporary);

        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void aFileIsRefused() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");

        assertThatThrownBy(() -> EvaluationDirectory.clear(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is a file");
    }
}
