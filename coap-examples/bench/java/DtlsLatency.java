import dev.pipit.coap.client.CoapClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * How soon one client with an association is answered while others have begun handshakes and fallen silent: 200 GETs of 64
 * bytes a second, one after the other.
 *
 * <p>Options: port; pid of the server; open, how many handshakes are open meanwhile (0); warmup and seconds (3 and 8, less
 * than the 12 s after which a server gives up a handshake).
 */
final class DtlsLatency {
    private static final long INTERVAL_NANOS = 5_000_000;

    private DtlsLatency() {}

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        int port = options.number("port", 5684);
        String pid = options.text("pid", "self");
        String uri = "coaps://127.0.0.1:" + port + "/bytes";
        try (CoapClient client = DtlsLoad.client()) {
            ask(client, uri, options.number("warmup", 3));
            List<DatagramChannel> silent = new ArrayList<>();
            long began = System.nanoTime();
            for (int i = 0; i < options.number("open", 0); i++) {
                silent.add(begin(port, i));
            }
            double opening = (System.nanoTime() - began) / 1e6;
            int threads = ServerCpu.threads(pid);
            long[] nanos = ask(client, uri, options.number("seconds", 8));
            System.out.printf(
                    "{\"mode\":\"latency\",\"rps\":%d,\"open\":%d,\"opened_in_ms\":%.0f,\"threads\":%d,\"threads_at_end\":%d,"
                            + "\"us\":{\"p50\":%d,\"p99\":%d,\"max\":%d}}%n",
                    nanos.length / options.number("seconds", 8), silent.size(), opening, threads, ServerCpu.threads(pid),
                    nanos[nanos.length / 2] / 1000, nanos[nanos.length * 99 / 100] / 1000, nanos[nanos.length - 1] / 1000);
            System.out.flush();
        }
        Runtime.getRuntime().halt(0);
    }

    /** Asks at even intervals; gives how long each answer took, sorted. */
    private static long[] ask(CoapClient client, String uri, int seconds) throws InterruptedException {
        long[] nanos = new long[(int) (seconds * 1_000_000_000L / INTERVAL_NANOS)];
        long due = System.nanoTime();
        for (int i = 0; i < nanos.length; i++) {
            long wait = due - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
            }
            long sent = System.nanoTime();
            client.get(uri).send();
            nanos[i] = System.nanoTime() - sent;
            due += INTERVAL_NANOS;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    /** Begins a handshake with its cookie, takes the server's flight, and says no more. */
    private static DatagramChannel begin(int port, int number) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        byte[] random = new byte[32];
        new Random(number).nextBytes(random);
        channel.write(hello(random, new byte[0], 0));
        ByteBuffer request = ByteBuffer.allocate(2048);
        channel.read(request);
        int at = 13 + 12 + 2;
        channel.write(hello(random, Arrays.copyOfRange(request.array(), at + 1, at + 1 + request.get(at)), 1));
        return channel;
    }

    /** RFC 6347 §4.2.1, with TLS_PSK_WITH_AES_128_CCM_8 and an extended master secret (RFC 7627). */
    private static ByteBuffer hello(byte[] random, byte[] cookie, int number) {
        ByteBuffer body = ByteBuffer.allocate(128);
        body.putShort((short) 0xfefd).put(random).put((byte) 0).put((byte) cookie.length).put(cookie);
        body.putShort((short) 4).putShort((short) 0xc0a8).putShort((short) 0x00ff); // the second says RFC 5746
        body.putShort((short) 0x0100); // one compression method, none
        body.putShort((short) 4).putInt(23 << 16);
        body.flip();
        int length = body.remaining();
        ByteBuffer hello = ByteBuffer.allocate(13 + 12 + length);
        hello.put((byte) 22).putShort((short) 0xfefd).putInt(0).putInt(number).putShort((short) (12 + length));
        hello.putInt(1 << 24 | length).putShort((short) number); // type, length, message number
        hello.put((byte) 0).putShort((short) 0).put((byte) 0).putShort((short) length); // one fragment
        return hello.put(body).flip();
    }
}
