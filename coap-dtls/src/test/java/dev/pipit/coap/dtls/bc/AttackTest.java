package dev.pipit.coap.dtls.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.DtlsConfigBuilder;
import dev.pipit.coap.dtls.HandshakeFailedException;
import dev.pipit.coap.dtls.PskStore;
import dev.pipit.coap.dtls.key.TestCertificates;
import dev.pipit.coap.dtls.key.TrustAnchors;
import dev.pipit.coap.dtls.key.X509Credential;
import dev.pipit.coap.dtls.record.ContentType;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.transport.DatagramSecurity;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Attacks on a server with real handshakes, beside a client that has done nothing wrong: state stays bounded, goes back to
 * nothing, and the client notices nothing. Those named after a CVE are of a kind that another implementation of CoAP over
 * DTLS has had.
 */
class AttackTest {
    private static final int CLIENT_KEY_EXCHANGE = 16;
    private static final int SERVER_KEY_EXCHANGE = 12;
    private static final int HEADER_BYTES = 13 + 6; // with the connection ID
    private static final TestCertificates ROOT =
            TestCertificates.authority("CN=Root").valid("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z");
    private static final TestCertificates OTHER_ROOT =
            TestCertificates.authority("CN=Other").valid("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z");

    private static DtlsConfigBuilder psk() {
        return DtlsConfig.builder().pskStore(PskStore.of(Map.of("me", Pair.KEY)));
    }

    /** A server with room for few handshakes. */
    private static Pair small() {
        return new Pair(
                DtlsSecurity.server(
                        psk().limits(limits -> limits.handshakes(16, 4)).build()),
                DtlsSecurity.client(DtlsConfig.psk("me", Pair.KEY)));
    }

    /** The first message of an honest client. */
    private static byte[] hello(Pair pair) {
        return pair.client.sent.get(0);
    }

    private static void assertUnharmed(Pair pair) {
        pair.client.say("still there");
        pair.run(() -> pair.server.delivered.contains("still there"));
        pair.server.say("here as well");
        pair.run(() -> pair.client.delivered.contains("here as well"));
        assertEquals(0, pair.server.count(Counter.ASSOCIATIONS_CLOSED));
        assertEquals(1, pair.server.layer().associations());
    }

    @Test
    void floodOfHellosWithoutCookieLeavesNothingBehindAndIsNotAmplified() {
        try (Pair pair = new Pair().establish()) {
            byte[] hello = hello(pair);
            for (int i = 0; i < 20_000; i++) {
                pair.server.handle(Stranger.number(i).address(), hello);
            }
            assertEquals(20_000, pair.server.strays.size());
            assertTrue(pair.server.strays.stream().allMatch(answer -> answer.length <= hello.length));
            assertEquals(0, pair.server.layer().pendingHandshakes());
            assertEquals(1, pair.server.count(Counter.HANDSHAKES_STARTED));
            assertUnharmed(pair);
        }
    }

    @Test
    void floodOfHellosFromTheAddressOfAClientDoesNotTouchItsAssociation() {
        try (Pair pair = new Pair().establish()) {
            int before = pair.server.sent.size();
            byte[] hello = hello(pair);
            for (int i = 0; i < 1000; i++) {
                hello[27] = (byte) i;
                hello[28] = (byte) (i >> 8);
                pair.server.handle(hello);
            }
            assertEquals(before + 1000, pair.server.sent.size());
            assertEquals(1, pair.server.count(Counter.HANDSHAKES_STARTED));
            pair.runAll();
            assertUnharmed(pair);
        }
    }

    @Test
    void cookieOfOneAddressIsNoneOfAnother() {
        try (Pair pair = new Pair().establish()) {
            Stranger.number(1).begin(pair.server, hello(pair));
            assertEquals(2, pair.server.count(Counter.HANDSHAKES_STARTED));
            byte[] request = pair.server.strays.get(0);
            for (int i = 2; i < 100; i++) {
                pair.server.handle(Stranger.number(i).address(), Stranger.withCookie(hello(pair), request));
            }
            assertEquals(2, pair.server.count(Counter.HANDSHAKES_STARTED));
        }
    }

