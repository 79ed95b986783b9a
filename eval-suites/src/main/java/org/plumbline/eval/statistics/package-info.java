/** Intervals, tests and sample sizes for means over items, clustered and paired. */
@NullMarked
package org.plumbline.eval.statistics;

import org.jspecify.annotations.NullMarked;
