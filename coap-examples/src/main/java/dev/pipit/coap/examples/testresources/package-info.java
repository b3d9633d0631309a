/**
 * Resources for tests of other CoAP implementations, and of speed. Each class adds its own to a server.
 */
@NullMarked
package dev.pipit.coap.examples.testresources;

import org.jspecify.annotations.NullMarked;
