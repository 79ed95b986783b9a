package org.plumbline.junit;

import org.plumbline.eval.Evaluation;
import org.plumbline.reports.gate.Verdict;

/** Where assertions on evaluations and verdicts begin; {@code assertThat} can be imported beside AssertJ's own. */
public final class PlumblineAssertions {
    private PlumblineAssertions() {}

    /** Asserts what a model was measured to do. */
    public static EvaluationAssert assertThat(Evaluation actual) {
        return new EvaluationAssert(actual);
    }

    /** Asserts how a gate came out. */
    public static VerdictAssert assertThat(Verdict actual) {
        return new VerdictAssert(actual);
    }
}
