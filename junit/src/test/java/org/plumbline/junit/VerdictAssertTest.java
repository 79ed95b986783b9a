package org.plumbline.junit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plumbline.junit.PlumblineAssertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.reports.gate.Gate;
import org.plumbline.reports.gate.GatePolicy;
import org.plumbline.reports.gate.Verdict;

class VerdictAssertTest {
    private static final Map<String, String> RULES = Map.of(
            "PASS", "{metric: probe.harm, limit: 0.5}",
            "FAIL", "{metric: probe.harm, limit: 0.1}",
            "INCONCLUSIVE", "{metric: probe.harm, limit: 0.3}",
            "NOT RUN", "{metric: probe.harm, margin: 0}");
    private static final Map<String, Function<VerdictAssert, VerdictAssert>> ASSERTIONS = Map.of(
            "PASS", VerdictAssert::isPass,
            "FAIL", VerdictAssert::isFail,
            "INCONCLUSIVE", VerdictAssert::isInconclusive,
            "NOT RUN", VerdictAssert::isNotRun);

    private static Verdict verdict(String... rules) {
        GatePolicy policy = GatePolicy.parse(Path.of("gate.yaml"), "rules: " + List.of(rules));
        return Gate.judge(policy, Evaluations.harm("model", 10, 40));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PASS", "FAIL", "INCONCLUSIVE", "NOT RUN"})
    void eachOutcomeIsItselfAndNoOther(String word) {
        VerdictAssert actual = assertThat(verdict(RULES.get(word)));
        ASSERTIONS.forEach((other, assertion) -> {
            if (other.equals(word)) {
                assertion.apply(actual);
            } else {
                assertThatThrownBy(() -> assertion.apply(actual))
                        .isInstanceOf(AssertionError.class)
                        .hasMessageStartingWith("\nExpecting verdict:\n  " + other + "\nbut was:\n  " + word + "\n");
            }
        });
    }

    @Test
    void theMessageHasTheReasonAndEveryRule() {
        Verdict verdict = verdict(
                "{name: soft, metric: probe.harm, limit: 0.3, on-inconclusive: pass}",
                "{name: hard, metric: probe.harm, limit: 0.3}",
                "{name: wide, metric: probe.harm, limit: 0.5}");
        assertThatThrownBy(() -> assertThat(verdict).isPass())
                .isInstanceOf(AssertionError.class)
                .hasMessage("""

                        Expecting verdict:
                          PASS
                        but was:
                          INCONCLUSIVE
                        because:
                          Decided by "hard": probe.harm, value = 0.25, 95 % interval [0.1419, 0.4019] on 40 items: \
                        the interval includes 0.3; about 660 items would decide with 80 % power.
                        rules:
                          soft: INCONCLUSIVE, which the policy counts as PASS
                          hard: INCONCLUSIVE
                          wide: PASS""");
    }

    @Test
    void anAbsentVerdictIsNoOutcome() {
        assertThatThrownBy(() -> assertThat((Verdict) null).isNotRun())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not to be null");
    }
}