    @Test
    void abandonedHandshakesLockNobodyOutAndAllEnd() {
        try (Pair pair = small()) {
            byte[] hello;
            try (Pair other = new Pair().establish()) {
                hello = hello(other);
            }
            for (int i = 0; i < 40; i++) {
                Stranger.number(i << 8).begin(pair.server, hello);
                assertTrue(pair.server.layer().pendingHandshakes() <= 16);
            }
            pair.establish();
            assertTrue(turnedAway(pair) >= 25);
            pair.server
                    .layer()
                    .handleTimeout(pair.now() + Duration.ofSeconds(13).toNanos());
            assertEquals(0, pair.server.layer().pendingHandshakes());
            assertUnharmed(pair);
        }
    }

    @Test
    void handshakesOfOneSourceTakeNoPlaceOfAnothers() {
        try (Pair pair = small()) {
            byte[] hello;
            try (Pair other = new Pair().establish()) {
                hello = hello(other);
            }
            Stranger honest = Stranger.number(1);
            honest.begin(pair.server, hello);
            for (int port = 1; port <= 40; port++) {
                Stranger flooder = new Stranger(
                        new InetSocketAddress(Stranger.number(2).address().getAddress(), port));
                flooder.begin(pair.server, hello);
            }
            assertTrue(pair.server.layer().pendingHandshakes() <= 5);
            assertTrue(turnedAway(pair) >= 36);
            long started = pair.server.count(Counter.HANDSHAKES_STARTED);
            long turnedAway = turnedAway(pair);
            honest.begin(pair.server, hello);
            assertEquals(started, pair.server.count(Counter.HANDSHAKES_STARTED), "its handshake is still there");
            assertEquals(turnedAway, turnedAway(pair));
        }
    }

    /** One that was evicted has its thread until that has noticed, so that others may be refused meanwhile. */
    private static long turnedAway(Pair pair) {
        return pair.server.count(Counter.HANDSHAKES_EVICTED) + pair.server.count(Counter.HANDSHAKES_REFUSED);
    }

    @Test
    void cve202239368HandshakesThatFailGiveTheirPlacesBack() {
        try (Pair pair = small()) {
            byte[] hello;
            try (Pair other = new Pair().establish()) {
                hello = hello(other);
            }
            for (int i = 1; i <= 200; i++) {
                int failed = i;
                Stranger stranger = Stranger.number(i);
                stranger.begin(pair.server, hello);
                stranger.spoil(pair.server);
                pair.run(() -> pair.server.count(Counter.HANDSHAKES_FAILED) == failed);
            }
            assertEquals(0, pair.server.layer().pendingHandshakes());
            assertEquals(0, pair.server.count(Counter.HANDSHAKES_EVICTED));
            assertEquals(0, pair.server.count(Counter.HANDSHAKES_REFUSED));
            pair.establish();
            assertUnharmed(pair);
        }
    }

    @Test
    void cve20222576HelloThatResumesASessionHasToHaveItsCookieToo() {
        DatagramSecurity.Factory servers = DtlsSecurity.server(psk().build());
        DatagramSecurity.Factory clients = DtlsSecurity.client(DtlsConfig.psk("me", Pair.KEY));
        new Pair(servers, clients).establish().close();
        byte[] resuming;
        try (Pair pair = new Pair(servers, clients).establish()) {
            assertEquals(1, pair.server.count(Counter.HANDSHAKES_RESUMED));
            resuming = hello(pair);
            for (int i = 0; i < 1000; i++) {
                pair.server.handle(Stranger.number(i).address(), resuming);
            }
            assertTrue(pair.server.strays.stream().allMatch(answer -> answer.length <= 60));
            assertEquals(1, pair.server.count(Counter.HANDSHAKES_STARTED));
            assertUnharmed(pair);
        }
    }

