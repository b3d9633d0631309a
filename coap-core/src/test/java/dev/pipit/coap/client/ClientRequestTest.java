package dev.pipit.coap.client;

import static dev.pipit.coap.message.Code.FETCH;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static dev.pipit.coap.option.StandardOptions.NO_RESPONSE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ClientRequestTest {
    private final VirtualNetwork network = new VirtualNetwork(5);
    private final WireScript server = network.script("192.0.2.1:5683", "192.0.2.3:49152");
    private final CoapClient client =
            CoapClient.builder().transport(network.host("192.0.2.3")).build();

    @Test
    @Requirement("R7967-007")
    void aRequestThatWantsNoResponseIsOverAtOnce() {
        CompletableFuture<Response> response = client.put("coap://192.0.2.1/t")
                .payload("1")
                .nonConfirmable()
                .noResponse()
                .sendAsync();
        server.expect(NON, PUT, "/t").option(NO_RESPONSE, 26L).payload("1");
        assertSame(Response.NONE, response.join());
    }

    @Test
    void classesThatAreNotWantedAreNamed() {
        client.put("coap://192.0.2.1/t").noResponse(2, 5).sendAsync();
        server.expect(CON, PUT, "/t").option(NO_RESPONSE, 18L);
        ClientRequest request = client.put("coap://192.0.2.1/t");
        assertThrows(IllegalArgumentException.class, () -> request.noResponse(3));
    }

    @Test
    @Requirement("R8132-004")
    void fetchNeedsAContentFormat() {
        ClientRequest request = client.fetch("coap://192.0.2.1/t").payload(new byte[] {1});
        assertEquals(
                "FETCH without a Content-Format (expected: the format of its payload, RFC 8132 §2.3.1)",
                assertThrows(IllegalStateException.class, request::sendAsync).getMessage());
        request.payload(new byte[] {1}, ContentFormat.CBOR).sendAsync();
        server.expect(CON, FETCH, "/t").option(CONTENT_FORMAT, ContentFormat.CBOR);
    }
}
