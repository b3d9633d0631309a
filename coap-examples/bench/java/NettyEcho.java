import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.UnixChannelOption;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * The least a Netty UDP server can do with a CoAP request: swap type and code, and send it back with eleven bytes. It
 * decodes nothing, so that it is the floor of what costs time.
 *
 * <p>Options: port; batch, datagrams for each recvmmsg (32); threads, one socket each with SO_REUSEPORT (1).
 */
public final class NettyEcho extends ChannelInboundHandlerAdapter {
    private static final byte[] HELLO = "\u00ffhello world".getBytes(StandardCharsets.ISO_8859_1);
    private static final int SLOT = 2048;

    private int messageId;

    public static void main(String[] args) throws InterruptedException {
        Options options = new Options(args);
        int batch = options.number("batch", 32);
        int threads = options.number("threads", 1);
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(threads, EpollIoHandler.newFactory());
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(EpollDatagramChannel.class)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.SO_RCVBUF, 4 << 20)
                .option(ChannelOption.SO_SNDBUF, 4 << 20)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(SLOT * batch))
                .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, SLOT)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new NettyEcho());
                    }
                });
        if (threads > 1) {
            bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
        }
        int port = options.number("port", 5683);
        for (int i = 0; i < threads; i++) {
            bootstrap.bind(new InetSocketAddress(port)).sync();
        }
        System.out.println("listening on " + port);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        ByteBuf in = packet.content();
        int at = in.readerIndex();
        int head = in.getByte(at);
        int tokenLength = head & 15;
        boolean confirmable = (head & 0x30) == 0;
        ByteBuf out = context.alloc().directBuffer(64);
        out.writeByte(head & 0xcf | (confirmable ? 0x20 : 0x10)).writeByte(0x45);
        out.writeShort(confirmable ? in.getShort(at + 2) : messageId++);
        out.writeBytes(in, at + 4, tokenLength).writeBytes(HELLO);
        in.release();
        context.write(new DatagramPacket(out, packet.sender()), context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        System.err.println(cause);
    }
}
