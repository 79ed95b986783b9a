package org.plumbline.core.ppo;

import org.plumbline.core.policy.ActorCritic;
import org.plumbline.core.policy.TokenSequence;
import org.plumbline.core.reward.RewardPipeline.Judgement;
import org.plumbline.core.reward.spi.RewardBatch;

/**
 * A sampled response with what rewards and networks say of it.
 *
 * @param group number of its prompt in the batch: responses to the same prompt share it
 * @param sequence prompt and response; the response is what is scored
 */
record Rollout(
        int group,
        TokenSequence sequence,
        RewardBatch.Item item,
        Judgement judgement,
        ActorCritic.Evaluation evaluation) {

    int tokens() {
        return sequence.scored();
    }

    boolean ended() {
        return item.ended();
    }
}
