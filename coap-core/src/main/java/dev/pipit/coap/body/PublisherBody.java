package dev.pipit.coap.body;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Flow;

/** What a publisher gives. Whether it can be subscribed to again is up to the publisher. */
final class PublisherBody implements Body {
    private final Flow.Publisher<ByteBuffer> publisher;
    private final OptionalLong length;

    PublisherBody(Flow.Publisher<ByteBuffer> publisher, OptionalLong length) {
        this.publisher = Objects.requireNonNull(publisher, "publisher");
        this.length = length;
    }

    @Override
    public OptionalLong length() {
        return length;
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public BodySource open(Execution execution, int readAheadBytes) {
        return new BufferedSource(
                execution, this, readAheadBytes, (into, offset) -> new PublisherSupply(execution, into, publisher));
    }

    @Override
    public String toString() {
        return "the publisher";
    }
}
