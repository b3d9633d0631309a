package dev.pipit.coap.dtls.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.dtls.ClientAuthentication;
import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.DtlsConfigBuilder;
import dev.pipit.coap.dtls.PskStore;
import dev.pipit.coap.dtls.RawKeyRefusedException;
import dev.pipit.coap.dtls.key.KeyIdentifier;
import dev.pipit.coap.dtls.key.RawKeyCredential;
import dev.pipit.coap.dtls.key.TestCertificates;
import dev.pipit.coap.dtls.key.TrustAnchors;
import dev.pipit.coap.dtls.key.X509Credential;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.transport.DatagramSecurity;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

/** Sessions that are resumed, and those that must not be; each pair is the same server and client once more. */
class ResumptionTest {
    private static final byte[] KEY = Pair.KEY;
    private static final byte[] OTHER_KEY = "another-another-".getBytes(StandardCharsets.UTF_8);
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HELLO_DONE = 14;
    private static final String PAST = "2020-01-01T00:00:00Z";
    private static final String FUTURE = "2100-01-01T00:00:00Z";
    private static final TestCertificates ROOT =
            TestCertificates.authority("CN=Root").valid(PAST, FUTURE);
    private static final TestCertificates OTHER_ROOT =
            TestCertificates.authority("CN=Other").valid(PAST, FUTURE);

    private final Map<String, byte[]> keys = new ConcurrentHashMap<>(Map.of("me", KEY));
    private final AtomicInteger asked = new AtomicInteger();
    private final PskStore store = identity -> {
        asked.incrementAndGet();
        return Optional.ofNullable(keys.get(identity));
    };
    private DatagramSecurity.Factory servers =
            DtlsSecurity.server(DtlsConfig.builder().pskStore(store).build());
    private DatagramSecurity.Factory clients = DtlsSecurity.client(DtlsConfig.psk("me", KEY));

    private Pair pair() {
        return new Pair(servers, clients);
    }

    /** How many of the handshakes of this pair resumed a session; both sides have to say the same. */
    private static long resumed(Pair pair) {
        assertEquals(1, pair.server.count(Counter.HANDSHAKES_COMPLETED));
        assertEquals(pair.client.count(Counter.HANDSHAKES_RESUMED), pair.server.count(Counter.HANDSHAKES_RESUMED));
        return pair.server.count(Counter.HANDSHAKES_RESUMED);
    }

    private long establish() {
        try (Pair pair = pair().establish()) {
            return resumed(pair);
        }
    }

    private static boolean hasFullFlight(Pair pair) {
        return pair.server.sent.stream().anyMatch(datagram -> {
            for (int at = 0; at + 13 < datagram.length; ) {
                if (datagram[at] == 22
                        && datagram[at + 3] == 0
                        && datagram[at + 4] == 0
                        && datagram[at + 13] == HELLO_DONE) {
                    return true;
                }
                at += 13 + ((datagram[at + 11] & 0xff) << 8 | datagram[at + 12] & 0xff);
            }
            return false;
        });
    }

    @Test
    void secondHandshakeResumesTheSessionUnderANewIdentityOfTheSameName() {
        PeerIdentity first;
        try (Pair pair = pair().establish()) {
            assertEquals(0, resumed(pair));
            assertTrue(hasFullFlight(pair));
            first = pair.server.peer;
        }
        try (Pair pair = pair().establish()) {
            assertEquals(1, resumed(pair));
            assertFalse(hasFullFlight(pair));
            assertEquals("psk:me", String.valueOf(pair.server.peer));
            assertEquals("psk:me", String.valueOf(pair.client.peer));
            assertNotEquals(first, pair.server.peer);
            pair.server.say("hello yourself");
            pair.run(() -> pair.client.delivered.contains("hello yourself"));
        }
        assertEquals(1, establish());
    }

    @Test
    void fullHandshakeWhereTheServerDoesNotKnowTheSession() {
        establish();
        servers = DtlsSecurity.server(DtlsConfig.builder().pskStore(store).build());
        assertEquals(0, establish());
        assertEquals(1, establish());
    }

    @Test
    void fullHandshakeWhereTheClientDoesNotKnowTheSession() {
        establish();
        clients = DtlsSecurity.client(DtlsConfig.psk("me", KEY));
        assertEquals(0, establish());
    }

    @Test
    void nothingIsResumedWhereOneSideKeepsNoSessions() {
        clients = DtlsSecurity.client(DtlsConfig.builder()
                .psk("me", KEY)
                .sessionLimits(limits -> limits.maxSessions(0))
                .build());
        establish();
        assertEquals(0, establish());
        servers = DtlsSecurity.server(DtlsConfig.builder()
                .pskStore(store)
                .sessionLimits(limits -> limits.maxSessions(0))
                .build());
        clients = DtlsSecurity.client(DtlsConfig.psk("me", KEY));
        establish();
        assertEquals(0, establish());
    }

