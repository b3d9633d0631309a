import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import org.bouncycastle.tls.DatagramTransport;

/** A socket with a port of its own for one client, which sends the records of a flight in one datagram. */
final class FlightSocket implements DatagramTransport {
    private static final int MAX_BYTES = 1232;

    private final DatagramSocket socket;
    private final byte[] flight = new byte[MAX_BYTES];
    private int filled;

    FlightSocket(int port) throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    @Override
    public int getReceiveLimit() {
        return 2048;
    }

    @Override
    public int getSendLimit() {
        return MAX_BYTES;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
        flush();
        socket.setSoTimeout(waitMillis);
        DatagramPacket packet = new DatagramPacket(buffer, offset, length);
        try {
            socket.receive(packet);
            return packet.getLength();
        } catch (SocketTimeoutException e) {
            return -1;
        }
    }

    @Override
    public void send(byte[] bytes, int offset, int length) throws IOException {
        if (filled + length > MAX_BYTES) {
            flush();
        }
        System.arraycopy(bytes, offset, flight, filled, length);
        filled += length;
    }

    void flush() throws IOException {
        if (filled > 0) {
            socket.send(new DatagramPacket(flight, filled));
            filled = 0;
        }
    }

    @Override
    public void close() throws IOException {
        flush();
        socket.close();
    }
}
