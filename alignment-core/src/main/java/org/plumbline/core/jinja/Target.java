package org.plumbline.core.jinja;

import java.util.List;

/** What can stand to the left of an assignment, or between {@code for} and {@code in}. */
sealed interface Target {

    record Name(String name, Place place) implements Target {}

    /** An attribute of a namespace. */
    record InNamespace(String name, String attribute, Place place) implements Target {}

    record Unpacked(List<Target> items, Place place) implements Target {}
}
