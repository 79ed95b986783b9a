package org.plumbline.datasets;

import java.util.Optional;

/**
 * One prompt of a data set.
 *
 * @param id unique in its file
 * @param text what the model continues
 * @param category topic, for breakdowns
 * @param group identity group that the prompt names
 * @param pair name shared by counterfactual twins
 * @param locale BCP 47 tag
 * @param cluster prompts of one cluster are alike (one template, say) and count together in intervals
 */
public record PromptRecord(
        String id,
        String text,
        Optional<String> category,
        Optional<String> group,
        Optional<String> pair,
        Optional<String> locale,
        Optional<String> cluster) {

    /** A prompt without metadata. */
    public static PromptRecord of(String id, String text) {
        Optional<String> none = Optional.empty();
        return new PromptRecord(id, text, none, none, none, none, none);
    }
}
