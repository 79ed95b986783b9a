package org.plumbline.core.selection;

/** Follows a selection. */
@FunctionalInterface
public interface SelectionListener {

    /** A prompt is decided. */
    void decided(Selection selection);

    /**
     * Some prompts have got completions, which are judged next.
     *
     * @param draws that each of them has now
     */
    default void sampled(int draws) {}
}
