/**
 * The client commands of the {@code coap} program.
 *
 * <p>Starting points: {@link dev.pipit.coap.examples.cli.RequestCommand} sends a request,
 * {@link dev.pipit.coap.examples.cli.ResponsePrinter} shows the response, and
 * {@link dev.pipit.coap.examples.cli.Failures} has the exit codes.
 */
@NullMarked
package dev.pipit.coap.examples.cli;

import org.jspecify.annotations.NullMarked;
