package dev.pipit.coap.examples.sensors;

import dev.pipit.coap.examples.senml.SenmlCbor;
import dev.pipit.coap.examples.senml.SenmlJson;
import java.nio.charset.StandardCharsets;

/** The ways to write a sample down. Text and JSON are UTF-8. */
public enum SampleFormat {
    /** For people: {@code 48.3 °C}, or a line {@code name value unit} for each of several values. */
    TEXT(0) {
        @Override
        public byte[] render(Sensor sensor, Sample sample, String baseName) {
            return SampleText.render(sample).getBytes(StandardCharsets.UTF_8);
        }
    },
    /** A plain object: {@code {"value":48.3,"unit":"Cel","time":…}}, or such a member for each of several values. */
    JSON(50) {
        @Override
        public byte[] render(Sensor sensor, Sample sample, String baseName) {
            return SampleJson.render(sample);
        }
    },
    /** A SenML pack (RFC 8428 §5), units from the SenML registry. */
    SENML_JSON(110) {
        @Override
        public byte[] render(Sensor sensor, Sample sample, String baseName) {
            return SenmlJson.write(SenmlSample.of(sensor.path(), sample, baseName));
        }
    },
    /** The same in CBOR (RFC 8428 §6). */
    SENML_CBOR(112) {
        @Override
        public byte[] render(Sensor sensor, Sample sample, String baseName) {
            return SenmlCbor.write(SenmlSample.of(sensor.path(), sample, baseName));
        }
    };

    private final int contentFormat;

    SampleFormat(int contentFormat) {
        this.contentFormat = contentFormat;
    }

    /** The number in the CoAP Content-Formats registry (RFC 7252 §12.3). */
    public int contentFormat() {
        return contentFormat;
    }

    /**
     * Writes a sample down.
     *
     * @param sensor where the sample is from
     * @param baseName what makes the sensor's path unique in the world, for SenML: a URI of this machine
     *     such as {@code coap://pi.example.org/}, or a URN
     * @throws IllegalArgumentException if the base name holds other characters than RFC 8428 §4.5.1 allows (an IPv6
     *     address in brackets does)
     */
    public abstract byte[] render(Sensor sensor, Sample sample, String baseName);
}
