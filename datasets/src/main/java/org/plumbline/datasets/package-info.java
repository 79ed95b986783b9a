/** Readers for prompts and public benchmark files, each with its provenance. */
@NullMarked
package org.plumbline.datasets;

import org.jspecify.annotations.NullMarked;
