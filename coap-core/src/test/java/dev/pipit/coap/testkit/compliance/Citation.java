package dev.pipit.coap.testkit.compliance;

/**
 * A test that names a requirement row.
 *
 * @param id the row
 * @param test {@code Class.method}, {@code Outer.Inner.method}, or the class alone
 */
record Citation(String id, String test) {}
