/** Reading what users give: JSON, JSON Lines and YAML with positions, and errors that say what to do next. */
@NullMarked
package org.plumbline.datasets.input;

import org.jspecify.annotations.NullMarked;
