package org.plumbline.core.jinja;

/** Something a template can call. */
interface Function {
    Object call(Arguments arguments, Rendering rendering);

    /** Its name in messages. */
    String name();
}
