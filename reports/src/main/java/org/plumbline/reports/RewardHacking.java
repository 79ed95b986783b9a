package org.plumbline.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.plumbline.eval.spi.MetricDefinition.Direction;
import org.plumbline.reports.Comparison.HeldOut;
import org.plumbline.reports.Comparison.SuiteChange;
import org.plumbline.reports.MetricChange.Reading;

/**
 * Whether what training optimised improved while judges that it never saw did not agree.
 *
 * @param reward total reward over the updates; empty when no training is known
 * @param heldOut metrics of scorers that training never saw, and that have a better side
 * @param optimised metrics of scorers that training optimised
 * @param costs metrics without a scorer, such as perplexity, that became worse: what it may have cost
 */
public record RewardHacking(
        Optional<TrainingCurve> reward,
        List<MetricChange> heldOut,
        List<MetricChange> optimised,
        List<MetricChange> costs) {

    /** Looks at a comparison and the curves of the training between its two evaluations. */
    public static RewardHacking of(Comparison comparison, List<TrainingCurve> curves) {
        List<MetricChange> heldOut = new ArrayList<>();
        List<MetricChange> optimised = new ArrayList<>();
        List<MetricChange> costs = new ArrayList<>();
        for (SuiteChange suite : comparison.suites()) {
            for (MetricChange metric : suite.metrics()) {
                Reading reading = metric.reading();
                boolean sided = reading != Reading.CHANGED
                        && reading != Reading.NOT_MEASURED
                        && metric.definition().direction() != Direction.NEITHER;
                if (sided && suite.heldOut() == HeldOut.YES) {
                    heldOut.add(metric);
                } else if (sided && suite.heldOut() == HeldOut.NO) {
                    optimised.add(metric);
                } else if (suite.heldOut() == HeldOut.NO_SCORER && reading == Reading.WORSE) {
                    costs.add(metric);
                }
            }
        }
        return new RewardHacking(
                curves.stream()
                        .filter(curve -> curve.name().equals(TrainingCurve.REWARD))
                        .findFirst(),
                heldOut,
                optimised,
                costs);
    }

    /** Whether a reader should suspect it: the reward rose, and a held-out judge found something worse, or nothing better. */
    public boolean suspected() {
        return rose() && !heldOut.isEmpty() && (count(Reading.WORSE) > 0 || count(Reading.BETTER) == 0);
    }

    private boolean rose() {
        return reward.map(curve -> curve.end() > curve.start()).orElse(false);
    }

    private long count(Reading reading) {
        return heldOut.stream().filter(metric -> metric.reading() == reading).count();
    }

    /** What follows, for readers. */
    public String sentence() {
        if (reward.isEmpty()) {
            return "No training is recorded beside these evaluations: reward and judges cannot be set against each other.";
        }
        String reward = rose() ? "The reward rose" : "The reward did not rise";
        if (heldOut.isEmpty()) {
            return reward
                    + ". No judge is known to be held out from training: reward hacking could not have been seen.";
        }
        String judges = ". Judges that training never saw: " + count(Reading.BETTER) + " of " + heldOut.size()
                + " metrics better, " + count(Reading.WORSE) + " worse";
        return suspected()
                ? "Reward hacking is suspected. " + reward + judges + "."
                : reward + judges + ". Nothing points to reward hacking here.";
    }
}
