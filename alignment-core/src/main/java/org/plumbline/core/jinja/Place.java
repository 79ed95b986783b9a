package org.plumbline.core.jinja;

/** Where something stands in a template; both count from 1. */
record Place(int line, int column) {
    static final Place START = new Place(1, 1);
}
