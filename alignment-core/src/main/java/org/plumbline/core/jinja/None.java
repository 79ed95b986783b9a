package org.plumbline.core.jinja;

/** Python's {@code None}. */
enum None {
    NONE
}
