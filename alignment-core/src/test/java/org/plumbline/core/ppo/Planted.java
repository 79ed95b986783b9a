package org.plumbline.core.ppo;

import java.util.Arrays;
import org.plumbline.core.reward.spi.Explanation;
import org.plumbline.core.reward.spi.Reward;
import org.plumbline.core.reward.spi.RewardShaper;

/** Rewards the share of tokens 100 to 199 of a vocabulary of 384: a quarter of a random model's tokens. */
final class Planted {
    static final RewardShaper SHAPER = batch -> batch.items().stream()
            .map(item -> {
                double share = Arrays.stream(item.tokens())
                                .filter(t -> t >= 100 && t < 200)
                                .count()
                        / (double) item.tokens().length;
                return (Reward) new Reward.Scored(Explanation.of(share, "share of tokens 100 to 199"));
            })
            .toList();

    private Planted() {}
}
