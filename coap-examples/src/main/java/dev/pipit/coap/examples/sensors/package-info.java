/**
 * This machine's sensors, read from the kernel's files, and four ways to write down what they say. Nothing here knows
 * CoAP: a server maps each {@link dev.pipit.coap.examples.sensors.Sensor#path() path} to a resource and a
 * {@link dev.pipit.coap.examples.sensors.SensorException} to 5.03.
 *
 * <h2>Starting points</h2>
 *
 * <ul>
 *   <li>{@link dev.pipit.coap.examples.sensors.Sensors} finds what a file tree offers; call it again to see what has
 *       been plugged in since.
 *   <li>{@link dev.pipit.coap.examples.sensors.Sensor} gives a
 *       {@link dev.pipit.coap.examples.sensors.Sample}, {@link dev.pipit.coap.examples.sensors.Led} can be written too.
 *   <li>{@link dev.pipit.coap.examples.sensors.SampleFormat} renders a sample as text, JSON, or SenML in JSON or CBOR (RFC 8428).
 * </ul>
 */
@NullMarked
package dev.pipit.coap.examples.sensors;

import org.jspecify.annotations.NullMarked;
