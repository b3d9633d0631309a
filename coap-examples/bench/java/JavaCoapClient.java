import com.mbed.coap.client.CoapClient;
import com.mbed.coap.packet.CoapRequest;
import com.mbed.coap.packet.Opaque;
import com.mbed.coap.server.CoapServer;
import com.mbed.coap.transport.udp.DatagramSocketTransport;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/** Confirmable GETs with java-coap's asynchronous client, each with a token of its own. Options: see {@link Meter}. */
public final class JavaCoapClient {
    private static final AtomicLong TOKEN = new AtomicLong();

    private final CoapClient client;
    private final Meter meter;

    private JavaCoapClient(CoapClient client, Meter meter) {
        this.client = client;
        this.meter = meter;
    }

    public static void main(String[] args) throws Exception {
        Meter meter = new Meter(new Options(args));
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        for (int i = 0; i < meter.endpoints(); i++) {
            CoapClient client = CoapServer.builder()
                    .transport(new DatagramSocketTransport(0))
                    .executor(timer)
                    .queueMaxSize(1000)
                    .buildClient(new InetSocketAddress("127.0.0.1", meter.port()));
            for (int j = 0; j < meter.window(); j++) {
                new JavaCoapClient(client, meter).next();
            }
        }
        meter.run();
    }

    private void next() {
        long started = System.nanoTime();
        byte[] token = ByteBuffer.allocate(8).putLong(TOKEN.incrementAndGet()).array();
        client.send(CoapRequest.get("/bench").token(Opaque.of(token))).whenComplete((response, failure) -> {
            meter.done(started, failure == null);
            next();
        });
    }
}
