package org.plumbline.core.selection;

/** What became of a prompt. */
public sealed interface Outcome {

    /** One completion is kept. */
    record Kept(Candidate candidate) implements Outcome {}

    /** Two completions are kept, the better one first. */
    record Pair(Candidate chosen, Candidate rejected) implements Outcome {}

    /**
     * No draw reached the threshold.
     *
     * @param best the one that came closest; it is not kept
     */
    record Rejected(Candidate best) implements Outcome {}

    /** The best and the worst are equal: nothing can be preferred. */
    record Equal(Candidate best, Candidate worst) implements Outcome {}
}