    @Test
    void sessionOfAKeyThatWasTakenAwayOrChangedIsNotResumed() {
        for (Map<String, byte[]> later : List.of(Map.<String, byte[]>of(), Map.of("me", OTHER_KEY))) {
            keys.putAll(Map.of("me", KEY));
            establish();
            keys.clear();
            keys.putAll(later);
            asked.set(0);
            try (Pair pair = pair().connect()) {
                pair.client.onFailure = failure -> {};
                // Once for the session, and again for the full handshake that follows, and fails.
                pair.run(() -> asked.get() == 2);
                pair.runAll();
                assertEquals(0, pair.server.count(Counter.HANDSHAKES_COMPLETED));
                assertTrue(hasFullFlight(pair));
            }
        }
    }

    @Test
    void clientWithAnotherKeyOrIdentityDoesNotOfferTheSession() {
        Lasting kept = new Lasting(DtlsConfig.psk("me", KEY), false);
        keys.put("you", KEY);
        clients = DtlsSecurity.factory(DtlsConfig.psk("me", KEY), kept, false);
        establish();
        clients = DtlsSecurity.factory(DtlsConfig.psk("you", KEY), kept, false);
        try (Pair pair = pair().establish()) {
            assertEquals(0, resumed(pair));
            assertEquals("psk:you", String.valueOf(pair.server.peer));
        }
    }

    @Test
    void certificateIsCheckedAgainWhenItsSessionIsResumed() {
        DtlsConfigBuilder serverConfig =
                DtlsConfig.builder().certificate(server()).trust(trust(ROOT));
        Lasting kept = new Lasting(serverConfig.build(), true);
        servers = DtlsSecurity.factory(serverConfig.build(), kept, true);
        clients = DtlsSecurity.client(
                DtlsConfig.builder().certificate(client()).trust(trust(ROOT)).build());
        establish();
        try (Pair pair = pair().establish()) {
            assertEquals(1, resumed(pair));
            assertEquals("x509:CN=sensor-1", String.valueOf(pair.server.peer));
            assertEquals("x509:CN=server", String.valueOf(pair.client.peer));
        }
        // The client's issuer is trusted no more.
        servers = DtlsSecurity.factory(serverConfig.trust(trust(OTHER_ROOT)).build(), kept, true);
        try (Pair pair = pair().connect()) {
            pair.client.onFailure = failure -> {};
            pair.run(() -> pair.server.count(Counter.HANDSHAKES_FAILED) == 1);
            assertEquals(0, pair.server.count(Counter.HANDSHAKES_RESUMED));
            assertTrue(hasFullFlight(pair));
        }
    }

    @Test
    void sessionOfAnAnonymousClientIsNotResumedWhereItHasToShowSomething() {
        DtlsConfigBuilder serverConfig = DtlsConfig.builder()
                .certificate(server())
                .trust(trust(ROOT))
                .clientAuthentication(ClientAuthentication.WANTED);
        Lasting kept = new Lasting(serverConfig.build(), true);
        servers = DtlsSecurity.factory(serverConfig.build(), kept, true);
        clients = DtlsSecurity.client(DtlsConfig.builder().trust(trust(ROOT)).build());
        establish();
        assertEquals(1, establish());
        servers = DtlsSecurity.factory(
                serverConfig.clientAuthentication(ClientAuthentication.REQUIRED).build(), kept, true);
        try (Pair pair = pair().connect()) {
            pair.client.onFailure = failure -> {};
            pair.run(() -> pair.server.count(Counter.HANDSHAKES_FAILED) == 1);
            assertEquals(0, pair.server.count(Counter.HANDSHAKES_RESUMED));
        }
    }

    @Test
    void sessionOfAServersFormerCertificateIsNotResumed() {
        DtlsConfigBuilder serverConfig =
                DtlsConfig.builder().certificate(server()).trust(trust(ROOT));
        Lasting kept = new Lasting(serverConfig.build(), true);
        servers = DtlsSecurity.factory(serverConfig.build(), kept, true);
        clients = DtlsSecurity.client(
                DtlsConfig.builder().certificate(client()).trust(trust(ROOT)).build());
        establish();
        servers = DtlsSecurity.factory(serverConfig.certificate(server()).build(), kept, true);
        assertEquals(0, establish());
    }

