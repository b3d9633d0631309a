import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.port.TransmissionParameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Load over DTLS, and what it costs the server: GETs of 64 bytes over associations that are there, or handshakes, each
 * with one GET and the end of the association.
 *
 * <p>Options: port; pid of the server; handshakes (false); associations, or handshakes at a time (16, 4); window, requests
 * in flight of each (4); warmup and seconds (2 and 3).
 */
final class DtlsLoad {
    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final double TICKS_A_SECOND = 100;

    private final String uri;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    private DtlsLoad(String uri) {
        this.uri = uri;
    }

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        DtlsLoad load = new DtlsLoad("coaps://127.0.0.1:" + options.number("port", 5684) + "/bytes");
        if (options.flag("handshakes", false)) {
            for (int i = 0; i < options.number("associations", 4); i++) {
                Thread thread = new Thread(load::shakeHands);
                thread.setDaemon(true);
                thread.start();
            }
        } else {
            for (int i = 0; i < options.number("associations", 16); i++) {
                CoapClient client = client();
                for (int j = 0; j < options.number("window", 4); j++) {
                    load.next(client);
                }
            }
        }
        load.measure(options);
    }

    private static CoapClient client() {
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

    private void shakeHands() {
        while (true) {
            try (CoapClient client = client()) {
                client.get(uri).send();
                done.incrementAndGet();
            } catch (RuntimeException e) {
                failed.incrementAndGet();
            }
        }
    }

    private void measure(Options options) throws Exception {
        Path stat = Path.of("/proc", options.text("pid", "self"), "stat");
        Thread.sleep(options.number("warmup", 2) * 1000L);
        long failedBefore = failed.get();
        long before = done.get();
        double cpuBefore = cpuSeconds(stat);
        long started = System.nanoTime();
        Thread.sleep(options.number("seconds", 3) * 1000L);
        long count = done.get() - before;
        double cpu = cpuSeconds(stat) - cpuBefore;
        double seconds = (System.nanoTime() - started) / 1e9;
        System.out.printf(
                "{\"mode\":\"dtls\",\"count\":%d,\"rps\":%.0f,\"server_us_per_req\":%.2f,\"server_cpu_pct\":%.0f,\"lost\":%d}%n",
                count, count / seconds, cpu * 1e6 / Math.max(1, count), 100 * cpu / seconds, failed.get() - failedBefore);
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static double cpuSeconds(Path stat) throws IOException {
        String line = Files.readString(stat);
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    }
}
