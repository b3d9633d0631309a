package dev.pipit.coap.blockwise;

import static dev.pipit.coap.blockwise.Bodies.block;
import static dev.pipit.coap.blockwise.Bodies.body;
import static dev.pipit.coap.blockwise.Bodies.part;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.StandardOptions.BLOCK2;
import static dev.pipit.coap.option.StandardOptions.ETAG;

import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testing.WireSend;

/** A client that asks for "/status", and a scripted server that answers with blocks. */
final class DownloadScript {
    final AskingClient asking = new AskingClient(BlockwiseConfig.DEFAULT);
    final WireScript server = asking.server();

    /** Answers a request with a block. */
    WireSend answer(String mid, Block block, byte[] body) {
        return answer(server, mid, block, body);
    }

    static WireSend answer(WireScript server, String mid, Block block, byte[] body) {
        return server.send(ACK, CONTENT)
                .mid(mid)
                .token("t")
                .option(BLOCK2, block)
                .payload(part(body, block));
    }

    WireReceipt expectGet(String mid, Block... block2) {
        return server.expect(CON, GET, "/status").mid(mid).token("t").option(BLOCK2, block2);
    }

    /** Expects requests for these blocks and answers them, each with an own message ID and all with one token. */
    void exchange(int attempt, byte[] body, EntityTag tag, Block... blocks) {
        for (int i = 0; i < blocks.length; i++) {
            String mid = "m" + attempt + "." + i;
            Block[] asked = i == 0
                    ? new Block[0]
                    : new Block[] {new Block(blocks[i].number(), false, blocks[i].sizeExponent())};
            expectGet(mid, asked);
            answer(mid, blocks[i], body).option(ETAG, tag);
        }
    }
}