    @Test
    void rawKeyIsLookedUpAgainWhenItsSessionIsResumed() {
        RawKeyCredential serverKey = rawKey();
        RawKeyCredential clientKey = rawKey();
        AtomicBoolean trusted = new AtomicBoolean(true);
        servers = DtlsSecurity.server(DtlsConfig.builder()
                .rawKey(serverKey)
                .rawPublicKeys(key -> trusted.get() && key.equals(clientKey.publicKey()))
                .build());
        DtlsConfigBuilder clientConfig =
                DtlsConfig.builder().rawKey(clientKey).rawPublicKeys(List.of(serverKey.publicKey()));
        Lasting kept = new Lasting(clientConfig.build(), false);
        clients = DtlsSecurity.factory(clientConfig.build(), kept, false);
        PeerIdentity first;
        try (Pair pair = pair().establish()) {
            assertEquals(0, resumed(pair));
            first = pair.server.peer;
        }
        try (Pair pair = pair().establish()) {
            assertEquals(1, resumed(pair));
            assertEquals(String.valueOf(first), String.valueOf(pair.server.peer));
            assertNotEquals(first, pair.server.peer);
            assertEquals("rpk:" + KeyIdentifier.of(serverKey.publicKey()), String.valueOf(pair.client.peer));
        }
        // The client does not offer it to a server that it trusts no more.
        clients = DtlsSecurity.factory(
                clientConfig.rawPublicKeys(List.of(rawKey().publicKey())).build(), kept, false);
        try (Pair pair = pair().connect()) {
            CoapException[] failed = new CoapException[1];
            pair.client.onFailure = failure -> failed[0] = failure;
            pair.run(() -> failed[0] != null);
            assertInstanceOf(RawKeyRefusedException.class, failed[0]);
        }
        clients = DtlsSecurity.factory(
                clientConfig.rawPublicKeys(List.of(serverKey.publicKey())).build(), kept, false);
        establish();
        assertEquals(1, establish());
        trusted.set(false);
        try (Pair pair = pair().connect()) {
            pair.client.onFailure = failure -> {};
            pair.run(() -> pair.server.count(Counter.HANDSHAKES_FAILED) == 1);
            assertEquals(0, pair.server.count(Counter.HANDSHAKES_RESUMED));
            assertTrue(hasFullFlight(pair));
        }
    }

    private static RawKeyCredential rawKey() {
        KeyPair keys = TestCertificates.ecKeys("secp256r1");
        return new RawKeyCredential(keys.getPublic(), keys.getPrivate());
    }

    private static TrustAnchors trust(TestCertificates root) {
        return new TrustAnchors(List.of(root.selfSigned()));
    }

    private static X509Credential server() {
        TestCertificates subject = new TestCertificates("CN=server")
                .valid(PAST, FUTURE)
                .names(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        return new X509Credential(List.of(subject.issuedBy(ROOT)), subject.keys.getPrivate());
    }

    private static X509Credential client() {
        TestCertificates subject = new TestCertificates("CN=sensor-1").valid(PAST, FUTURE);
        return new X509Credential(List.of(subject.issuedBy(ROOT)), subject.keys.getPrivate());
    }

    /** Here it is the client's that is the last flight. */
    @Test
    void lastFlightThatIsLostIsRepeatedByTheEstablishedSession() {
        establish();
        try (Pair pair = pair()) {
            boolean[] lost = new boolean[1];
            pair.client.loses = datagram -> {
                boolean last = datagram[0] == CHANGE_CIPHER_SPEC && !lost[0];
                lost[0] |= last;
                return last;
            };
            pair.connect().run(() -> pair.server.count(Counter.HANDSHAKES_RESUMED) == 1);
            assertTrue(lost[0]);
            pair.client.say("hello");
            pair.run(() -> pair.server.delivered.contains("hello"));
        }
    }

    @Test
    void whoOnlyKnowsTheIdOfASessionGetsNothingAndTakesNothingAway() {
        establish();
        try (Pair pair = pair()) {
            // The client's last flight never comes: what an attacker could do who has seen the ID.
            pair.client.loses = datagram -> datagram[0] == CHANGE_CIPHER_SPEC;
            pair.connect().run(() -> pair.client.count(Counter.HANDSHAKES_RESUMED) == 1);
            assertEquals(0, pair.server.count(Counter.HANDSHAKES_COMPLETED));
        }
        assertEquals(1, establish());
    }

    @Test
    void afterAResumedHandshakeThatFailedTheClientTriesAFullOne() {
        establish();
        try (Pair pair = pair()) {
            // The server answers with the session's ID, and its Finished never comes.
            boolean[] answered = new boolean[1];
            pair.server.loses = datagram -> {
                boolean hello = datagram[0] == 22 && datagram[13] == 2;
                if (hello) {
                    answered[0] = true;
                    datagram[datagram.length - 1] ^= 1;
                }
                return false;
            };
            pair.client.onFailure = failure -> {};
            pair.connect().run(() -> answered[0]);
            // It says so once more, and has read the answer by then.
            pair.run(() -> pair.client.sent.size() > 2);
        }
        assertEquals(0, establish());
        assertEquals(1, establish());
    }
}
