package org.plumbline.core.selection;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.plumbline.core.model.Completion;

/** What a selection came to, prompt by prompt. */
public final class SelectionStatistics {
    private final SelectionSettings settings;
    private final double[] bestOf;
    private final List<String> notKept = new ArrayList<>();
    private int prompts;
    private int cut;
    private long completions;
    private long neededDraws;
    private double firstDraws;
    private double keptRewards;

    public SelectionStatistics(SelectionSettings settings) {
        this.settings = settings;
        this.bestOf = new double[settings.draws()];
    }

    /** Counts one prompt. */
    public void add(Selection selection) {
        List<Candidate> candidates = selection.candidates();
        prompts++;
        completions += candidates.size();
        firstDraws += candidates.get(0).reward();
        if (!adaptive()) {
            double[] curve = BestOfN.expectedBest(
                    candidates.stream().mapToDouble(Candidate::reward).toArray());
            for (int k = 0; k < bestOf.length; k++) {
                bestOf[k] += curve[k];
            }
        }
        if (selection.outcome() instanceof Outcome.Kept kept) {
            neededDraws += kept.candidate().completion().draw() + 1L;
            keep(kept.candidate(), kept.candidate().completion());
        } else if (selection.outcome() instanceof Outcome.Pair pair) {
            keep(pair.chosen(), pair.rejected().completion());
        } else {
            neededDraws += candidates.size();
            notKept.add(selection.prompt().id());
        }
    }

    private void keep(Candidate candidate, Completion other) {
        keptRewards += candidate.reward();
        if (candidate.completion().finish() == Completion.Finish.LENGTH || other.finish() == Completion.Finish.LENGTH) {
            cut++;
        }
    }

    /** Draws end early there, so they tell nothing of the best of n. */
    private boolean adaptive() {
        return settings.rule() instanceof Rule.Above;
    }

    public int prompts() {
        return prompts;
    }

    /** Prompts of which something is kept. */
    public int kept() {
        return prompts - notKept.size();
    }

    /** Ids of the prompts of which nothing is kept, in the order in which they were decided. */
    public List<String> notKept() {
        return List.copyOf(notKept);
    }

    /** Completions that were sampled and judged. */
    public long completions() {
        return completions;
    }

    /** Kept completions, or pairs with one, that the token limit cut. */
    public int cut() {
        return cut;
    }

    /** Mean reward of one draw, over prompts; of the first one under {@link Rule.Above}, else of all. */
    public OptionalDouble singleDrawMean() {
        return mean(adaptive() ? firstDraws : bestOf[0], prompts);
    }

    /** Mean reward of what is kept, the chosen ones of pairs. */
    public OptionalDouble keptMean() {
        return mean(keptRewards, kept());
    }

    /**
     * Expected reward of the best of k draws, k from 1 to n, averaged over prompts; empty under {@link Rule.Above}.
     *
     * @see BestOfN#expectedBest
     */
    public List<Double> bestOf() {
        List<Double> means = new ArrayList<>();
        for (int k = 0; k < bestOf.length && !adaptive() && prompts > 0; k++) {
            means.add(bestOf[k] / prompts);
        }
        return means;
    }

    /** Accepted draws as a share of those drawn until then, in [0, 1]; empty but under {@link Rule.Above}. */
    public OptionalDouble acceptanceRate() {
        return adaptive() ? mean(kept(), neededDraws) : OptionalDouble.empty();
    }

    private static OptionalDouble mean(double sum, long n) {
        return n == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / n);
    }
}
