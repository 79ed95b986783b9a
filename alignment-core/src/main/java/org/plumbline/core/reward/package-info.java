/** Rewards: the batch a shaper sees, composition, and the named loader of providers. */
@NullMarked
package org.plumbline.core.reward;

import org.jspecify.annotations.NullMarked;
