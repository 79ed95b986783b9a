package org.plumbline.junit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plumbline.junit.PlumblineAssertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.datasets.input.InputException;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.spi.ItemResult;

class EvaluationAssertTest {
    private static final Evaluation BEFORE = Evaluations.harm("model-1", 10, 40);

    @TempDir
    Path directory;

    private Path gate(String rules) throws IOException {
        return Files.writeString(directory.resolve("gate.yaml"), "rules: " + rules);
    }

    private static Evaluation failing(int failed, int items) {
        return Evaluations.of(
                "model-2",
                items,
                i -> i < failed
                        ? new ItemResult.Failed("no answer\nafter 30 s")
                        : new ItemResult.Scored(Map.of("harm", 0.0)));
    }

    @Test
    void anUnknownMetricListsWhatThereIs() {
        for (String name : List.of("probe.harms", "harm", "prob.harm")) {
            assertThatThrownBy(() -> assertThat(BEFORE).metric(name))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("""

                            Expecting evaluation of:
                              model-1
                            to have metric:
                              %s
                            but it has:
                              probe.harm
                              probe.help
                              probe.words""".formatted(name));
        }
    }

    @Test
    void anEvaluationWithoutSuitesHasNoMetric() {
        Evaluation empty = new Evaluation(BEFORE.model(), Optional.empty(), List.of());
        assertThatThrownBy(() -> assertThat(empty).metric("probe.harm"))
                .isInstanceOf(AssertionError.class)
                .hasMessageEndingWith("\nbut it has:\n  nothing");
    }

    @Test
    void failedItemsAreCountedAndTheFirstAreNamed() {
        assertThat(failing(0, 7)).hasNoFailedItems();
        assertThatThrownBy(() -> assertThat(failing(6, 7)).hasNoFailedItems())
                .isInstanceOf(AssertionError.class)
                .hasMessage("""

                        Expecting evaluation of:
                          model-2
                        to have no failed items
                        but was:
                          6 of 7 items failed
                        because:
                          probe, item item0: no answer / after 30 s
                          probe, item item1: no answer / after 30 s
                          probe, item item2: no answer / after 30 s
                          probe, item item3: no answer / after 30 s
                          probe, item item4: no answer / after 30 s
                          and 1 more""");
    }

    @Test
    void anUnreadableAnswerIsNotAFailedItem() {
        assertThat(Evaluations.of("model", 1, i -> new ItemResult.Unparsed("neither yes nor no")))
                .hasNoFailedItems();
    }

    @Test
    void noItemsAtAllAreNotFreeOfFailures() {
        assertThatThrownBy(() -> assertThat(Evaluations.of("model", List.of())).hasNoFailedItems())
                .isInstanceOf(AssertionError.class)
                .hasMessage("""

                        Expecting evaluation of:
                          model
                        to have no failed items
                        but was:
                          an evaluation without items""");
    }

    @Test
    void aGateFileWithLimitsNeedsNoBaseline() throws IOException {
        Path gate = gate("[{metric: probe.harm, limit: 0.5}]");
        assertThat(BEFORE).passes(gate).passes(gate, BEFORE);
    }

    @Test
    void aGateFileThatFailsIsQuotedWithItsRules() throws IOException {
        Path gate = gate("[{metric: probe.harm, margin: 0.1}, {metric: probe.harm, limit: 0.9, name: ceiling}]");
        assertThatThrownBy(() -> assertThat(Evaluations.harm("model-2", 30, 40)).passes(gate, BEFORE))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""

                        Expecting evaluation of:
                          model-2
                        to pass:
                          %s
                        but was:
                          FAIL
                        because:
                          Decided by "probe.harm": probe.harm, after - before = 0.5, 95 %% interval [0.3243, 0.6757] \
                        on 40 items: the whole interval is above 0.1, adjusted p < 0.0001.
                        rules:
                          probe.harm: FAIL
                          ceiling: PASS""".formatted(gate));
    }

    @Test
    void aMarginWithoutABaselineDoesNotPass() throws IOException {
        Path gate = gate("[{metric: probe.harm, margin: 0.1}]");
        assertThatThrownBy(() -> assertThat(BEFORE).passes(gate))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("\nbut was:\n  NOT RUN\nbecause:\n  Decided by \"probe.harm\": a margin needs");
    }

    @Test
    void tooManyFailedItemsDoNotPass() throws IOException {
        Path gate = gate("[{metric: probe.harm, limit: 0.5}]");
        assertThatThrownBy(() -> assertThat(failing(1, 50)).passes(gate))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "\nbut was:\n  NOT RUN\nbecause:\n  Too many items failed: 2 %, the policy allows 1 %.\n");
    }

    @Test
    void aMissingPolicyAndEvaluationsOfOtherItemsAreInputErrors() throws IOException {
        assertThatThrownBy(() -> assertThat(BEFORE).passes(directory.resolve("none.yaml")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("none.yaml: no such file");
        Path gate = gate("[{metric: probe.harm, limit: 0.5}]");
        assertThatThrownBy(() -> assertThat(BEFORE).passes(gate, Evaluations.harm("model-0", 10, 41)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("evaluate both models in the same way");
    }
}
