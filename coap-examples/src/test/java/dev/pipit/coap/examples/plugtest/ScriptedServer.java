package dev.pipit.coap.examples.plugtest;

import static dev.pipit.coap.message.Code.CONTINUE;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.ContentFormat.TEXT_PLAIN;
import static dev.pipit.coap.option.StandardOptions.BLOCK1;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static dev.pipit.coap.option.StandardOptions.ETAG;
import static dev.pipit.coap.option.StandardOptions.OBSERVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testing.WireSend;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;

/** A scripted server at 192.0.2.1, its part of a transfer in blocks (RFC 7959), and a client of ours at 192.0.2.3. */
final class ScriptedServer {
    static final String CLIENT = "192.0.2.3";

    private static final int CLIENT_PORT = 61616;

    final VirtualNetwork network = new VirtualNetwork(1);
    final WireScript wire = network.script(PlugtestServer.ADDRESS, CLIENT + ":" + CLIENT_PORT);
    CoapClient client = newClient();

    private CoapClient newClient() {
        return CoapClient.builder()
                .transport(network.host(CLIENT))
                .local(new InetSocketAddress(network.host(CLIENT).address(), CLIENT_PORT))
                .build();
    }

    /** The client's machine is switched off. */
    void switchClientOff() {
        network.host(CLIENT).crash();
    }

    /** The client's machine is switched on again: it has the same address and port, and remembers nothing. */
    void rebootClient() {
        switchClientOff();
        client = newClient();
    }

    static String uri(String path) {
        return "coap://" + PlugtestServer.HOST + path;
    }

    /** Lets arrive what is on its way. */
    void settle() {
        wire.pause(Duration.ofMillis(10));
    }

    /** The client's next request, with the token and message ID as everywhere: of its own choice and legal. */
    WireReceipt expectRequest(Code method, String path) {
        WireReceipt receipt = wire.expect(CON, method, path);
        assertTrue(receipt.message().token().length() <= 8);
        return receipt;
    }

    /** A piggybacked response. */
    WireSend respond(WireReceipt request, Code code) {
        UdpMessage asked = request.message();
        return wire.send(ACK, code).mid(asked.messageId()).token(asked.token());
    }

    /** The next block of a body, from the client. */
    WireReceipt expectBlock1(Code method, String path, int number, boolean more, int size) {
        WireReceipt part = expectRequest(method, path).option(CONTENT_FORMAT, TEXT_PLAIN);
        if (more) {
            assertEquals(size, Receipts.payload(part).length);
        }
        return Receipts.block(part, BLOCK1, number, more, size);
    }

    /**
     * Takes blocks of this size until the last and confirms each but that with 2.31.
     *
     * @param body where they go; it has those that came before
     * @return the request with the last
     */
    WireReceipt receive(Code method, String path, ByteArrayOutputStream body, int length, int size) {
        while (true) {
            int number = body.size() / size;
            boolean more = body.size() + size < length;
            WireReceipt part = expectBlock1(method, path, number, more, size);
            body.writeBytes(Receipts.payload(part));
            if (!more) {
                return part;
            }
            respond(part, CONTINUE).option(BLOCK1, Receipts.of(number, true, size));
        }
    }

    /** A response with one block of a body. */
    WireSend respondBlock2(WireReceipt request, Code code, byte[] body, int number, int size) {
        int end = Math.min(body.length, (number + 1) * size);
        return respond(request, code)
                .option(ETAG, EntityTag.ofContent(body))
                .option(CONTENT_FORMAT, TEXT_PLAIN)
                .option(BLOCK2, Receipts.of(number, end < body.length, size))
                .payload(Arrays.copyOfRange(body, number * size, end));
    }

    /**
     * Answers the client's requests for the blocks of a body, in order and each once.
     *
     * @param from the first that the client asks for
     */
    void serve(Code method, String path, Code code, byte[] body, int from, int size) {
        for (int number = from; number * size < body.length; number++) {
            serveOne(expectRequest(method, path), code, body, number, size);
        }
    }

    private void serveOne(WireReceipt request, Code code, byte[] body, int number, int size) {
        request.option(BLOCK2, Receipts.of(number, false, size)).option(BLOCK1).payload("");
        respondBlock2(request, code, body, number, size);
    }

    /**
     * Answers the client's GETs for a body of which it has the first block, and which it may ask for once more.
     *
     * @param request the first of them
     */
    void serveRest(WireReceipt request, String path, Code code, byte[] body, int size) {
        request.option(OBSERVE);
        Block asked = Receipts.message(request).options().get(BLOCK2).orElse(Receipts.of(0, false, size));
        respondBlock2(request, code, body, asked.number(), size);
        assertTrue(asked.number() <= 1, asked::toString);
        serve(GET, path, code, body, asked.number() + 1, size);
    }
}
