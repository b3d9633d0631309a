package dev.pipit.coap.resource;

import dev.pipit.coap.body.BodySource;
import dev.pipit.coap.body.Execution;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A body that a handler has given: whoever is to know hears that it could not be read. */
final class ReportedBody implements BodySource {
    private final BodySource body;
    private final Listener listener;

    /** Hears what went wrong. */
    @FunctionalInterface
    interface Listener {
        void onFailure(IOException failure, long nowNanos);
    }

    ReportedBody(BodySource body, Listener listener) {
        this.body = body;
        this.listener = listener;
    }

    @Override
    public void handleGivenUp(IOException failure, long nowNanos) {
        listener.onFailure(failure, nowNanos);
    }

    @Override
    public @Nullable IOException failure() {
        return body.failure();
    }

    @Override
    public byte @Nullable [] read(int count, Execution.LoopTask whenReady) {
        return body.read(count, whenReady);
    }

    @Override
    public boolean isAtEnd() {
        return body.isAtEnd();
    }

    @Override
    public long position() {
        return body.position();
    }

    @Override
    public OptionalLong length() {
        return body.length();
    }

    @Override
    public boolean rewind(long offset) {
        return body.rewind(offset);
    }

    @Override
    public void close() {
        body.close();
    }
}
