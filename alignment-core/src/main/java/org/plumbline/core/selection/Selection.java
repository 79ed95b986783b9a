package org.plumbline.core.selection;

import java.util.List;
import org.plumbline.datasets.PromptRecord;

/**
 * One prompt, what was sampled for it, and what is kept.
 *
 * @param candidates in the order of their draws, from draw 0. Under {@link Rule.Above} a prompt goes on while one of its
 *     counterfactual twins does, so draws may follow the one that is kept
 */
public record Selection(PromptRecord prompt, List<Candidate> candidates, Outcome outcome) {

    public Selection {
        candidates = List.copyOf(candidates);
    }
}
