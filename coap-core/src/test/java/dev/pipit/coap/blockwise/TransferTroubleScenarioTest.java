package dev.pipit.coap.blockwise;

import static dev.pipit.coap.blockwise.Bodies.body;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testing.LinkConditions;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.VirtualTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A body of 64 blocks on its way down and one on its way up, while the network or the server is in trouble. */
class TransferTroubleScenarioTest {
    private static final String SERVER = "192.0.2.1";
    private static final int BYTES = 16 << 10;
    private static final LinkConditions FINE = LinkConditions.PERFECT.delay(Duration.ofMillis(50));

    /** More attempts than usual, so that no block is given up at this loss. */
    private static final TransmissionParameters PATIENT = TransmissionParameters.DEFAULT.maxRetransmit(10);

    private final VirtualNetwork network = new VirtualNetwork(11);
    private final VirtualTransport host = network.host("192.0.2.2");
    private final byte[] down = body(BYTES);
    private final byte[] up = body(BYTES + 1);
    private final List<byte[]> received = new ArrayList<>();
    private CoapServer running = serve();

    /** What goes wrong when a third of the blocks are through, until they all are. */
    enum Trouble {
        LOSS_OF_A_THIRD,
        EVERYTHING_THREE_TIMES,
        REORDERING_OVER_THREE_SECONDS,
        NOTHING_FOR_TWENTY_SECONDS,
        SERVER_RESTARTS,
        CLIENT_MOVES
    }

    private CoapServer serve() {
        return CoapServer.builder()
                .transport(network.host(SERVER))
                .directExecutor()
                .get("/image", context -> Response.content(down, ContentFormat.OCTET_STREAM))
                .put("/image", context -> {
                    received.add(context.request().payload());
                    return Response.changed();
                })
                .start(5683);
    }

    @ParameterizedTest
    @EnumSource
    void bothBodiesComeThroughWholeAndAreTakenOnce(Trouble trouble) {
        network.conditions(FINE);
        CoapClient client =
                CoapClient.builder().transport(host).transmission(PATIENT).build();
        String uri = "coap://" + SERVER + "/image";
        CompletableFuture<Response> get = client.get(uri).blockSize(256).sendAsync();
        CompletableFuture<Response> put = client.put(uri)
                .blockSize(256)
                .payload(up, ContentFormat.OCTET_STREAM)
                .sendAsync();
        network.run(Duration.ofSeconds(4));
        assertFalse(get.isDone() || put.isDone());
        begin(trouble);
        network.run(Duration.ofSeconds(20));
        if (trouble == Trouble.NOTHING_FOR_TWENTY_SECONDS) {
            network.conditions(FINE);
        }
        network.run(Duration.ofMinutes(40));

        assertArrayEquals(down, get.join().payload());
        assertEquals(Code.CHANGED, put.join().code());
        assertEquals(1, received.size());
        assertArrayEquals(up, received.get(0));
        System.out.println(trouble + ": " + client.counters().get(Counter.REQUESTS_SENT) + " requests, "
                + client.counters().get(Counter.RETRANSMISSIONS) + " retransmissions, "
                + running.counters().get(Counter.DUPLICATES) + " duplicates");
    }

    private void begin(Trouble trouble) {
        switch (trouble) {
            case LOSS_OF_A_THIRD -> network.conditions(FINE.loss(0.3));
            case EVERYTHING_THREE_TIMES -> network.conditions(FINE.duplication(2));
            case REORDERING_OVER_THREE_SECONDS -> network.conditions(FINE.jitter(Duration.ofSeconds(3)));
            case NOTHING_FOR_TWENTY_SECONDS -> network.conditions(LinkConditions.BLACKHOLE);
            case SERVER_RESTARTS -> {
                network.host(SERVER).crash();
                running = serve();
            }
            case CLIENT_MOVES -> host.moveTo("192.0.2.3");
        }
    }
}
