/** Best-of-n and rejection sampling: several completions of a prompt, judged, and the one or two that are worth keeping. */
@NullMarked
package org.plumbline.core.selection;

import org.jspecify.annotations.NullMarked;
