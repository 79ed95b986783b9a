package org.plumbline.rewards;

import java.util.List;
import org.plumbline.core.reward.spi.Explanation;
import org.plumbline.core.reward.spi.Reward;
import org.plumbline.core.reward.spi.RewardBatch;
import org.plumbline.core.reward.spi.RewardShaper;
import org.plumbline.core.reward.spi.RewardShaperProvider;
import org.plumbline.datasets.input.ConfigNode;

/** Minus the toxicity of the completion, in [-1, 0]. The prompt is not judged. */
public final class ToxicityShaper implements RewardShaper {
    private final TextScorer scorer;

    public ToxicityShaper(TextScorer scorer) {
        this.scorer = scorer;
    }

    @Override
    public List<Reward> shape(RewardBatch batch) {
        return batch.items().stream().map(item -> reward(item.completion())).toList();
    }

    private Reward reward(String completion) {
        Explanation toxicity = scorer.score(completion);
        // 0 - x, not -x: a clean text scores 0, never -0.
        return new Reward.Scored(new Explanation(0 - toxicity.value(), "minus toxicity", List.of(toxicity)));
    }

    @Override
    public List<String> scorers() {
        return List.of(scorer.identity());
    }

    /** Makes the shaper from {@code lexicon}, a file beside the configuration; Plumbline's English list without it. */
    public static final class Provider implements RewardShaperProvider {
        @Override
        public String name() {
            return "toxicity";
        }

        @Override
        public String summary() {
            return "minus lexicon toxicity of the completion, in [-1, 0]; option: lexicon (file)";
        }

        @Override
        public RewardShaper create(ConfigNode options) {
            return new ToxicityShaper(LexiconScorer.read(options));
        }
    }
}
