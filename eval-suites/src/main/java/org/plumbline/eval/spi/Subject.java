package org.plumbline.eval.spi;

import java.util.Optional;
import org.plumbline.core.model.LanguageModel;

/**
 * What is probed.
 *
 * @param model the model
 * @param reference a fixed model that judges the first one's text, such as the one before training; metrics that need it
 *     are left out without it
 */
public record Subject(LanguageModel model, Optional<LanguageModel> reference) {

    /** A model without a reference. */
    public static Subject of(LanguageModel model) {
        return new Subject(model, Optional.empty());
    }
}
