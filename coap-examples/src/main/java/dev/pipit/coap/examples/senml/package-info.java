/**
 * SenML (RFC 8428): measurements with names, units and times, in JSON (§5) and CBOR (§6).
 *
 * <p>Starting points: {@link dev.pipit.coap.examples.senml.SenmlPack} is what a message holds,
 * {@link dev.pipit.coap.examples.senml.SenmlJson} and {@link dev.pipit.coap.examples.senml.SenmlCbor} read and write it,
 * {@link dev.pipit.coap.examples.senml.SenmlPack#resolve} gives each record its full name and time.
 */
@NullMarked
package dev.pipit.coap.examples.senml;

import org.jspecify.annotations.NullMarked;
