package org.plumbline.core.ppo;

import java.util.Map;
import org.plumbline.core.model.LanguageModel;

/** Looks at a policy while it trains, with measures that training does not optimise. */
public interface CheckpointProbe {

    /**
     * Scores by metric name. The policy must not be kept: it changes with the next step.
     *
     * @param update updates that it has had; 0 is the model before training
     */
    Map<String, Double> probe(LanguageModel policy, int update);
}
