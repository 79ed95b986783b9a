package org.plumbline.core.selection;

import org.plumbline.core.model.Completion;
import org.plumbline.core.reward.RewardPipeline.Judgement;

/** A completion and what the rewards say of it. */
public record Candidate(Completion completion, Judgement judgement) {

    /** The weighted sum that it is selected by. */
    public double reward() {
        return judgement.total();
    }
}
