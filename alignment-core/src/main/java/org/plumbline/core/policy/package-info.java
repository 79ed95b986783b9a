/** The trainable policy: a checkpoint, its program, generation, scoring and gradient steps. */
@NullMarked
package org.plumbline.core.policy;

import org.jspecify.annotations.NullMarked;
