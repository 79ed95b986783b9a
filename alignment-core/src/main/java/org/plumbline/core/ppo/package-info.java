/** Proximal policy optimisation on text. */
@NullMarked
package org.plumbline.core.ppo;

import org.jspecify.annotations.NullMarked;
