package dev.pipit.coap.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the rows of the requirement tables that a test shows, for example {@code @Requirement("R7252-012")} or
 * {@code @Requirement({"R7252-012", "R7252-013"})}.
 *
 * <p>On a class it speaks for the class as a whole. The ids are the first column of
 * {@code src/test/resources/requirements/rfcNNNN.csv}; {@code docs/reference/compliance.md} is generated from them by
 * reading the test sources, so an id has to be a string literal here, never a constant.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Requirement {
    /** The row ids, one or more; an id that is in no table fails the build. */
    String[] value();
}
