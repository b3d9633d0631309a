package dev.pipit.coap.blockwise;

import dev.pipit.coap.codec.MessageEncoder;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import java.util.random.RandomGenerator;

/**
 * Sends request bodies in blocks and assembles response bodies (RFC 7959), so that the application sees whole ones.
 *
 * <p>A request that names a block itself is left alone: one with Block1, and one with a Block2 above 0. A Block2 of
 * number 0 sets the largest size of blocks, of the response and of the request.
 *
 * <p>All exchanges of a transfer have the same token. Where bodies go to the same target at the same time, all but one
 * have a Request-Tag (RFC 9175 §3).
 */
public final class BlockwiseClient implements RequestPort {
    private final RequestPort port;
    private final BlockwiseConfig config;
    private final int maxMessageBytes;
    private final RandomGenerator random;
    private final RequestTags tags = new RequestTags();

    /**
     * A layer over a request port.
     *
     * @param maxMessageBytes the largest message that may be sent
     * @param random for tokens, unguessable outside of tests
     */
    public BlockwiseClient(RequestPort port, BlockwiseConfig config, int maxMessageBytes, RandomGenerator random) {
        this.port = port;
        this.config = config;
        this.maxMessageBytes = maxMessageBytes;
        this.random = random;
    }

    @Override
    public OutgoingRequest send(
            PeerSlot peer, Request request, SendOptions options, ResponseListener listener, long nowNanos) {
        Block block2 = request.options().getOrNull(StandardOptions.BLOCK2);
        if (request.options().has(StandardOptions.BLOCK1) || block2 != null && block2.number() > 0) {
            return port.send(peer, request, options, listener, nowNanos);
        }
        ClientTransfer transfer = new ClientTransfer(this, peer, request, withToken(options), listener);
        transfer.start(nowNanos);
        return transfer;
    }

    /** One token for all of a transfer: some servers tell uploads apart by it. */
    private SendOptions withToken(SendOptions options) {
        return options.token() != null ? options : options.withToken(Token.ofLong(random.nextLong()));
    }

    /** Whether a request goes as it is; also where blocks would not make it smaller. */
    boolean fits(Request request, SendOptions options) {
        return !request.hasPayload()
                || request.payload().length <= 1 << (preferredExponent(request) + 4)
                        && MessageEncoder.length(tokenOf(options), request) <= maxMessageBytes;
    }

    /** The largest blocks, not above the preferred ones, that leave room for the request's options. */
    int sizeExponentFor(Request request, SendOptions options) {
        // Block1, Size1 and Request-Tag, with their headers
        int others = MessageEncoder.length(tokenOf(options), request) - request.payload().length + 20;
        int exponent = preferredExponent(request);
        while (exponent > 0 && others + (1 << (exponent + 4)) > maxMessageBytes) {
            exponent--;
        }
        return exponent;
    }

    /** The largest blocks wished for: by the request, or else by the configuration. */
    int preferredExponent(Request request) {
        Block wished = request.options().getOrNull(StandardOptions.BLOCK2);
        return wished == null ? config.sizeExponent() : Math.min(config.sizeExponent(), wished.sizeExponent());
    }

    private static Token tokenOf(SendOptions options) {
        return options.token() == null ? Token.EMPTY : options.token();
    }

    RequestPort port() {
        return port;
    }

    BlockwiseConfig config() {
        return config;
    }

    RequestTags tags() {
        return tags;
    }
}
