package dev.pipit.coap.examples.senml;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Writes into memory, which cannot fail. */
final class SenmlWriter {
    private SenmlWriter() {}

    /** Makes a generator of some form. */
    interface Form<G extends JsonGenerator> {
        G open(OutputStream out) throws IOException;
    }

    /** Writes with it. */
    interface Body<G extends JsonGenerator> {
        void write(G generator) throws IOException;
    }

    static <G extends JsonGenerator> byte[] bytes(Form<G> form, Body<G> body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (G generator = form.open(out)) {
            body.write(generator);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return out.toByteArray();
    }
}
