package dev.pipit.coap.blockwise;

import dev.pipit.coap.option.Block;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Bodies and their blocks. */
final class Bodies {
    private Bodies() {}

    /** A body of so many bytes; the same for the same length. */
    static byte[] body(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    /** What a block of a body holds. */
    static byte[] part(byte[] body, Block block) {
        return Arrays.copyOfRange(
                body, (int) block.offset(), (int) Math.min(body.length, block.offset() + block.size()));
    }

    /** The block that RFC 7959 writes as number/more/size. */
    static Block block(int number, int more, int size) {
        return new Block(number, more == 1, Block.exponentOf(size));
    }
}
