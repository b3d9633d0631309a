package dev.pipit.coap.exchange;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.QueueFullException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import dev.pipit.coap.port.TransmissionParameters;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChosenTokenTest {
    private final VirtualNetwork network = new VirtualNetwork(7);
    private final CoapEndpoint client = network.host("192.0.2.1").endpoint(61616, EndpointConfig.DEFAULT, null);
    private final WireScript server = network.script("192.0.2.2:5683", "192.0.2.1:61616");
    private final List<Object> outcomes = new ArrayList<>();

    private void get(Token token) {
        SendOptions options = new SendOptions(true, TransmissionParameters.DEFAULT, 1_000_000_000, token);
        RequestPort.ResponseListener listener = new RequestPort.ResponseListener() {
            @Override
            public void onResponse(Response response, long nowNanos) {
                outcomes.add(response.text());
            }

            @Override
            public void onFailure(CoapException failure, long nowNanos) {
                outcomes.add(failure);
            }
        };
        client.request(server.address(), PeerIdentity.NONE, Request.get("/t"), options, listener, network.now());
    }

    @Test
    void sendsTokenThatWasChosen() {
        Token token = Token.of((byte) 0xca, (byte) 0xfe);
        get(token);

        server.expect(CON, GET, "/t").mid("m").token(token).token("t");
        server.send(ACK, CONTENT).mid("m").token("t").payload("21");
        network.run(Duration.ofMillis(500));
        assertEquals(List.of("21"), outcomes);
    }

    @Test
    void sendsEmptyTokenThatWasChosen() {
        get(Token.EMPTY);

        server.expect(CON, GET, "/t").token(Token.EMPTY);
    }

    @Test
    void refusesTokenThatIsInUse() {
        Token token = Token.of((byte) 1);
        get(token);
        get(token);

        server.expect(CON, GET, "/t").mid("m").token(token).token("t");
        assertInstanceOf(QueueFullException.class, outcomes.get(0));
        server.send(ACK, CONTENT).mid("m").token("t").payload("21");
        network.run(Duration.ofMillis(500));
        assertEquals("21", outcomes.get(1));
    }
}
