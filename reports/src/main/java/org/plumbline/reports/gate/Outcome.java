package org.plumbline.reports.gate;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.OptionalLong;

/** How a rule, or a gate, came out. There are four cases and no others. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public sealed interface Outcome {

    /** Shown to hold. */
    @JsonTypeName("pass")
    record Pass() implements Outcome {}

    /** Shown to be broken. */
    @JsonTypeName("fail")
    record Fail() implements Outcome {}

    /**
     * The data cannot tell.
     *
     * @param reason why, for readers
     * @param itemsNeeded items that would decide; empty when no number would, or it cannot be estimated
     */
    @JsonTypeName("inconclusive")
    record Inconclusive(String reason, OptionalLong itemsNeeded) implements Outcome {}

    /** Not measured; never a pass. */
    @JsonTypeName("not_run")
    record NotRun(String reason) implements Outcome {}

    /** {@code PASS}, {@code FAIL}, {@code INCONCLUSIVE} or {@code NOT RUN}: the same word in every format. */
    default String word() {
        return switch (kind()) {
            case PASS -> "PASS";
            case FAIL -> "FAIL";
            case INCONCLUSIVE -> "INCONCLUSIVE";
            case NOT_RUN -> "NOT RUN";
        };
    }

    /** The case, from the best to the worst. */
    default Kind kind() {
        if (this instanceof Pass) {
            return Kind.PASS;
        }
        if (this instanceof Inconclusive) {
            return Kind.INCONCLUSIVE;
        }
        return this instanceof NotRun ? Kind.NOT_RUN : Kind.FAIL;
    }

    /** The four cases in the order in which one outweighs another. */
    enum Kind {
        PASS,
        INCONCLUSIVE,
        NOT_RUN,
        FAIL
    }
}
