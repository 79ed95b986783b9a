package org.plumbline.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * As {@link Results}, for an evaluation to compare with. Where it was blessed ({@code plumbline baseline bless}) the test
 * fails if a file was changed since.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@ExtendWith(PlumblineExtension.class)
public @interface BaselineResults {
    /** The directory, relative to the working directory. */
    String value();
}
