/**
 * A small Jinja2: what chat templates use of it, with the semantics of Python where they show.
 *
 * <p>Values are {@link java.lang.String}, {@link java.math.BigInteger}, {@link java.lang.Double}, {@link java.lang.Boolean},
 * {@link java.util.List} and the classes of this package; a template cannot change any but a namespace.
 */
@NullMarked
package org.plumbline.core.jinja;

import org.jspecify.annotations.NullMarked;
