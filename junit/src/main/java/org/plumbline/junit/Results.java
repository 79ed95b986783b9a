package org.plumbline.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * On a parameter of type {@link org.plumbline.eval.Evaluation}: the evaluation in a directory that {@code plumbline eval}
 * wrote. It brings the extension along and may stand on an annotation of one's own.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@ExtendWith(PlumblineExtension.class)
public @interface Results {
    /** The directory, relative to the working directory. */
    String value();
}
