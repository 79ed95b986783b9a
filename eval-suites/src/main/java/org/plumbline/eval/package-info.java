/** Suites that probe a language model, their statistics, and the runner. */
@NullMarked
package org.plumbline.eval;

import org.jspecify.annotations.NullMarked;
