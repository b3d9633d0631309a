package dev.pipit.coap.examples.plugtest;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.CONTINUE;
import static dev.pipit.coap.message.Code.EMPTY;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.ContentFormat.TEXT_PLAIN;
import static dev.pipit.coap.option.StandardOptions.BLOCK1;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static dev.pipit.coap.option.StandardOptions.ETAG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Message;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.testing.VirtualNetwork;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testing.WireSend;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** A scripted client's part of a transfer in blocks (RFC 7959), with the checks of TD_COAP_BLOCK. */
final class ScriptedClient {
    final WireScript wire;
    private int exchanges;

    ScriptedClient(VirtualNetwork network, String address) {
        wire = network.script(address, PlugtestServer.ADDRESS);
    }

    /** A CON request with a message ID and token of its own. */
    WireSend request(Code method, String path) {
        String name = "exchange " + ++exchanges;
        return wire.send(CON, method, path).mid(name).token(name);
    }

    /** The piggybacked response to the latest {@link #request}. */
    WireReceipt expectResponse(Code code) {
        String name = "exchange " + exchanges;
        return wire.expect(ACK, code).mid(name).token(name);
    }

    /** Acknowledges a CON. */
    void acknowledge(WireReceipt receipt) {
        wire.send(ACK, EMPTY).mid(receipt.message().messageId());
    }

    /** Sends the blocks of a body, each but the last answered 2.31; gives the response to the last. */
    WireReceipt upload(Code method, String path, byte[] body, int size, Code code) {
        int last = (body.length - 1) / size;
        for (int i = 0; i <= last; i++) {
            request(method, path)
                    .option(CONTENT_FORMAT, TEXT_PLAIN)
                    .option(BLOCK1, Receipts.of(i, i < last, size))
                    .payload(Arrays.copyOfRange(body, i * size, Math.min(body.length, (i + 1) * size)));
            if (i < last) {
                expectResponse(CONTINUE).option(BLOCK1, Receipts.of(i, true, size));
            }
        }
        return expectResponse(code).option(BLOCK1, Receipts.of(last, false, size));
    }

    /**
     * The whole body of a response of which there is the first block: asks for the others, of this size at most, and
     * checks that they are of the same representation.
     */
    byte[] download(Code method, String path, WireReceipt first, int size) {
        Message start = Receipts.message(first);
        Block block = Receipts.option(first, BLOCK2);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(start.payload());
        while (block.more()) {
            int number = body.size() / size;
            request(method, path).option(BLOCK2, Receipts.of(number, false, size));
            WireReceipt next = expectResponse(start.code());
            next.option(ETAG, Receipts.etag(first));
            assertEquals(start.contentFormat(), Receipts.message(next).contentFormat());
            block = Receipts.option(next, BLOCK2);
            Receipts.block2(next, number, block.more(), size);
            body.writeBytes(Receipts.payload(next));
        }
        return body.toByteArray();
    }

    /** A body that comes in blocks of this size, asked for from the first on. */
    byte[] get(String path, int size) {
        request(GET, path).option(BLOCK2, Receipts.of(0, false, size));
        WireReceipt first = expectResponse(CONTENT);
        return download(GET, path, Receipts.block2(first, 0, true, size), size);
    }
}
