/** A report in the formats that people and builds read; all of them repeat one verdict. */
@NullMarked
package org.plumbline.reports.render;

import org.jspecify.annotations.NullMarked;
