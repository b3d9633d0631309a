import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.port.TransmissionParameters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * GETs of 64 bytes over associations that are there, and what they cost the server; or the same without DTLS.
 *
 * <p>Options: port; pid of the server; secure (true); associations, or clients (16); window, requests in flight of each (4);
 * warmup and seconds (2 and 3).
 */
final class DtlsLoad {
    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final String uri;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    private DtlsLoad(String uri) {
        this.uri = uri;
    }

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        String scheme = options.flag("secure", true) ? "coaps" : "coap";
        DtlsLoad load = new DtlsLoad(scheme + "://127.0.0.1:" + options.number("port", 5684) + "/bytes");
        for (int i = 0; i < options.number("associations", 16); i++) {
            CoapClient client = client();
            for (int j = 0; j < options.number("window", 4); j++) {
                load.next(client);
            }
        }
        load.measure(options);
    }

    static CoapClient client() {
        return CoapClient.builder()
                .dtls(DtlsConfig.psk("bench", KEY))
                .transmission(TransmissionParameters.DEFAULT
                        .nstart(64)
                        .ackTimeout(Duration.ofMillis(500))
                        .maxRetransmit(1)
                        .maxLatency(Duration.ofMillis(10)))
                .build();
    }

    private void next(CoapClient client) {
        client.get(uri).sendAsync().whenComplete((response, failure) -> {
            (failure == null ? done : failed).incrementAndGet();
            next(client);
        });
    }

    private void measure(Options options) throws Exception {
        String pid = options.text("pid", "self");
        Thread.sleep(options.number("warmup", 2) * 1000L);
        long failedBefore = failed.get();
        long doneBefore = done.get();
        ServerCpu before = ServerCpu.of(pid);
        long started = System.nanoTime();
        Thread.sleep(options.number("seconds", 3) * 1000L);
        long count = done.get() - doneBefore;
        double cpu = ServerCpu.of(pid).all() - before.all();
        double seconds = (System.nanoTime() - started) / 1e9;
        System.out.printf(
                "{\"mode\":\"dtls\",\"count\":%d,\"rps\":%.0f,\"server_us_per_req\":%.2f,\"server_cpu_pct\":%.0f,\"lost\":%d}%n",
                count, count / seconds, cpu * 1e6 / Math.max(1, count), 100 * cpu / seconds, failed.get() - failedBefore);
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
