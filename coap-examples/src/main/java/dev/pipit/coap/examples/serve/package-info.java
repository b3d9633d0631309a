/**
 * {@code coap serve}: this machine's sensors as CoAP resources.
 *
 * <p>Starting points: {@link dev.pipit.coap.examples.serve.ServeCommand} reads the command line,
 * {@link dev.pipit.coap.examples.serve.SensorTree} keeps the resources as the machine's devices are.
 */
@NullMarked
package dev.pipit.coap.examples.serve;

import org.jspecify.annotations.NullMarked;
