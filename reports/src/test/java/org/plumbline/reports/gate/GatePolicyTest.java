package org.plumbline.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.plumbline.datasets.input.InputException;
import org.plumbline.eval.spi.MetricDefinition.Direction;
import org.plumbline.reports.gate.Rule.Margin;
import org.plumbline.reports.gate.Rule.OnInconclusive;
import org.plumbline.reports.gate.Rule.OnNotRun;

class GatePolicyTest {
    private static final Path FILE = Path.of("some", "gate.yaml");

    @Test
    void everyKeyIsRead() {
        GatePolicy policy = GatePolicy.parse(FILE, """
                alpha: 0.1
                power: 0.9
                error-budget: 0.02
                unpaired-budget: 0.2
                min-items: 10
                on-inconclusive: pass
                on-not-run: fail
                rules:
                  - metric: acme:brand.tone
                    direction: towards 0.5
                    limit: 0.1
                    margin: 10%
                    category: de
                    family: own
                    alpha: 0.01
                    min-items: 50
                    on-inconclusive: fail
                    on-not-run: not-run
                  - name: joint
                    all:
                      - {metric: refusal.harm, margin: 0}
                      - {metric: refusal.benign, margin: -0.02, direction: lower}
                """);
        assertThat(policy.power()).isEqualTo(0.9);
        assertThat(policy.errorBudget()).isEqualTo(0.02);
        assertThat(policy.unpairedBudget()).isEqualTo(0.2);
        assertThat(policy.source()).startsWith("gate.yaml, sha256 ");
        Rule first = policy.rules().get(0);
        assertThat(first.name()).isEqualTo("acme:brand.tone[de]");
        assertThat(first.alpha()).isEqualTo(0.01);
        assertThat(first.minItems()).isEqualTo(50);
        assertThat(first.onInconclusive()).isEqualTo(OnInconclusive.FAIL);
        assertThat(first.onNotRun()).isEqualTo(OnNotRun.NOT_RUN);
        assertThat(first.conditions().get(0).limit()).isEqualTo(OptionalDouble.of(0.1));
        assertThat(first.conditions().get(0).margin()).contains(new Margin(0, 0.1));
        assertThat(first.conditions().get(0).better()).contains(new Rule.Better(Direction.TOWARDS, 0.5));
        Rule joint = policy.rules().get(1);
        assertThat(joint.conditions()).hasSize(2);
        assertThat(joint.alpha()).isEqualTo(0.1);
        assertThat(joint.onInconclusive()).isEqualTo(OnInconclusive.PASS);
        assertThat(joint.onNotRun()).isEqualTo(OnNotRun.FAIL);
        assertThat(joint.conditions().get(1).margin()).contains(new Margin(-0.02, 0));
    }

    @Test
    void allProblemsComeAtOnceWithTheirPlaces() {
        assertThatThrownBy(() -> GatePolicy.parse(FILE, """
                        alpha: 2
                        on-inconclusive: maybe
                        colour: red
                        rules:
                          - metric: nodot
                            margin: much
                          - metric: a.b
                          - metric: a.c
                            direction: up
                            limit: .nan
                          - name: both
                            metric: a.d
                            margin: 200%
                            all:
                              - {metric: a.e, margin: 0}
                          - metric: a.b
                            alpha: 0.2
                            margin: 0
                        """))
                .isInstanceOfSatisfying(
                        InputException.class,
                        e -> assertThat(e.text().lines().toList())
                                .satisfiesExactlyInAnyOrder(
                                        p -> assertThat(p)
                                                .startsWith(FILE + ":1:8: alpha is \"2\"; accepted: a number from"),
                                        p -> assertThat(p)
                                                .isEqualTo(FILE
                                                        + ":2:18: on-inconclusive is \"maybe\"; accepted: inconclusive,"
                                                        + " fail, pass"),
                                        p -> assertThat(p).startsWith(FILE + ":3:9: colour is not a known key"),
                                        p -> assertThat(p)
                                                .startsWith(
                                                        FILE + ":5:13: rules[0].metric is \"nodot\"; accepted: SUITE"),
                                        p -> assertThat(p).startsWith(FILE + ":6:13: rules[0].margin is \"much\""),
                                        p -> assertThat(p)
                                                .startsWith(FILE
                                                        + ":7:13: rules[1].metric has neither a limit nor a margin"),
                                        p -> assertThat(p)
                                                .startsWith(
                                                        FILE + ":9:16: rules[2].direction is \"up\"; accepted: lower"),
                                        p -> assertThat(p).startsWith(FILE + ":10:12: rules[2].limit is \""),
                                        p -> assertThat(p).contains("rules[3].metric stands beside all:"),
                                        p -> assertThat(p).contains("rules[3].margin stands beside all:"),
                                        p -> assertThat(p).contains("rules[3].all has 1 condition"),
                                        p -> assertThat(p).contains("rules[4].metric makes a second rule \"a.b\""),
                                        p -> assertThat(p)
                                                .contains("rules[4].alpha is 0.2, but family \"gate\" has 0.05")));
    }

    @Test
    void aPolicyWithoutRulesIsNoPolicy() {
        assertThatThrownBy(() -> GatePolicy.parse(FILE, "alpha: 0.05\n"))
                .hasMessageContaining("rules is missing or empty");
        assertThatThrownBy(() -> GatePolicy.parse(FILE, "")).hasMessageContaining("rules is missing or empty");
        assertThatThrownBy(() -> GatePolicy.parse(FILE, "rules: [1]\n"))
                .hasMessageContaining("an item of another kind");
    }
}
