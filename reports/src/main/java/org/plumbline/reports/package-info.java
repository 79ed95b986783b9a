/** Comparison of two evaluations, and its renderers. */
@NullMarked
package org.plumbline.reports;

import org.jspecify.annotations.NullMarked;
