package dev.pipit.coap.examples.plugtest;

import dev.pipit.coap.examples.testresources.TestResources;
import dev.pipit.coap.freshness.AmplificationMitigation;
import dev.pipit.coap.server.CoapServer;
import dev.pipit.coap.testing.VirtualNetwork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** What {@code coap serve --plugtest --amplification off} serves, on a virtual network at 192.0.2.1. */
final class PlugtestServer {
    static final String HOST = "192.0.2.1";
    static final String ADDRESS = HOST + ":5683";

    private PlugtestServer() {}

    /** Starts one; its timers go by the time of the network. */
    static CoapServer start(VirtualNetwork network) {
        CoapServer server = CoapServer.builder()
                .transport(network.host(HOST))
                .directExecutor()
                .amplification(AmplificationMitigation.OFF)
                .stopTimeout(Duration.ZERO)
                .build();
        TestResources.addTo(server.resources(), new NetworkClock(network), network::schedule);
        return server.start();
    }

    /** The time of a network, that begins on 14 November 2023. */
    private static final class NetworkClock extends Clock {
        private final VirtualNetwork network;

        NetworkClock(VirtualNetwork network) {
            this.network = network;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(1_700_000_000).plusNanos(network.now());
        }
    }
}
