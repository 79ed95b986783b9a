/** The starter world: text that a teaching model is trained on, prompts that align it, and probes that measure it. */
@NullMarked
package org.plumbline.datasets.starter;

import org.jspecify.annotations.NullMarked;