    private static X509Credential credential(String name, TestCertificates root) {
        TestCertificates subject = new TestCertificates(name)
                .valid("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z")
                .names(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        return new X509Credential(List.of(subject.issuedBy(root)), subject.keys.getPrivate());
    }

    private static DtlsConfig certificates(String name, TestCertificates root) {
        return DtlsConfig.builder()
                .certificate(credential(name, root))
                .trust(new TrustAnchors(List.of(ROOT.selfSigned())))
                .build();
    }

    @Test
    void cve202027222FailedHandshakeWithACertificateDoesNotSpoilTheNext() {
        DatagramSecurity.Factory servers = DtlsSecurity.server(certificates("CN=server", ROOT));
        List<DtlsConfig> wrong = List.of(certificates("CN=stranger", OTHER_ROOT), DtlsConfig.psk("me", Pair.KEY));
        for (DtlsConfig config : wrong) {
            try (Pair pair = new Pair(servers, DtlsSecurity.client(config))) {
                pair.client.onFailure = failure -> {};
                pair.connect().run(() -> pair.server.count(Counter.HANDSHAKES_FAILED) == 1);
            }
            try (Pair pair = new Pair(servers, DtlsSecurity.client(certificates("CN=me", ROOT))).establish()) {
                assertEquals("x509:CN=me", String.valueOf(pair.server.peer));
            }
        }
    }

    /** The signature is taken out of the server's key exchange on its way, or changed. */
    @Test
    void cve202134433ServerThatDoesNotSignItsKeyExchangeIsRefused() {
        for (boolean takenOut : new boolean[] {true, false}) {
            List<Exception> failures = new ArrayList<>();
            try (Pair pair = new Pair(
                    DtlsSecurity.server(certificates("CN=server", ROOT)),
                    DtlsSecurity.client(certificates("CN=me", ROOT)))) {
                pair.client.onFailure = failures::add;
                pair.server.changes = datagram -> spoilSignature(datagram, takenOut);
                pair.connect().run(() -> !failures.isEmpty());
                assertInstanceOf(HandshakeFailedException.class, failures.get(0));
                assertTrue(pair.client.sent.stream().noneMatch(sent -> find(sent, CLIENT_KEY_EXCHANGE) >= 0));
            }
        }
    }

    /** Where a handshake message of this type, unfragmented and in the clear, begins in a datagram; -1 for nowhere. */
    private static int find(byte[] datagram, int type) {
        for (int at = 0; at + 25 < datagram.length; at += 13 + length(datagram, at + 11)) {
            if (datagram[at] == 22 && datagram[at + 4] == 0 && datagram[at + 13] == type) {
                return at;
            }
        }
        return -1;
    }

    private static int length(byte[] datagram, int at) {
        return (datagram[at] & 0xff) << 8 | datagram[at + 1] & 0xff;
    }

    private static byte[] spoilSignature(byte[] datagram, boolean takenOut) {
        int at = find(datagram, SERVER_KEY_EXCHANGE);
        if (at < 0) {
            return datagram;
        }
        int end = at + 13 + length(datagram, at + 11);
        byte[] spoiled = datagram.clone();
        if (!takenOut) {
            spoiled[end - 1] ^= 1;
            return spoiled;
        }
        int parameters = 1 + 2 + 1 + (datagram[at + 28] & 0xff);
        byte[] shorter = Arrays.copyOf(datagram, at + 25 + parameters + datagram.length - end);
        System.arraycopy(datagram, end, shorter, at + 25 + parameters, datagram.length - end);
        shorter[at + 11] = 0;
        shorter[at + 12] = (byte) (12 + parameters);
        shorter[at + 15] = 0;
        shorter[at + 16] = (byte) parameters;
        shorter[at + 23] = 0;
        shorter[at + 24] = (byte) parameters;
        return shorter;
    }

    @Test
    void replayOfAllThatWasSaidChangesNothing() {
        try (Pair pair = new Pair().establish()) {
            pair.client.say("once");
            pair.run(() -> pair.server.delivered.contains("once"));
            List<byte[]> recorded = List.copyOf(pair.client.sent);
            for (int i = 0; i < 100; i++) {
                recorded.forEach(pair.server::handle);
                pair.runAll();
            }
            assertEquals(List.of("hello", "once"), pair.server.delivered);
            assertEquals(0, pair.server.layer().pendingHandshakes());
            assertUnharmed(pair);
        }
    }

    /** Whoever has seen an ID can write it, from anywhere. */
    @Test
    void recordsWithForgedIdsFromEverywhereMoveAndHarmNobody() {
        try (Pair pair = new Pair().establish()) {
            byte[] real = pair.client.sent.get(pair.client.sent.size() - 1);
            for (int i = 0; i < 5000; i++) {
                byte[] seen = real.clone();
                seen[10] = (byte) (100 + i % 100);
                seen[HEADER_BYTES + i % (seen.length - HEADER_BYTES)]++;
                pair.server.handle(Stranger.number(i).address(), seen);
                byte[] guessed = real.clone();
                guessed[12 + i % 5] += (byte) (1 + i % 255);
                pair.server.handle(Stranger.number(i).address(), guessed);
                byte[] otherLoop = real.clone();
                otherLoop[11] = (byte) (1 + i % 255);
                pair.server.handle(Stranger.number(i).address(), otherLoop);
            }
            assertEquals(5000, pair.server.count(Counter.RECORDS_REJECTED));
            assertEquals(10_000, pair.server.count(Counter.RECORDS_WITHOUT_ASSOCIATION));
            assertEquals(List.of("hello"), pair.server.delivered);
            assertEquals(0, pair.server.strays.size());
            assertUnharmed(pair);
        }
    }

    @Test
    void recordsWithBadMacsAreCountedAndHarmNobody() {
        try (Pair pair = new Pair().establish()) {
            byte[] real = pair.client.sent.get(pair.client.sent.size() - 1);
            RandomGenerator random = RandomGenerator.getDefault();
            for (int i = 0; i < 5000; i++) {
                byte[] forged = real.clone();
                forged[10] = (byte) (100 + i % 100);
                forged[HEADER_BYTES + random.nextInt(forged.length - HEADER_BYTES)] ^= (byte) (1 + random.nextInt(255));
                pair.server.handle(forged);
            }
            assertEquals(5000, pair.server.count(Counter.RECORDS_REJECTED));
            assertEquals(List.of("hello"), pair.server.delivered);
            assertUnharmed(pair);
        }
    }

    /**
     * Every beginning of the first record of each datagram of a handshake, and with lengths that are not its own. Whole ones
     * of another handshake could make this one fail: what is in the clear may be anybody's.
     */
    @Test
    void truncatedAndOversizedFragmentsHarmNobody() {
        List<byte[]> recorded;
        try (Pair other = new Pair().establish()) {
            recorded = List.copyOf(other.client.sent);
        }
        try (Pair pair = new Pair()) {
            int[] fed = new int[1];
            pair.client.onSend = () -> {
                if (pair.server.count(Counter.HANDSHAKES_STARTED) == 1 && fed[0] == 0) {
                    fed[0] = 1;
                    recorded.forEach(datagram -> feedDamaged(pair.server, datagram));
                }
            };
            pair.establish();
            assertEquals(1, fed[0]);
            recorded.forEach(datagram -> feedDamaged(pair.server, datagram));
            pair.runAll();
            assertUnharmed(pair);
            assertEquals(0, pair.server.layer().pendingHandshakes());
        }
    }

    private static void feedDamaged(Pair.Node server, byte[] whole) {
        boolean identified = whole[0] == ContentType.CONNECTION_ID;
        int header = identified ? 13 + BadRecords.ID_BYTES : 13;
        byte[] datagram = Arrays.copyOf(whole, header + length(whole, header - 2));
        for (int length = 0; length < datagram.length; length++) {
            server.handle(Arrays.copyOf(datagram, length));
        }
        int[] lengths = identified ? new int[] {17, 18} : new int[] {11, 12, 14, 15, 19, 20, 22, 23};
        for (int field : lengths) {
            byte[] oversized = datagram.clone();
            if (identified || oversized[13] != 1) {
                oversized[field] = (byte) 0xff;
                server.handle(oversized);
            }
        }
    }

    @Test
    void alertsInTheClearEndNothing() {
        try (Pair pair = new Pair().establish()) {
            for (int description = 0; description < 120; description++) {
                for (byte level : new byte[] {1, 2}) {
                    byte[] alert = {
                        21, (byte) 0xfe, (byte) 0xfd, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, level, (byte) description
                    };
                    pair.server.handle(alert);
                    pair.client.handle(alert);
                }
            }
            pair.runAll();
            assertUnharmed(pair);
            assertFalse(pair.client.layer().associations() == 0);
        }
    }

    /** How long one bad record of each kind holds the event loop; told on the output, as {@code -Dbad.records} asks for. */
    @Test
    @EnabledIfSystemProperty(named = "bad.records", matches = ".*")
    void badRecordsMeasured() {
        BadRecords.measure();
    }
}
