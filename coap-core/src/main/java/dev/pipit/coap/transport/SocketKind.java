package dev.pipit.coap.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.UnixChannelOption;

/** Which of Netty's datagram sockets is used: epoll's where it can be, else the JDK's. */
enum SocketKind {
    EPOLL,
    NIO;

    static SocketKind of(UdpConfig config) {
        return config.nativeIo() && Epoll.isAvailable() ? EPOLL : NIO;
    }

    IoHandlerFactory ioHandlerFactory() {
        return this == EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    /** Whether several sockets can share a port. */
    boolean sharesPorts() {
        return this == EPOLL;
    }

    /** A bootstrap with the socket's options, without group and handler. */
    Bootstrap bootstrap(UdpConfig config, boolean sharedPort) {
        // One byte more than is allowed, so that a datagram that is too long can be told from one that just fits.
        int slot = config.maxDatagramBytes() + 1;
        Bootstrap bootstrap = new Bootstrap()
                .option(ChannelOption.SO_RCVBUF, config.receiveBufferBytes())
                .option(ChannelOption.SO_SNDBUF, config.sendBufferBytes())
                // Beyond this backlog datagrams are dropped: they are better lost than late.
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1 << 20, 4 << 20));
        if (this == EPOLL) {
            return bootstrap
                    .channel(EpollDatagramChannel.class)
                    .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, slot)
                    .option(UnixChannelOption.SO_REUSEPORT, sharedPort)
                    .option(
                            ChannelOption.RECVBUF_ALLOCATOR,
                            new FixedRecvByteBufAllocator(slot * config.datagramsPerRead()));
        }
        return bootstrap
                .channel(NioDatagramChannel.class)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(slot).maxMessagesPerRead(64));
    }
}
