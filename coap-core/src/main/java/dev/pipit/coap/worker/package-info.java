/**
 * Floor 11: threads that may block, for handlers, for bodies that stream, and for handshakes. Starting point: {@link
 * dev.pipit.coap.worker.WorkerThreads}.
 */
@NullMarked
package dev.pipit.coap.worker;

import org.jspecify.annotations.NullMarked;
