package dev.pipit.coap.examples.plugtest;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the test descriptions of the ETSI plugtests that a test runs, as {@code
 * @TestDescription("TD_COAP_CORE_01")}; the class says in which role. {@code docs/reference/plugtest.md} is made of them.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface TestDescription {
    /** The ids; one that is not in {@code plugtest.csv} fails {@link PlugtestTableTest}. */
    String[] value();
}
