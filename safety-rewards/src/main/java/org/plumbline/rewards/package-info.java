/** Text scorers, and the reward shapers built on them. */
@NullMarked
package org.plumbline.rewards;

import org.jspecify.annotations.NullMarked;
