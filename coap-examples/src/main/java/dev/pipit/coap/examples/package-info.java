/**
 * The {@code coap} command-line program and short, complete examples.
 *
 * <p>Each example is one file with a {@code main} method.
 */
@NullMarked
package dev.pipit.coap.examples;

import org.jspecify.annotations.NullMarked;
