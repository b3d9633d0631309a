package dev.pipit.coap.examples.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.ClientRequest;
import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.event.EndpointListener;
import dev.pipit.coap.examples.testresources.BenchResources;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.testing.CoapServerExtension;
import dev.pipit.coap.transport.CoapTransport;
import dev.pipit.coap.transport.UdpConfig;
import dev.pipit.coap.transport.UdpTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RequestLoadIT {
    private static final int WINDOW = 8;

    @RegisterExtension
    static final CoapServerExtension server = CoapServerExtension.of(BenchResources::addTo);

    private final AtomicInteger progress = new AtomicInteger();

    @Test
    void aPortThatHasUsedItsMessageIdsIsReplaced() throws IOException {
        LoadResult result = run(0);

        assertTrue(result.generator().ports() > 2, result::toString);
        assertEquals(Map.of(), result.failures());
        assertEquals(result.requests().started(), result.answers().get(Code.CONTENT));
        assertTrue(progress.get() > 0);
    }

    @Test
    void anOpenLoopChangesPortsAsWell() throws IOException {
        LoadResult result = run(500);

        assertTrue(result.generator().ports() > 2, result::toString);
        assertEquals(Map.of(), result.failures());
        assertEquals(100, result.requests().started() + result.requests().notSent());
    }

    /** For a fifth of a second, with 10 messages from each port. */
    private LoadResult run(double rate) throws IOException {
        LoadPlan plan = new LoadPlan(2, WINDOW, rate, 1, Duration.ZERO, Duration.ofMillis(200));
        return new RequestLoad(new Target(), plan, 10).run(now -> progress.incrementAndGet());
    }

    private record Target() implements LoadTarget {
        @Override
        public CoapTransport transport(UdpConfig udp, String threadName) {
            return new UdpTransport(udp, threadName);
        }

        @Override
        public CoapClient client(CoapTransport transport, EndpointListener listener) {
            return CoapClient.builder()
                    .transport(transport)
                    .listener(listener)
                    .transmission(TransmissionParameters.DEFAULT.nstart(WINDOW))
                    .build();
        }

        @Override
        public ClientRequest request(CoapClient client) {
            return client.get(server.uri("/bench"));
        }

        @Override
        public long payloadBytes() {
            return 0;
        }
    }
}
