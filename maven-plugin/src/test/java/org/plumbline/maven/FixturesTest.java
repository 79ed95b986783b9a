package org.plumbline.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.EvaluationFiles;

/** The evaluations of the integration tests are written again with -Dplumbline.golden=write. */
class FixturesTest {
    @Test
    void theCommittedEvaluationsAreWhatPlumblineWrites(@TempDir Path temporary) throws IOException {
        for (Map.Entry<String, Evaluation> fixture :
                Map.of("before", Fixtures.before(), "after", Fixtures.after()).entrySet()) {
            Path committed = Fixtures.DIRECTORY.resolve(fixture.getKey());
            if ("write".equals(System.getProperty("plumbline.golden"))) {
                EvaluationFiles.write(fixture.getValue(), committed);
            }
            Path fresh = temporary.resolve(fixture.getKey());
            EvaluationFiles.write(fixture.getValue(), fresh);
            for (String name : List.of("results.json", "items.jsonl")) {
                assertThat(committed.resolve(name)).hasSameTextualContentAs(fresh.resolve(name));
                assertThat(Files.size(committed.resolve(name))).isLessThan(40_000);
            }
        }
    }
}
