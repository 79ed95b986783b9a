package org.plumbline.core.ppo;

import org.plumbline.datasets.input.ConfigNode;

/** Where advantages come from. All methods share rollouts, rewards, KL penalty and clipped loss. */
public enum Method implements ConfigNode.Named {
    /** A value network and generalised advantage estimation (Schulman et al. 2017). */
    PPO("ppo"),
    /** The score against the mean of the responses to the same prompt, over their deviation (Shao et al. 2024). */
    GRPO("grpo"),
    /** The score against the mean of the other responses to the same prompt (Ahmadian et al. 2024). */
    RLOO("rloo"),
    /** Returns, normalised over the whole batch (Hu 2025). */
    REINFORCE_PLUS_PLUS("reinforce++"),
    /** As REINFORCE++, after the mean of the responses to the same prompt was taken off the score. */
    REINFORCE_PLUS_PLUS_BASELINE("reinforce++-baseline");

    private final String configName;

    Method(String configName) {
        this.configName = configName;
    }

    @Override
    public String configName() {
        return configName;
    }

    /** Whether a value network predicts returns. */
    boolean hasValues() {
        return this == PPO;
    }

    /** Whether a response is compared with others to the same prompt. */
    boolean hasGroups() {
        return this == GRPO || this == RLOO || this == REINFORCE_PLUS_PLUS_BASELINE;
    }
}
