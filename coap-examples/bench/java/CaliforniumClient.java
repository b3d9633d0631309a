import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapHandler;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;

/**
 * Confirmable GETs with Californium's asynchronous client. It does not track its message IDs, or 65,536 requests in
 * 247 s were the limit. Options: see {@link Meter}.
 */
public final class CaliforniumClient {
    private final CoapClient client;
    private final Meter meter;

    private CaliforniumClient(CoapClient client, Meter meter) {
        this.client = client;
        this.meter = meter;
    }

    public static void main(String[] args) throws Exception {
        Meter meter = new Meter(new Options(args));
        CoapConfig.register();
        UdpConfig.register();
        SystemConfig.register();
        Configuration config = Configuration.createStandardWithoutFile();
        config.set(CoapConfig.MID_TRACKER, CoapConfig.TrackerMode.NULL);
        config.set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, 1);
        config.set(UdpConfig.UDP_RECEIVER_THREAD_COUNT, 1);
        config.set(UdpConfig.UDP_SENDER_THREAD_COUNT, 1);
        config.set(CoapConfig.DEDUPLICATOR, CoapConfig.DEDUPLICATOR_PEERS_MARK_AND_SWEEP);
        config.set(CoapConfig.PEERS_MARK_AND_SWEEP_MESSAGES, 16);
        config.set(SystemConfig.HEALTH_STATUS_INTERVAL, 0, TimeUnit.SECONDS);
        for (int i = 0; i < meter.endpoints(); i++) {
            CoapClient client = new CoapClient(meter.uri());
            client.setEndpoint(CoapEndpoint.builder().setConfiguration(config).build());
            for (int j = 0; j < meter.window(); j++) {
                new CaliforniumClient(client, meter).next();
            }
        }
        meter.run();
    }

    private void next() {
        long started = System.nanoTime();
        client.get(new CoapHandler() {
            @Override
            public void onLoad(CoapResponse response) {
                meter.done(started, response.isSuccess());
                next();
            }

            @Override
            public void onError() {
                meter.done(started, false);
                next();
            }
        });
    }
}
