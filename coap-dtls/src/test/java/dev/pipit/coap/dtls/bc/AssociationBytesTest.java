package dev.pipit.coap.dtls.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.PskStore;
import dev.pipit.coap.testkit.HeapBytes;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a server keeps of each association that is idle, its address and its session that can be resumed included: of as many
 * associations as {@code -Dassociations=…} says. The clients are gone when it is measured.
 */
class AssociationBytesTest {
    private static final int COUNT = Integer.getInteger("associations", 1000);
    private static final int MANY = 10_000;
    private static final int SEAT_BYTES = 1280;
    private static final int LIMIT = 4096;

    // Until the first record, or for four minutes, the flights of the handshake are kept, the peer's certificate once
    // more
    // among them.
    private static final int LIMIT_WITH_FLIGHTS = 4608;
    private static final int LIMIT_WITH_FLIGHTS_OF_CERTIFICATES = 6144;
    private static final long FLIGHT_MILLIS = 242_000;

    @Test
    void keepsFourKilobytesWithAPreSharedKeyAndNoThread() throws Exception {
        DtlsConfig server = pskServer();
        DtlsConfig client = DtlsConfig.psk("me", Pair.KEY);
        warmUp(server, client);
        measure("PSK, right after the handshake", server, client, false, LIMIT_WITH_FLIGHTS);
        measure("PSK, after the first record", server, client, true, LIMIT);
    }

    @Test
    void keepsFourKilobytesWithCertificatesAndNoThread() throws Exception {
        DtlsConfig server = Certificates.server();
        DtlsConfig client = Certificates.client();
        warmUp(server, client);
        measure("ECDSA, right after the handshake", server, client, false, LIMIT_WITH_FLIGHTS_OF_CERTIFICATES);
        measure("ECDSA, after the first record", server, client, true, LIMIT);
    }

    /** Of clients that have never said anything, after the four minutes for which their handshake's last flight is kept. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @EnabledIfSystemProperty(named = "associations.idle", matches = "true")
    void keepsFourKilobytesWithoutARecord(boolean certificates) throws Exception {
        DtlsConfig server = certificates ? Certificates.server() : pskServer();
        DtlsConfig client = certificates ? Certificates.client() : DtlsConfig.psk("me", Pair.KEY);
        warmUp(server, client);
        long before = HeapBytes.used();
        try (Devices.Server held =
                new Devices(COUNT).connect(DtlsSecurity.server(server), DtlsSecurity.client(client), false)) {
            Thread.sleep(FLIGHT_MILLIS);
            held.security().handleTimeout(System.nanoTime());
            check(certificates ? "ECDSA, idle" : "PSK, idle", HeapBytes.used() - before, LIMIT);
            assertEquals(COUNT, held.associations());
        }
    }

    private static DtlsConfig pskServer() {
        return DtlsConfig.builder()
                .pskStore(PskStore.of(Map.of("me", Pair.KEY)))
                .build();
    }

    private static void warmUp(DtlsConfig server, DtlsConfig client) {
        new Devices(64).connectAll(DtlsSecurity.server(server), DtlsSecurity.client(client));
    }

    private static void measure(String name, DtlsConfig server, DtlsConfig client, boolean speaking, long limit)
            throws Exception {
        int threadsBefore = threads();
        check(name, HeapBytes.medianOf(() -> retainedBy(server, client, speaking)), limit);
        int threads = threads() - threadsBefore;
        assertTrue(threads <= 2 * Devices.AT_A_TIME, () -> threads + " threads, all of handshakes that are done");
    }

    private static void check(String name, long retained, long limit) {
        // The ciphers that all share are the same for few and for many.
        long shared = COUNT < MANY ? (long) CcmSeats.SEATS * SEAT_BYTES : 0;
        long bytes = (retained - shared) / COUNT;
        System.out.println("Retained bytes per association of " + COUNT + ", " + name + ": " + bytes);
        assertTrue(bytes <= limit, () -> name + ": " + bytes + " bytes (expected: at most " + limit + ")");
    }

    private static long retainedBy(DtlsConfig server, DtlsConfig client, boolean speaking) {
        long before = HeapBytes.used();
        try (Devices.Server held =
                new Devices(COUNT).connect(DtlsSecurity.server(server), DtlsSecurity.client(client), speaking)) {
            long retained = HeapBytes.used() - before;
            assertEquals(COUNT, held.associations());
            return retained;
        }
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }
}
