/** What a reward author implements. */
@NullMarked
package org.plumbline.core.reward.spi;

import org.jspecify.annotations.NullMarked;
