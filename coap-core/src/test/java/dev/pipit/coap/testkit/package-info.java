/**
 * What Pipit's own tests share.
 *
 * <p>Starting points: {@link dev.pipit.coap.testkit.Requirement} names the requirement rows that a test shows.
 */
@NullMarked
package dev.pipit.coap.testkit;

import org.jspecify.annotations.NullMarked;
