/**
 * Floor 0: bodies that stream: the one place where bytes pass between the event loop and other threads.
 *
 * <p>Users hand a {@link dev.pipit.coap.body.Body} in and get an {@link dev.pipit.coap.body.IncomingBody}. The
 * protocol's layers see neither: they take bytes from a {@link dev.pipit.coap.body.BodySource} and put them into a {@link
 * dev.pipit.coap.body.BodySink}, both on the event loop, without ever waiting. Files and streams are read and written on
 * other threads, and what is buffered in between is bounded.
 *
 * <p>Starting points: {@link dev.pipit.coap.body.Body}, {@link dev.pipit.coap.body.IncomingBody}, {@link
 * dev.pipit.coap.body.Execution}.
 */
@NullMarked
package dev.pipit.coap.body;

import org.jspecify.annotations.NullMarked;
