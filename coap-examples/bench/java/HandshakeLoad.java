import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsSession;

/**
 * Handshakes, several at a time, each from a port of its own, and what they cost the server. It serves many windows, so that
 * its own compiler is through: each line of its input is a window, "name=value" as in the options of other programs, and is
 * answered with a line of JSON.
 *
 * <p>Options of a window: port; pid of the server; psk (true), else certificates on both sides; resumed (false); clients at a
 * time (8); count, how many handshakes to do, or seconds.
 */
final class HandshakeLoad {
    private final ClientKeys keys;
    private final Options options;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong resumed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean over;

    private HandshakeLoad(ClientKeys keys, Options options) {
        this.keys = keys;
        this.options = options;
    }

    public static void main(String[] args) throws Exception {
        ClientKeys keys = ClientKeys.read(Path.of(new Options(args).text("keys", "keys")));
        BufferedReader windows = new BufferedReader(new InputStreamReader(System.in));
        for (String line = windows.readLine(); line != null; line = windows.readLine()) {
            System.out.println(new HandshakeLoad(keys, new Options(line.split(" "))).run());
        }
    }

    private String run() throws Exception {
        String pid = options.text("pid", "self");
        ServerCpu before = ServerCpu.of(pid);
        long started = System.nanoTime();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < options.number("clients", 8); i++) {
            Thread client = new Thread(this::shakeHands);
            client.setDaemon(true);
            client.start();
            clients.add(client);
        }
        int count = options.number("count", 0);
        long end = started + options.number("seconds", 120) * 1_000_000_000L;
        while (System.nanoTime() < end && (count == 0 || done.get() < count)) {
            Thread.sleep(10);
        }
        over = true;
        for (Thread client : clients) {
            client.join();
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        ServerCpu after = ServerCpu.of(pid);
        double cpu = after.all() - before.all();
        double jit = after.jit() - before.jit();
        long handshakes = Math.max(1, done.get());
        return String.format(
                "{\"mode\":\"handshakes\",\"count\":%d,\"resumed\":%d,\"rps\":%.0f,\"server_us_per_req\":%.1f,"
                        + "\"server_us_without_jit\":%.1f,\"server_cpu_pct\":%.0f,\"lost\":%d}",
                done.get(), resumed.get(), done.get() / seconds, cpu * 1e6 / handshakes, (cpu - jit) * 1e6 / handshakes,
                100 * cpu / seconds, failed.get());
    }

    private void shakeHands() {
        TlsSession session = null;
        while (!over) {
            try {
                FlightSocket socket = new FlightSocket(options.number("port", 5684));
                try {
                    session = shakeHands(socket, session);
                } finally {
                    socket.close();
                }
            } catch (IOException | RuntimeException e) {
                failed.incrementAndGet();
                session = null;
            }
        }
    }

    /** One handshake, and the end of the association; gives a session for the next one, or null. */
    private TlsSession shakeHands(FlightSocket socket, TlsSession session) throws IOException {
        HandshakeClient client = new HandshakeClient(keys, options.flag("psk", true), session);
        DTLSTransport association = new DTLSClientProtocol().connect(client, socket);
        socket.flush();
        boolean isResumed = client.isResumed();
        TlsSession next = options.flag("resumed", false) ? client.session() : null;
        // A server may tie the session to the association: then it must not be told that this one is over.
        if (next == null) {
            association.close();
        }
        done.incrementAndGet();
        resumed.addAndGet(isResumed ? 1 : 0);
        return next;
    }
}
