/** Language modelling: a model learns to predict the next token of texts, from nothing or from a checkpoint. */
@NullMarked
package org.plumbline.core.lm;

import org.jspecify.annotations.NullMarked;
