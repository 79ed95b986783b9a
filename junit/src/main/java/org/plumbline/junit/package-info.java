/** Gates in tests: AssertJ assertions and a JUnit extension. */
@NullMarked
package org.plumbline.junit;

import org.jspecify.annotations.NullMarked;
