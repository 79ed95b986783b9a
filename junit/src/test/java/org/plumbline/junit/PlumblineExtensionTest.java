package org.plumbline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.plumbline.datasets.input.InputException;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.EvaluationFiles;
import org.plumbline.reports.gate.Baseline;

class PlumblineExtensionTest {
    private static final String RESULTS = "target/extension-test/results";
    private static final String BASELINE = "target/extension-test/baseline";
    private static final String MISSING = "target/extension-test/missing";
    private static final String EMPTY = "target/extension-test/empty";

    /** What the tests below were given, in order. */
    private static final List<Evaluation> GIVEN = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        GIVEN.clear();
        EvaluationFiles.write(Evaluations.harm("candidate", 5, 40), Path.of(RESULTS));
        EvaluationFiles.write(Evaluations.harm("main", 10, 40), Path.of(BASELINE));
        Files.deleteIfExists(Path.of(BASELINE, Baseline.FILE));
        Files.createDirectories(Path.of(EMPTY));
    }

    private static EngineExecutionResults run(Class<?>... classes) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(Arrays.stream(classes).map(type -> selectClass(type)).toArray(ClassSelector[]::new))
                .execute();
    }

    private static void assertPasses(int tests, Class<?>... classes) {
        run(classes)
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(tests).failed(0));
    }

    private static Throwable failure(Class<?> type) {
        List<Event> failed = run(type).testEvents().failed().list();
        assertThat(failed).hasSize(1);
        return failed.get(0)
                .getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Results(RESULTS)
    @interface Candidate {}

    static class Both {
        @Test
        void gets(@Results(RESULTS) Evaluation results, @BaselineResults(BASELINE) Evaluation baseline) {
            GIVEN.addAll(List.of(results, baseline));
        }
    }

    @ExtendWith(PlumblineExtension.class)
    static class Declared {
        private final Evaluation constructed;

        Declared(@Results("./" + RESULTS) Evaluation constructed) {
            this.constructed = constructed;
        }

        @BeforeEach
        void gets(@Results(RESULTS) Evaluation results) {
            GIVEN.addAll(List.of(constructed, results));
        }

        @Test
        void one() {}

        @Test
        void two() {}
    }

    static class Composed {
        @Test
        void gets(@Candidate Evaluation results) {
            GIVEN.add(results);
        }
    }

    @Test
    void theAnnotationsAloneBringTheEvaluations() {
        assertPasses(1, Both.class);
        assertThat(GIVEN).extracting(evaluation -> evaluation.model().id()).containsExactly("candidate", "main");
    }

    @Test
    void constructorsLifecycleMethodsAndOwnAnnotationsWork() {
        assertPasses(3, Declared.class, Composed.class);
        assertThat(GIVEN)
                .hasSize(5)
                .allMatch(evaluation -> evaluation.model().id().equals("candidate"));
    }

    @Test
    void aDirectoryIsReadOnceInARunAndAgainInTheNext() {
        run(Declared.class, Composed.class);
        Evaluation first = GIVEN.get(0);
        assertThat(GIVEN).hasSize(5).allMatch(evaluation -> evaluation == first);
        run(Composed.class);
        assertThat(GIVEN.get(5)).isNotSameAs(first).isEqualTo(first);
    }

    static class NoResults {
        @Test
        void gets(@Results(MISSING) Evaluation results) {
            GIVEN.add(results);
        }
    }

    static class EmptyResults {
        @Test
        void gets(@Results(EMPTY) Evaluation results) {
            GIVEN.add(results);
        }
    }

    static class NoBaseline {
        @Test
        void gets(@BaselineResults(MISSING) Evaluation baseline) {
            GIVEN.add(baseline);
        }
    }

    @Test
    void aMissingDirectoryFailsAndSaysHowToMakeIt() {
        Throwable results = failure(NoResults.class);
        assertThat(results).isInstanceOf(ParameterResolutionException.class);
        assertThat(results.getCause())
                .isInstanceOf(InputException.class)
                .hasMessage(Path.of(MISSING).toAbsolutePath() + ": no such directory; "
                        + "next: run plumbline eval --model DIR --suite NAME --out " + MISSING);
        assertThat(results).hasMessageContaining(results.getCause().getMessage());
        assertThat(failure(EmptyResults.class).getCause())
                .hasMessage(Path.of(EMPTY).toAbsolutePath() + ": has no results.json; "
                        + "next: run plumbline eval --model DIR --suite NAME --out " + EMPTY);
        assertThat(failure(NoBaseline.class).getCause())
                .hasMessage(Path.of(MISSING).toAbsolutePath() + ": no such directory; "
                        + "next: run plumbline baseline bless RESULTS_DIR --out " + MISSING + " --approver NAME");
        assertThat(GIVEN).isEmpty();
    }

    static class ResultsOfTheBaseline {
        @Test
        void gets(@Results(BASELINE) Evaluation results) {
            GIVEN.add(results);
        }
    }

    @Test
    void aBlessedBaselineThatWasChangedFails() throws IOException {
        Baseline.bless(Path.of(BASELINE), Path.of(BASELINE), "Safety team", "", Clock.systemUTC());
        assertPasses(1, Both.class);
        Files.writeString(Path.of(BASELINE, "items.jsonl"), "not JSON\n", StandardOpenOption.APPEND);
        assertThat(failure(Both.class).getCause())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is not what was blessed");
    }

    @Test
    void onlyBaselinesAreVerified() throws IOException {
        Baseline.bless(Path.of(BASELINE), Path.of(BASELINE), "Safety team", "", Clock.systemUTC());
        Files.writeString(Path.of(BASELINE, "results.json"), "\n", StandardOpenOption.APPEND);
        assertPasses(1, ResultsOfTheBaseline.class);
    }

    static class WrongType {
        @Test
        void gets(@BaselineResults(BASELINE) String baseline) {}
    }

    static class TwoAnnotations {
        @Test
        void gets(@Results(RESULTS) @BaselineResults(BASELINE) Evaluation either) {}
    }

    @Test
    void annotationsInTheWrongPlaceAreCalledThat() {
        assertThat(failure(WrongType.class))
                .hasMessage("@BaselineResults stands on a parameter of type java.lang.String; "
                        + "accepted: org.plumbline.eval.Evaluation");
        assertThat(failure(TwoAnnotations.class))
                .hasMessage("has both @Results and @BaselineResults; accepted: one of them");
    }
}
