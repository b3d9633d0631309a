import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.port.TransmissionParameters;

/**
 * Confirmable GETs with Pipit's {@code sendAsync}. NSTART is the window; everything else is the default. Options: see
 * {@link Meter}.
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
                    .transmission(TransmissionParameters.DEFAULT.nstart(meter.window()))
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
