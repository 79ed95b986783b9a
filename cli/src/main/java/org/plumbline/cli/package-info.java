/** The command line: wiring and nothing else. */
@NullMarked
package org.plumbline.cli;

import org.jspecify.annotations.NullMarked;
