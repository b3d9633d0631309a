package dev.pipit.coap.examples.plugtest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.message.Message;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.OptionDefinition;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.testing.WireReceipt;
import java.util.Objects;

/** What is in a datagram that a script received. */
final class Receipts {
    private Receipts() {}

    static Message message(WireReceipt receipt) {
        return Objects.requireNonNull(receipt.message().message());
    }

    static byte[] payload(WireReceipt receipt) {
        return message(receipt).payload();
    }

    static <T> T option(WireReceipt receipt, OptionDefinition<T> definition) {
        return message(receipt).options().get(definition).orElseThrow();
    }

    static EntityTag etag(WireReceipt receipt) {
        return option(receipt, StandardOptions.ETAG);
    }

    static long sequence(WireReceipt receipt) {
        return option(receipt, StandardOptions.OBSERVE);
    }

    /** A block option with this number, M and size. */
    static WireReceipt block(WireReceipt receipt, OptionDefinition<Block> which, int number, boolean more, int size) {
        return receipt.option(which, of(number, more, size));
    }

    /** Block2 with this number, M and size, and a payload of the size of a block where there are more. */
    static WireReceipt block2(WireReceipt receipt, int number, boolean more, int size) {
        if (more) {
            assertEquals(size, payload(receipt).length);
        }
        return block(receipt, StandardOptions.BLOCK2, number, more, size);
    }

    static Block of(int number, boolean more, int size) {
        return new Block(number, more, Block.exponentOf(size));
    }
}
