/** Looking at a run while it goes on: TensorBoard event files and MLflow tracking servers. */
@NullMarked
package org.plumbline.core.watch;

import org.jspecify.annotations.NullMarked;
