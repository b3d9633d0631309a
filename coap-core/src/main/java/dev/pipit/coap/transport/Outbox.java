package dev.pipit.coap.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes out through one socket at the next flush. Datagrams of one size to one peer, one behind the other, are
 * handed to the system as one message in segments (UDP_SEGMENT), which costs it little more than a single datagram; on
 * the wire they are as they would have been. Of the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of writes that may get lost
final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** As many as Linux takes at least. */
    private static final int MAX_SEGMENTS = 64;

    /** What any IPv6 link takes in one piece (RFC 8200 §5), since segments are not fragmented. */
    private static final int MAX_SEGMENT_BYTES = 1280 - 40 - 8;

    private static final int EIO = -5;
    private static final int EINVAL = -22;

    private final Channel channel;
    private final SendBuffers buffers;
    private final Collection<Outbox> unflushed;
    private final @Nullable InetSocketAddress connectedTo;
    private boolean segments;

    // The datagrams of one size that have been written last, and are not with the channel yet.
    private @Nullable ByteBuf run;
    private @Nullable InetSocketAddress runTo;
    private int runSegmentBytes;
    private int runSegments;
    private boolean clean = true;

    /**
     * The one of a socket.
     *
     * @param segments whether segments may be used, where the system knows them
     * @param buffers where the bytes wait
     * @param unflushed where it enters itself when it has something to flush
     */
    Outbox(Channel channel, boolean segments, SendBuffers buffers, Collection<Outbox> unflushed) {
        this.channel = channel;
        this.buffers = buffers;
        this.connectedTo = (InetSocketAddress) channel.remoteAddress();
        this.segments = segments
                && channel instanceof EpollDatagramChannel
                && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
        this.unflushed = unflushed;
    }

    Channel channel() {
        return channel;
    }

    /** Takes a datagram, whose bytes are copied; false where too many wait already. */
    boolean write(InetSocketAddress to, byte[] bytes, int offset, int length) {
        if (!channel.isWritable()) {
            return false;
        }
        if (clean) {
            clean = false;
            unflushed.add(this);
        }
        ByteBuf open = run;
        if (open != null && !continues(open, to, length)) {
            endRun();
            open = null;
        }
        if (open == null) {
            open = buffers.take(channel, length);
            run = open;
            runTo = to;
            runSegmentBytes = length;
        }
        open.writeBytes(bytes, offset, length);
        runSegments++;
        if (length < runSegmentBytes || !segments) {
            endRun(); // the last segment alone may be shorter
        }
        return true;
    }

    private boolean continues(ByteBuf open, InetSocketAddress to, int length) {
        return length <= runSegmentBytes
                && runSegmentBytes <= MAX_SEGMENT_BYTES
                && runSegments < MAX_SEGMENTS
                && length <= open.maxWritableBytes()
                && to.equals(runTo);
    }

    private void endRun() {
        ByteBuf open = run;
        InetSocketAddress to = runTo;
        if (open == null || to == null) {
            return;
        }
        if (runSegments > 1) {
            channel.write(new SegmentedDatagramPacket(open, runSegmentBytes, to))
                    .addListener(this::noteOutcome);
        } else if (connectedTo != null) {
            channel.write(open, channel.voidPromise());
        } else {
            channel.write(new DatagramPacket(open, to), channel.voidPromise());
        }
        run = null;
        runSegments = 0;
    }

    /** Some networks' drivers cannot do it, and say so with the first attempt, which is lost like any datagram. */
    private void noteOutcome(Future<? super Void> sent) {
        if (segments
                && sent.cause() instanceof Errors.NativeIoException e
                && (e.expectedErr() == EIO || e.expectedErr() == EINVAL)) {
            segments = false;
            LOG.info("{}: sending datagrams one by one, as segments were refused: {}", channel, e.getMessage());
        }
    }

    /** Hands everything to the system. */
    void flush() {
        endRun();
        clean = true;
        channel.flush();
    }
}
