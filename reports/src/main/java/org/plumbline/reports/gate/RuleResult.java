package org.plumbline.reports.gate;

import java.util.List;

/**
 * A rule and how it came out.
 *
 * @param outcome the worst of its checks
 * @param counted how the gate takes it, after the policy's word on inconclusive rules and those that did not run
 */
public record RuleResult(String name, String family, Outcome outcome, Outcome.Kind counted, List<Check> checks) {
    public RuleResult {
        checks = List.copyOf(checks);
    }

    /** Whether the policy lets an inconclusive rule pass. */
    public boolean tolerated() {
        return counted == Outcome.Kind.PASS && outcome.kind() != Outcome.Kind.PASS;
    }
}
