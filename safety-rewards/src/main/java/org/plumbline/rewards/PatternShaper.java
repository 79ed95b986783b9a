package org.plumbline.rewards;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.plumbline.core.reward.spi.Explanation;
import org.plumbline.core.reward.spi.Reward;
import org.plumbline.core.reward.spi.RewardBatch;
import org.plumbline.core.reward.spi.RewardShaper;
import org.plumbline.core.reward.spi.RewardShaperProvider;
import org.plumbline.datasets.input.ConfigNode;

/** How often a regular expression matches the completion, as a share of a cap, in [0, 1]. */
public final class PatternShaper implements RewardShaper {
    private final Pattern pattern;
    private final int most;

    /**
     * A shaper.
     *
     * @param most matches that give the full reward, at least 1; further ones add nothing
     */
    public PatternShaper(Pattern pattern, int most) {
        this.pattern = pattern;
        this.most = most;
    }

    @Override
    public List<Reward> shape(RewardBatch batch) {
        return batch.items().stream().map(item -> reward(item.completion())).toList();
    }

    private Reward reward(String completion) {
        Matcher matcher = pattern.matcher(completion);
        int count = 0;
        while (count < most && matcher.find()) {
            count++;
        }
        return new Reward.Scored(
                Explanation.of((double) count / most, count + " of " + most + " matches of " + pattern));
    }

    /** Makes the shaper from {@code pattern} and {@code most}. */
    public static final class Provider implements RewardShaperProvider {
        @Override
        public String name() {
            return "pattern";
        }

        @Override
        public String summary() {
            return "matches of a regular expression, in [0, 1]; options: pattern, most (1)";
        }

        @Override
        public RewardShaper create(ConfigNode options) {
            String text = options.requiredText("pattern");
            int most = options.integer("most", 1, 1, 10_000);
            try {
                return new PatternShaper(Pattern.compile(text), most);
            } catch (PatternSyntaxException e) {
                options.problem(
                        "pattern",
                        "is not a regular expression: " + e.getDescription(),
                        "the syntax of java.util.regex.Pattern",
                        "");
                return new PatternShaper(Pattern.compile("(?!)"), most);
            }
        }
    }
}
