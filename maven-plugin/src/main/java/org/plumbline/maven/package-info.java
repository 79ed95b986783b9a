/** The Maven plugin: probing and the gate in a build. */
@NullMarked
package org.plumbline.maven;

import org.jspecify.annotations.NullMarked;
