/** What a suite author implements. */
@NullMarked
package org.plumbline.eval.spi;

import org.jspecify.annotations.NullMarked;
