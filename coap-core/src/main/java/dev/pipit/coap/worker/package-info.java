/**
 * Floor 11: threads that may block, for handlers and for bodies that stream. Starting point: {@link
 * dev.pipit.coap.worker.WorkerThreads}.
 */
@NullMarked
package dev.pipit.coap.worker;

import org.jspecify.annotations.NullMarked;
