package dev.pipit.coap.blockwise;

import static dev.pipit.coap.blockwise.Bodies.block;
import static dev.pipit.coap.blockwise.Bodies.body;
import static dev.pipit.coap.blockwise.Bodies.part;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.StandardOptions.BLOCK1;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static dev.pipit.coap.option.StandardOptions.SIZE1;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testing.WireSend;

/** A client that puts bodies to "/options" in blocks of 128 bytes, and a scripted server. */
final class UploadScript {
    static final BlockwiseConfig OF_128 = BlockwiseConfig.DEFAULT.blockSize(128);

    final AskingClient asking = new AskingClient(OF_128);
    final WireScript server = asking.server();
    private int exchanges;

    static Request put(byte[] body) {
        return Request.builder(PUT)
                .path("/options")
                .payload(body, ContentFormat.OCTET_STREAM)
                .build();
    }

    /** Expects a block of a body, each with a message ID of its own and all with one token. */
    WireReceipt expect(Block block, byte[] body) {
        exchanges++;
        return server.expect(CON, PUT, "/options")
                .mid("m" + exchanges)
                .token("t")
                .option(BLOCK1, block)
                .option(SIZE1, (long) body.length)
                .option(CONTENT_FORMAT, ContentFormat.OCTET_STREAM)
                .payload(part(body, block));
    }

    /** Answers the block that came last. */
    void answer(Code code, Block... block1) {
        WireSend send = server.send(ACK, code).mid("m" + exchanges).token("t");
        for (Block each : block1) {
            send.option(BLOCK1, each);
        }
    }
}
