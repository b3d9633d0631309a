package dev.pipit.coap.transport;

import dev.pipit.coap.codec.MessageDecoder;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Datagram;
import dev.pipit.coap.peer.PeerIdentity;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inbound end of the pipeline: copies a datagram out of Netty's buffer, decodes it, and hands it to the endpoint;
 * where there is security, to that.
 */
final class DatagramHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(DatagramHandler.class);

    private final UdpBinding binding;
    private final @Nullable InetSocketAddress connectedTo;
    private final byte[] bytes;
    private @Nullable MessageDecoder decoder;
    private boolean inBatch;
    private long batchNanos;

    /** A handler for the socket of a binding; {@code connectedTo} where the socket has a peer of its own. */
    DatagramHandler(UdpBinding binding, int maxDatagramBytes, @Nullable InetSocketAddress connectedTo) {
        this.binding = binding;
        this.connectedTo = connectedTo;
        this.bytes = new byte[maxDatagramBytes];
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!inBatch) {
            // Read once for all datagrams that one system call brought.
            inBatch = true;
            batchNanos = binding.now();
        }
        DatagramPacket packet = (DatagramPacket) message;
        ByteBuf content = packet.content();
        int length = content.readableBytes();
        try {
            if (length <= bytes.length) {
                content.readBytes(bytes, 0, length);
            }
        } finally {
            packet.release();
        }
        if (length > bytes.length) {
            binding.endpoint().counters().count(Counter.TRUNCATED);
        } else {
            handle(packet.sender(), length);
        }
    }

    private void handle(InetSocketAddress from, int length) {
        try {
            DatagramSecurity security = binding.security();
            if (security != null) {
                security.handleDatagram(from, bytes, length, batchNanos);
                return;
            }
            Datagram datagram = decoder().decode(bytes, 0, length);
            binding.endpoint().handleDatagram(from, PeerIdentity.NONE, datagram, batchNanos);
        } catch (RuntimeException e) {
            // A bug, as nothing that comes from the network may throw; the next datagram is not to suffer from it.
            LOG.error("a datagram of {} bytes from {} failed", length, from, e);
        }
    }

    private MessageDecoder decoder() {
        if (decoder == null) {
            decoder = new MessageDecoder(binding.endpoint().maxTokenLength());
        }
        return decoder;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        inBatch = false;
        binding.endBatch();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (connectedTo != null) {
            binding.endpoint().handleUnreachable(connectedTo, reasonOf(cause), binding.now());
            binding.endBatch();
        } else {
            LOG.debug("socket {}: {}", context.channel().localAddress(), cause.toString());
        }
    }

    private static String reasonOf(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return message.contains("refused") || cause instanceof PortUnreachableException
                ? "connection refused"
                : message;
    }
}
