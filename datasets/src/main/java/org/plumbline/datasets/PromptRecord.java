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
 */
public record PromptRecord(
        String id,
        String text,
        Optional<String> category,
        Optional<String> group,
        Optional<String> pair,
        Optional<String> locale) {

    /** A prompt without metadata. */
    public static PromptRecord of(String id, String text) {
        return new PromptRecord(id, text, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
