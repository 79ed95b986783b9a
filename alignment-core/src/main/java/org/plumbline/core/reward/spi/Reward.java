package org.plumbline.core.reward.spi;

import java.util.Optional;

/** What a shaper says of one completion. */
public sealed interface Reward {

    /**
     * A score.
     *
     * @param value finite; higher is better. Paid at the last token, unless {@code perToken} says where
     * @param perToken one share for each token of the completion; they sum to {@code value}
     * @param why a tree whose value equals {@code value}
     */
    record Scored(double value, Optional<float[]> perToken, Explanation why) implements Reward {

        public Scored(Explanation why) {
            this(why.value(), Optional.empty(), why);
        }
    }

    /** The shaper has nothing to say of this completion; it counts as no reward and is counted in the metrics. */
    record NotApplicable(String reason) implements Reward {}
}
