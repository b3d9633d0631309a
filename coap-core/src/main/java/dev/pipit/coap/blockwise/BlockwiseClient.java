package dev.pipit.coap.blockwise;

import dev.pipit.coap.codec.MessageEncoder;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.QueueFullException;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.port.SendOptions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
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
    private static final int MAX_STREAMING = 4096;

    private final RequestPort port;
    private final BlockwiseConfig config;
    private final int maxMessageBytes;
    private final RandomGenerator random;
    private final RequestTags tags = new RequestTags();
    private final Assembly.Memory memory;
    private final Set<ClientTransfer> streaming = new LinkedHashSet<>();

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
        this.memory = new Assembly.Memory(config.maxBufferedBytes());
    }

    /**
     * Sends a request, and tells the listener of its response. With a {@link TransferListener} its bodies stream, the
     * request's, the response's or both.
     */
    @Override
    public OutgoingRequest send(
            PeerSlot peer, Request request, SendOptions options, ResponseListener listener, long nowNanos) {
        Block block2 = request.options().getOrNull(StandardOptions.BLOCK2);
        boolean streams = listener instanceof TransferListener;
        if (!streams && (request.options().has(StandardOptions.BLOCK1) || block2 != null && block2.number() > 0)) {
            return port.send(peer, request, options, listener, nowNanos);
        }
        ClientTransfer transfer = new ClientTransfer(this, peer, request, withToken(options), listener);
        if (streams && !hold(transfer)) {
            transfer.onFailure(
                    new QueueFullException(
                            MAX_STREAMING + " requests stream bodies already (expected: at most as many)"),
                    nowNanos);
            return transfer;
        }
        transfer.start(nowNanos);
        return transfer;
    }

    /** A transfer that streams may wait for bytes, or for room, without anything outstanding with its peer. */
    private boolean hold(ClientTransfer transfer) {
        boolean room = streaming.size() < MAX_STREAMING;
        if (room) {
            streaming.add(transfer);
            transfer.peer().pin();
        }
        return room;
    }

    /** A transfer that streams is over. */
    void forget(ClientTransfer transfer) {
        if (streaming.remove(transfer)) {
            transfer.peer().unpin();
        }
    }

    /** Fails every transfer whose bodies stream, also one that waits for the application. */
    public void failAll(CoapException failure, long nowNanos) {
        for (ClientTransfer transfer : new ArrayList<>(streaming)) {
            transfer.onFailure(failure, nowNanos);
        }
    }

    /** Bytes in memory for the bodies of responses that are being assembled. */
    public long bufferedBytes() {
        return memory.used();
    }

    /** How many requests have bodies that stream. */
    public int streaming() {
        return streaming.size();
    }

    /**
     * Sends a registration of an observer (RFC 7641), or its end: a body that does not fit goes in blocks. The listener
     * hears each response as it is, without assembly of its body.
     */
    public OutgoingRequest register(
            PeerSlot peer, Request request, SendOptions options, ResponseListener listener, long nowNanos) {
        if (fits(peer, request, options)) {
            return port.send(peer, request, options, listener, nowNanos);
        }
        RegistrationUpload upload = new RegistrationUpload(this, peer, request, withToken(options), listener);
        upload.start(nowNanos);
        return upload;
    }

    /**
     * Fetches the rest of a body of which the first block has come unasked for, in a notification (RFC 7959 §2.6).
     *
     * @param request the one that fetches the whole
     */
    public OutgoingRequest complete(
            PeerSlot peer,
            Request request,
            Response firstBlock,
            SendOptions options,
            ResponseListener listener,
            long nowNanos) {
        if (!fits(peer, request, options)) {
            // A FETCH that cannot name what it is for in one message asks for it anew.
            return send(peer, request, options, listener, nowNanos);
        }
        ClientTransfer transfer = new ClientTransfer(this, peer, request, withToken(options), listener);
        transfer.startWith(firstBlock, nowNanos);
        return transfer;
    }

    /** One token for all of a transfer: some servers tell uploads apart by it. */
    private SendOptions withToken(SendOptions options) {
        return options.token() != null ? options : options.withToken(Token.ofLong(random.nextLong()));
    }

    /** Whether a request goes as it is; also where blocks would not make it smaller. */
    boolean fits(PeerSlot peer, Request request, SendOptions options) {
        return !request.hasPayload()
                || request.payload().length <= 1 << (preferredExponent(request) + 4)
                        && MessageEncoder.length(tokenOf(options), request) <= maxMessageBytes(peer);
    }

    /** The largest blocks, not above the preferred ones, that leave room for the request's options. */
    int sizeExponentFor(PeerSlot peer, Request request, SendOptions options) {
        // Block1, Size1 and Request-Tag, with their headers
        int others = MessageEncoder.length(tokenOf(options), request) - request.payload().length + 20;
        int exponent = preferredExponent(request);
        while (exponent > 0 && others + (1 << (exponent + 4)) > maxMessageBytes(peer)) {
            exponent--;
        }
        return exponent;
    }

    private int maxMessageBytes(PeerSlot peer) {
        return Math.min(maxMessageBytes, peer.maxMessageBytes());
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

    Assembly.Memory memory() {
        return memory;
    }

    RequestTags tags() {
        return tags;
    }
}
