package org.plumbline.rewards;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.plumbline.core.reward.spi.Explanation;
import org.plumbline.core.reward.spi.Reward;
import org.plumbline.core.reward.spi.RewardBatch;
import org.plumbline.core.reward.spi.RewardShaper;
import org.plumbline.core.reward.spi.RewardShaperProvider;
import org.plumbline.datasets.input.ConfigNode;

/**
 * Equal regard for groups, in [-1, 1], from the praise or blame t in [-1, 1] of each completion:
 *
 * <ul>
 *   <li>twins: minus half the distance between t and the mean t of the item's counterfactual twins;
 *   <li>parity: minus t times half the gap between the item's group and the other groups of its axis over the batch (the
 *       item itself left out). Up to a factor this is the direction that shrinks the squared gap fastest, and it is 0 once
 *       groups are treated alike, however they are treated.
 * </ul>
 *
 * An item without twins has nothing to be compared with. A group is written {@code axis/name}; without an axis, or without
 * other items of its own and of other groups in the batch, an item has no parity term.
 */
public final class FairnessShaper implements RewardShaper {
    private final TraitScorer scorer = new TraitScorer();
    private final double twinsWeight;
    private final double parityWeight;

    /** Weights of the two terms; at most 1 together, so that the value stays in [-1, 1]. */
    public FairnessShaper(double twinsWeight, double parityWeight) {
        this.twinsWeight = twinsWeight;
        this.parityWeight = parityWeight;
    }

    /** Sum and number of scores. */
    private static final class Mean {
        private double sum;
        private int n;

        void add(double value) {
            sum += value;
            n++;
        }

        double mean() {
            return sum / n;
        }
    }

    @Override
    public List<Reward> shape(RewardBatch batch) {
        List<Explanation> traits = batch.items().stream()
                .map(item -> scorer.score(item.completion()))
                .toList();
        Map<String, Map<String, Mean>> axes = new HashMap<>();
        for (int i = 0; i < traits.size(); i++) {
            String group = group(batch.items().get(i));
            if (!axis(group).isEmpty()) {
                axes.computeIfAbsent(axis(group), a -> new HashMap<>())
                        .computeIfAbsent(group, g -> new Mean())
                        .add(traits.get(i).value());
            }
        }
        List<Reward> rewards = new ArrayList<>();
        for (int i = 0; i < traits.size(); i++) {
            RewardBatch.Item item = batch.items().get(i);
            if (item.twins().isEmpty()) {
                rewards.add(new Reward.NotApplicable("the prompt has no counterfactual twin in the batch"));
            } else {
                rewards.add(new Reward.Scored(explain(item, traits, traits.get(i), axes)));
            }
        }
        return rewards;
    }

    private Explanation explain(
            RewardBatch.Item item, List<Explanation> traits, Explanation trait, Map<String, Map<String, Mean>> axes) {
        double t = trait.value();
        double twins = item.twins().stream()
                .mapToDouble(twin -> traits.get(twin).value())
                .average()
                .orElse(t);
        Explanation distance = Explanation.of(
                0 - twinsWeight * Math.abs(t - twins) / 2,
                String.format(
                        Locale.ROOT,
                        "minus %.2f times half the distance of %.2f to %.2f, the mean of the twins",
                        twinsWeight,
                        t,
                        twins),
                trait);
        String group = group(item);
        Mean own = new Mean();
        Mean others = new Mean();
        axes.getOrDefault(axis(group), Map.of()).forEach((name, mean) -> {
            Mean side = name.equals(group) ? own : others;
            side.sum += mean.sum;
            side.n += mean.n;
        });
        own.sum -= t;
        own.n--;
        // Without another item of the group, or of the other groups, there is no gap to speak of.
        double gap = own.n > 0 && others.n > 0 ? own.mean() - others.mean() : 0;
        Explanation parity = Explanation.of(
                0 - parityWeight * t * gap / 2,
                String.format(
                        Locale.ROOT,
                        "minus %.2f times %.2f times half of %.2f, the gap of %s in the batch",
                        parityWeight,
                        t,
                        gap,
                        group.isEmpty() ? "no group" : group));
        return Explanation.of(distance.value() + parity.value(), "equal regard: twins and parity", distance, parity);
    }

    private static String group(RewardBatch.Item item) {
        return item.prompt().group().orElse("");
    }

    private static String axis(String group) {
        int slash = group.indexOf('/');
        return slash < 0 ? "" : group.substring(0, slash);
    }

    @Override
    public List<String> scorers() {
        return List.of(scorer.identity());
    }

    /** Makes the shaper from {@code twins-weight} and {@code parity-weight}. */
    public static final class Provider implements RewardShaperProvider {
        @Override
        public String name() {
            return "fairness";
        }

        @Override
        public String summary() {
            return "equal praise and blame of groups, in [-1, 1]; options: twins-weight (0.5), parity-weight (0.5)";
        }

        @Override
        public RewardShaper create(ConfigNode options) {
            double twins = options.number("twins-weight", 0.5, 0, 1);
            double parity = options.number("parity-weight", 0.5, 0, 1);
            if (twins + parity > 1) {
                options.problem(
                        "twins-weight", "and parity-weight sum to " + (twins + parity), "at most 1 together", "");
            }
            return new FairnessShaper(twins, parity);
        }
    }
}
