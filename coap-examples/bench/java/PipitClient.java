import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.port.TransmissionParameters;
import java.time.Duration;

/**
 * Confirmable GETs with Pipit's {@code sendAsync}. NSTART is the window. Message IDs may be used again after the 270 ms
 * that a loopback needs: after the 247 s of RFC 7252 §4.8.2, to which Pipit keeps by default, a client could ask one
 * server 65,536 times and no more. (The other clients here use theirs again at once.) Options: see {@link Meter}.
 */
public final class PipitClient {
    private final CoapClient client;
    private final Meter meter;

    private PipitClient(CoapClient client, Meter meter) {
        this.client = client;
        this.meter = meter;
    }

    public static void main(String[] args) throws Exception {
        Meter meter = new Meter(new Options(args));
        for (int i = 0; i < meter.endpoints(); i++) {
            CoapClient client = CoapClient.builder()
                    .transmission(TransmissionParameters.DEFAULT
                            .nstart(meter.window())
                            .ackTimeout(Duration.ofMillis(100))
                            .maxRetransmit(1)
                            .maxLatency(Duration.ofMillis(10)))
                    .build();
            for (int j = 0; j < meter.window(); j++) {
                new PipitClient(client, meter).next();
            }
        }
        meter.run();
    }

    private void next() {
        long started = System.nanoTime();
        client.get(meter.uri()).sendAsync().whenComplete((response, failure) -> {
            meter.done(started, failure == null);
            next();
        });
    }
}
