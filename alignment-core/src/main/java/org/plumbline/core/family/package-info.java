/** Model architectures: what a checkpoint's config.json means, and which weights and program it takes. */
@NullMarked
package org.plumbline.core.family;

import org.jspecify.annotations.NullMarked;
