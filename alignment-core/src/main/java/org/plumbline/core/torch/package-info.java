/** The PyTorch engine behind one thread, and TorchScript programs that run on it. */
@NullMarked
package org.plumbline.core.torch;

import org.jspecify.annotations.NullMarked;
