package dev.pipit.coap.transport;

/**
 * How UDP sockets are used.
 *
 * @param eventLoops how many loops, each with a socket of its own on the same port (SO_REUSEPORT); 1 where the
 *     operating system has no such thing
 * @param receiveBufferBytes the socket's receive buffer (SO_RCVBUF); the system may grant less
 * @param sendBufferBytes the socket's send buffer (SO_SNDBUF)
 * @param maxDatagramBytes the largest datagram taken; a larger one is dropped and counted
 * @param datagramsPerRead how many datagrams one system call takes at most, where the system can (recvmmsg)
 * @param nativeIo whether epoll may be used where it is there
 * @param connectedSockets whether each peer gets a connected socket, so that the network's "port unreachable" is heard
 *     at once; for clients
 * @param segmentedSends whether datagrams of one size to one peer may be handed to the system together, where it can
 *     (UDP_SEGMENT)
 */
public record UdpConfig(
        int eventLoops,
        int receiveBufferBytes,
        int sendBufferBytes,
        int maxDatagramBytes,
        int datagramsPerRead,
        boolean nativeIo,
        boolean connectedSockets,
        boolean segmentedSends) {
    /** One loop, buffers of 4 MiB, datagrams of up to 2047 bytes, epoll. */
    public static final UdpConfig SERVER = new UdpConfig(1, 4 << 20, 4 << 20, 2047, 32, true, false, true);

    /** The same, with connected sockets. */
    public static final UdpConfig CLIENT = SERVER.connectedSockets(true);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public UdpConfig {
        require(eventLoops >= 1 && eventLoops <= 256, "eventLoops", eventLoops, "1-256");
        require(receiveBufferBytes >= 4096, "receiveBufferBytes", receiveBufferBytes, "at least 4096");
        require(sendBufferBytes >= 4096, "sendBufferBytes", sendBufferBytes, "at least 4096");
        require(maxDatagramBytes >= 64 && maxDatagramBytes <= 65507, "maxDatagramBytes", maxDatagramBytes, "64-65507");
        require(datagramsPerRead >= 1 && datagramsPerRead <= 1024, "datagramsPerRead", datagramsPerRead, "1-1024");
    }

    private static void require(boolean fine, String name, int value, String expected) {
        if (!fine) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** This configuration with another number of event loops. */
    public UdpConfig eventLoops(int value) {
        return new UdpConfig(
                value,
                receiveBufferBytes,
                sendBufferBytes,
                maxDatagramBytes,
                datagramsPerRead,
                nativeIo,
                connectedSockets,
                segmentedSends);
    }

    /** This configuration with other socket buffers, in bytes. */
    public UdpConfig buffers(int receiveBytes, int sendBytes) {
        return new UdpConfig(
                eventLoops,
                receiveBytes,
                sendBytes,
                maxDatagramBytes,
                datagramsPerRead,
                nativeIo,
                connectedSockets,
                segmentedSends);
    }

    /** This configuration with another largest datagram, in bytes. */
    public UdpConfig maxDatagramBytes(int value) {
        return new UdpConfig(
                eventLoops,
                receiveBufferBytes,
                sendBufferBytes,
                value,
                datagramsPerRead,
                nativeIo,
                connectedSockets,
                segmentedSends);
    }

    /** This configuration with another number of datagrams for each system call. */
    public UdpConfig datagramsPerRead(int value) {
        return new UdpConfig(
                eventLoops,
                receiveBufferBytes,
                sendBufferBytes,
                maxDatagramBytes,
                value,
                nativeIo,
                connectedSockets,
                segmentedSends);
    }

    /** This configuration with or without epoll. */
    public UdpConfig nativeIo(boolean value) {
        return new UdpConfig(
                eventLoops,
                receiveBufferBytes,
                sendBufferBytes,
                maxDatagramBytes,
                datagramsPerRead,
                value,
                connectedSockets,
                segmentedSends);
    }

    /** This configuration with or without connected sockets. */
    public UdpConfig connectedSockets(boolean value) {
        return new UdpConfig(
                eventLoops,
                receiveBufferBytes,
                sendBufferBytes,
                maxDatagramBytes,
                datagramsPerRead,
                nativeIo,
                value,
                segmentedSends);
    }

    /** This configuration with or without datagrams that are sent together. */
    public UdpConfig segmentedSends(boolean value) {
        return new UdpConfig(
                eventLoops,
                receiveBufferBytes,
                sendBufferBytes,
                maxDatagramBytes,
                datagramsPerRead,
                nativeIo,
                connectedSockets,
                value);
    }
}
