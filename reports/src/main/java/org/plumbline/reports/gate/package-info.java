/** What a build must not let through: a policy, its judgement of the evidence, and blessed baselines. */
@NullMarked
package org.plumbline.reports.gate;

import org.jspecify.annotations.NullMarked;
