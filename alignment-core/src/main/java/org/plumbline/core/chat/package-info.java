/** Conversations, and the templates by which a checkpoint makes text of them. */
@NullMarked
package org.plumbline.core.chat;

import org.jspecify.annotations.NullMarked;
