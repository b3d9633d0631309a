package dev.pipit.coap.blockwise;

import dev.pipit.coap.body.BodySink;
import dev.pipit.coap.body.Progress;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.OptionsBuilder;
import dev.pipit.coap.option.StandardOptions;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The half of a {@link ClientTransfer} that takes the response's body, block by block (RFC 7959 §2.4), into memory or
 * into a sink.
 */
final class ClientDownload {
    private static final byte[] NOTHING = new byte[0];

    private final ClientTransfer transfer;
    private final long start; // where in the body the first block is
    private final ResponseBody blocks;
    private final OptionalLong total;
    private @Nullable BodySink sink;
    private @Nullable Assembly assembly;
    private long unwanted; // bytes before the place to go on from, still to come

    /** One that begins with this response, which is still to be taken. */
    ClientDownload(ClientTransfer transfer, Response first) {
        Block block = first.options().getOrNull(StandardOptions.BLOCK2);
        this.transfer = transfer;
        this.start = block == null ? 0 : block.offset();
        this.blocks = new ResponseBody(first, start, transfer.client().preferredExponent(transfer.request()));
        long size = first.options().uint(StandardOptions.SIZE2, -1);
        if (isWhole(first)) {
            total = OptionalLong.of(first.payload().length);
        } else {
            total = size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
        }
    }

    /** Whether a response has all of its body. */
    static boolean isWhole(Response response) {
        Block block = response.options().getOrNull(StandardOptions.BLOCK2);
        return block == null || block.number() == 0 && !block.more();
    }

    /** The block with this byte; null where block numbers do not reach it. */
    static @Nullable Block blockAt(long offset, int sizeExponent) {
        long number = offset >> (sizeExponent + 4);
        return number > Block.MAX_NUMBER ? null : new Block((int) number, false, sizeExponent);
    }

    /** Takes the first block. */
    void begin(Response first, long nowNanos) {
        TransferListener streams = transfer.streams();
        TransferListener.Resumption from = streams == null ? null : streams.resumption();
        String mismatch = from == null || !first.isSuccess() ? mismatch() : mismatch(from, first);
        if (mismatch != null) {
            transfer.fail(mismatch, nowNanos);
            return;
        }
        if (streams != null && first.isSuccess()) {
            unwanted = from == null ? 0 : from.offset() - start;
            sink = streams.onHead(blocks.with(NOTHING), total, nowNanos);
        }
        if (sink != null) {
            sink.onCancel(transfer::cancel);
        } else if (!isWhole(first)) {
            assembly = new Assembly(
                    transfer.client().memory(), transfer.client().config().maxBodyBytes(), total.orElse(0));
        }
        if (isWhole(first)) {
            takeWhole(first, nowNanos);
        } else {
            handleBlock(first, nowNanos);
        }
    }

    private @Nullable String mismatch() {
        return start == 0 ? null : "the response starts at byte " + start + " of its body (expected: 0)";
    }

    private @Nullable String mismatch(TransferListener.Resumption from, Response first) {
        Block asked = transfer.request().options().getOrNull(StandardOptions.BLOCK2);
        if (!first.etag().equals(Optional.of(from.tag()))) {
            return "the representation is another one, with the entity-tag "
                    + first.etag().map(Object::toString).orElse("none") + " (expected: " + from.tag() + ")";
        }
        // A server without blocks sends the whole; one with smaller blocks, the one that starts at the same place.
        if (!isWhole(first) && asked != null && start != asked.offset()) {
            return "the response starts at byte " + start + " of its body (expected: " + asked.offset() + ")";
        }
        return null;
    }

    private void takeWhole(Response first, long nowNanos) {
        if (sink != null) {
            sink.write(wanted(first.payload()), ignored -> {});
        }
        if (first.isSuccess() && first.payload().length > 0) {
            tell(new Progress(first.payload().length, total), nowNanos);
        }
        transfer.report(ResponseBody.without(first), nowNanos);
    }

    void handleBlock(Response response, long nowNanos) {
        switch (blocks.append(response)) {
            case MORE -> take(response.payload(), true, nowNanos);
            case COMPLETE -> take(response.payload(), false, nowNanos);
            case CHANGED -> handleChange(response, nowNanos);
            case BROKEN -> transfer.fail("unexpected block " + response, nowNanos);
            case ENDLESS -> transfer.fail("the response's body needs larger blocks", nowNanos);
        }
    }

    private void take(byte[] bytes, boolean more, long nowNanos) {
        boolean room = sink == null || sink.write(wanted(bytes), this::askForMore);
        String refusal = assembly == null ? null : assembly.add(bytes);
        if (refusal != null) {
            transfer.fail(refusal, nowNanos);
            return;
        }
        tell(new Progress(blocks.position(), more ? total : OptionalLong.of(blocks.position())), nowNanos);
        if (!more) {
            transfer.report(blocks.with(assembly == null ? NOTHING : assembly.take()), nowNanos);
        } else if (room) {
            askForMore(nowNanos);
        }
    }

    private byte[] wanted(byte[] bytes) {
        int from = (int) Math.min(unwanted, bytes.length);
        unwanted -= from;
        return from == 0 ? bytes : Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private void tell(Progress progress, long nowNanos) {
        TransferListener streams = transfer.streams();
        if (streams != null) {
            streams.onProgress(progress, nowNanos);
        }
    }

    private void handleChange(Response response, long nowNanos) {
        if (!response.isSuccess()) {
            transfer.report(ResponseBody.without(response), nowNanos);
        } else if (sink == null && isRetrieval() && transfer.mayRestart()) {
            end();
            transfer.restartDownload(response, nowNanos);
        } else {
            transfer.fail("the representation changed while it was read", nowNanos);
        }
    }

    /** Whether asking again does no harm, and brings the same. */
    private boolean isRetrieval() {
        Code method = transfer.request().code();
        return method == Code.GET || method == Code.FETCH;
    }

    private void askForMore(long nowNanos) {
        if (transfer.isEnded()) {
            return;
        }
        Request request = transfer.request();
        // RFC 7959 §2.4, §2.6: the same options, but it is no registration; RFC 9175 §3.4: with the Request-Tag
        OptionsBuilder part = request.options().toBuilder().set(StandardOptions.BLOCK2, blocks.nextBlock());
        part.remove(StandardOptions.OBSERVE.number());
        part.remove(StandardOptions.IF_NONE_MATCH.number());
        part.remove(StandardOptions.SIZE2.number());
        part.remove(StandardOptions.NO_RESPONSE.number());
        // The body of FETCH says which representation is meant, so that it goes along where it fits.
        boolean withBody = request.code() == Code.FETCH && !transfer.isUploading();
        if (!withBody) {
            part.remove(StandardOptions.CONTENT_FORMAT.number());
        }
        transfer.send(Request.of(request.code(), part.build(), withBody ? request.payload() : NOTHING), nowNanos);
    }

    /** Lets go of what is in memory; gives the sink that is still to be told. */
    @Nullable
    BodySink end() {
        if (assembly != null) {
            assembly.release();
        }
        return sink;
    }
}
