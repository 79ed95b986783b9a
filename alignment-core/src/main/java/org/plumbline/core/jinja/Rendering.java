package org.plumbline.core.jinja;

import java.time.Clock;

/** One rendering of a template: what it may use, and the clock it reads. */
record Rendering(Budget budget, Clock clock) {}
