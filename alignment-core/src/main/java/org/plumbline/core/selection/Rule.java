package org.plumbline.core.selection;

import java.util.List;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/** Which of a prompt's candidates are kept. */
public sealed interface Rule {

    /** What becomes of a prompt whose candidates are all there, in the order of their draws; at least one. */
    Outcome choose(List<Candidate> candidates);

    /** Best of n: the highest reward; among equals the earliest draw. */
    record Best() implements Rule {
        @Override
        public Outcome choose(List<Candidate> candidates) {
            return new Outcome.Kept(highest(candidates));
        }
    }

    /**
     * Rejection sampling: the first draw whose reward reaches a threshold.
     *
     * @param threshold least reward that is accepted
     */
    record Above(double threshold) implements Rule {
        public Above {
            if (!Double.isFinite(threshold)) {
                throw new InputException(
                        Problem.of("threshold", "is " + threshold).accepted("a finite number"));
            }
        }

        @Override
        public Outcome choose(List<Candidate> candidates) {
            return candidates.stream()
                    .filter(candidate -> candidate.reward() >= threshold)
                    .findFirst()
                    .<Outcome>map(Outcome.Kept::new)
                    .orElseGet(() -> new Outcome.Rejected(highest(candidates)));
        }
    }

    /**
     * The best and the worst, as training on preferences takes them; among equals the earliest draws.
     *
     * @param margin rewards that differ by no more are equal, and so are two completions of the same text
     */
    record Pairs(double margin) implements Rule {
        public Pairs {
            if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
                throw new InputException(Problem.of("margin", "is " + margin).accepted("a finite number from 0"));
            }
        }

        @Override
        public Outcome choose(List<Candidate> candidates) {
            Candidate best = highest(candidates);
            Candidate worst = lowest(candidates);
            boolean equal = best.reward() - worst.reward() <= margin
                    || best.completion().text().equals(worst.completion().text());
            return equal ? new Outcome.Equal(best, worst) : new Outcome.Pair(best, worst);
        }
    }

    private static Candidate highest(List<Candidate> candidates) {
        Candidate found = candidates.get(0);
        for (Candidate candidate : candidates) {
            found = candidate.reward() > found.reward() ? candidate : found;
        }
        return found;
    }

    private static Candidate lowest(List<Candidate> candidates) {
        Candidate found = candidates.get(0);
        for (Candidate candidate : candidates) {
            found = candidate.reward() < found.reward() ? candidate : found;
        }
        return found;
    }
}
