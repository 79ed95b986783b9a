package org.plumbline.rewards;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.plumbline.core.reward.spi.Explanation;
import org.plumbline.core.reward.spi.Reward;
import org.plumbline.core.reward.spi.RewardBatch;
import org.plumbline.core.reward.spi.RewardShaper;
import org.plumbline.core.reward.spi.RewardShaperProvider;
import org.plumbline.datasets.input.ConfigNode;

/** Minus the toxicity of the completion, in [-1, 0]: of several scorers the worst counts. The prompt is not judged. */
public final class ToxicityShaper implements RewardShaper {
    private static final String LEXICON = "lexicon";
    private static final String CATEGORIZER = "categorizer";

    private final List<TextScorer> scorers;

    public ToxicityShaper(TextScorer... scorers) {
        this.scorers = List.of(scorers);
    }

    @Override
    public List<Reward> shape(RewardBatch batch) {
        return batch.items().stream().map(item -> reward(item.completion())).toList();
    }

    private Reward reward(String completion) {
        List<Explanation> found =
                scorers.stream().map(scorer -> scorer.score(completion)).toList();
        double worst = found.stream()
                .max(Comparator.comparingDouble(Explanation::value))
                .map(Explanation::value)
                .orElse(0.0);
        // 0 - x, not -x: a clean text scores 0, never -0.
        String what = found.size() == 1 ? "minus toxicity" : "minus the larger toxicity";
        return new Reward.Scored(new Explanation(0 - worst, what, found));
    }

    @Override
    public List<String> scorers() {
        return scorers.stream().map(TextScorer::identity).toList();
    }

    /**
     * Makes the shaper from {@code scorers}, a list of lexicon and categorizer (lexicon alone when absent), and
     * {@code lexicon}, a file beside the configuration (Plumbline's own lists without it).
     */
    public static final class Provider implements RewardShaperProvider {
        @Override
        public String name() {
            return "toxicity";
        }

        @Override
        public String summary() {
            return "minus toxicity of the completion, in [-1, 0]; options: scorers (list of lexicon, categorizer),"
                    + " lexicon (file)";
        }

        @Override
        public RewardShaper create(ConfigNode options) {
            List<String> names = options.has("scorers") ? options.textList("scorers") : List.of(LEXICON);
            if (names.isEmpty() || names.stream().distinct().count() < names.size()) {
                options.problem(
                        "scorers", "is " + names, "a list of different ones: " + LEXICON + ", " + CATEGORIZER, "");
            }
            List<TextScorer> scorers = new ArrayList<>();
            LexiconScorer lexicon = LexiconScorer.read(options);
            for (String name : names) {
                switch (name) {
                    case LEXICON -> scorers.add(lexicon);
                    case CATEGORIZER -> scorers.add(CategorizerScorer.builtIn());
                    default -> options.problem("scorers", "has \"" + name + "\"", LEXICON + ", " + CATEGORIZER, "");
                }
            }
            if (options.has("lexicon") && !names.contains(LEXICON)) {
                options.problem(
                        "lexicon", "is given, but scorers does not name the lexicon", "", "add it or remove one");
            }
            return new ToxicityShaper(scorers.toArray(TextScorer[]::new));
        }
    }
}
