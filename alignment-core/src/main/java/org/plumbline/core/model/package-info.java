/** What can be probed: prompts, completions, log-likelihoods, and the language model that gives them. */
@NullMarked
package org.plumbline.core.model;

import org.jspecify.annotations.NullMarked;
