package dev.pipit.coap.blockwise;

import static dev.pipit.coap.blockwise.Bodies.block;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.StandardOptions;
import org.junit.jupiter.api.Test;

class ResponseBodyTest {
    private static Response blockOf(Block block, int length) {
        return Response.builder(Code.CONTENT)
                .option(StandardOptions.BLOCK2, block)
                .payload(new byte[length])
                .build();
    }

    @Test
    void endsWhereBlockNumbersEnd() {
        Response first = blockOf(block(0, 1, 1024), 1024);
        ResponseBody body = new ResponseBody(first, 0, 0);
        for (int number = 0; number < (16 << 10) - 1; number++) {
            assertEquals(ResponseBody.Outcome.MORE, body.append(blockOf(block(number, 1, 1024), 1024)));
        }
        assertEquals(Block.MAX_NUMBER - 63, body.nextBlock().number());
        assertEquals(ResponseBody.Outcome.ENDLESS, body.append(blockOf(block((16 << 10) - 1, 1, 1024), 1024)));
        assertEquals(ResponseBody.Outcome.COMPLETE, body.append(blockOf(block((16 << 10) - 1, 0, 1024), 1024)));
        assertEquals(16 << 20, body.position());
    }
}
