package org.plumbline.junit;

import org.assertj.core.api.AbstractAssert;
import org.plumbline.reports.gate.Outcome;
import org.plumbline.reports.gate.Verdict;

/** Assertions on how a gate came out, after the policy's word on rules that are inconclusive or did not run. */
public final class VerdictAssert extends AbstractAssert<VerdictAssert, Verdict> {

    VerdictAssert(Verdict actual) {
        super(actual, VerdictAssert.class);
    }

    /** Every rule holds, or is let pass by the policy. */
    public VerdictAssert isPass() {
        return hasOutcome(Outcome.Kind.PASS);
    }

    /** A rule is shown to be broken. */
    public VerdictAssert isFail() {
        return hasOutcome(Outcome.Kind.FAIL);
    }

    /** No rule is broken, and the data cannot tell whether all hold. */
    public VerdictAssert isInconclusive() {
        return hasOutcome(Outcome.Kind.INCONCLUSIVE);
    }

    /** A rule was not measured, or too many items failed. */
    public VerdictAssert isNotRun() {
        return hasOutcome(Outcome.Kind.NOT_RUN);
    }

    private VerdictAssert hasOutcome(Outcome.Kind kind) {
        isNotNull();
        if (actual.outcome().kind() != kind) {
            failWithMessage("%s", Messages.verdict(kind, actual));
        }
        return this;
    }
}
