/** Hugging Face model directories: configuration, safetensors, tokenizer. */
@NullMarked
package org.plumbline.core.checkpoint;

import org.jspecify.annotations.NullMarked;
