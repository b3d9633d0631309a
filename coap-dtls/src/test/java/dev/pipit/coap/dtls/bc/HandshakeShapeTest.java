package dev.pipit.coap.dtls.bc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.dtls.CipherSuite;
import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.PskStore;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.transport.DatagramSecurity;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.tls.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be seen of handshakes from outside, and what is agreed on in each. */
class HandshakeShapeTest {
    private static final byte[] OTHER_KEY = "another-another-".getBytes(StandardCharsets.UTF_8);
    private static final int RECORD_HEADER = 13;
    private static final int HELLO_BYTES = 13 + 12 + 2 + 32;

    // ---- RFC 4279 §2: whether an identity is known stays a secret

    @ParameterizedTest
    @EnumSource(names = {"TLS_PSK_WITH_AES_128_CCM_8", "TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256"})
    void unknownIdentityAndWrongKeyLookTheSame(CipherSuite suite) {
        assertEquals(shape("me", suite), shape("no", suite));
    }

    /** Type, epoch and length of each record that the server sends, until the client has shown its key twice. */
    private static List<String> shape(String identity, CipherSuite suite) {
        AtomicInteger asked = new AtomicInteger();
        PskStore known = PskStore.of(Map.of("me", Pair.KEY));
        PskStore store = name -> {
            asked.incrementAndGet();
            return known.key(name);
        };
        DatagramSecurity.Factory servers =
                DtlsSecurity.server(DtlsConfig.builder().pskStore(store).build());
        DatagramSecurity.Factory clients = DtlsSecurity.client(DtlsConfig.builder()
                .psk(identity, OTHER_KEY)
                .cipherSuites(suite)
                .build());
        try (Pair pair = new Pair(servers, clients)) {
            pair.client.onFailure = failure -> {};
            pair.connect().run(() -> pair.client.sent.size() == 4);
            assertEquals(1, asked.get());
            pair.runAll();
            assertEquals(0, pair.server.count(Counter.HANDSHAKES_FAILED));
            assertEquals(0, pair.server.count(Counter.HANDSHAKES_COMPLETED));
            List<String> records = new ArrayList<>();
            for (byte[] datagram : pair.server.sent) {
                for (int at = 0; at + 13 <= datagram.length; ) {
                    int length = (datagram[at + 11] & 0xff) << 8 | datagram[at + 12] & 0xff;
                    records.add(datagram[at] + " epoch " + datagram[at + 4] + " bytes " + length);
                    at += 13 + length;
                }
            }
            return records;
        }
    }

    @Test
    void unknownIdentityHasAsMuchWorkDoneForIt() {
        PskStore store = PskStore.of(Map.of("me", Pair.KEY));
        DtlsConfig config = DtlsConfig.builder().pskStore(store).build();
        byte[][] marks = new byte[3][];
        byte[][] keys = new byte[3][];
        String[] identities = {"me", "no", "no"};
        for (int i = 0; i < identities.length; i++) {
            ServerPsk psk = new ServerPsk(new DtlsCrypto(), config, store, new StoreLog(), () -> {});
            keys[i] = psk.getPSK(identities[i].getBytes(StandardCharsets.UTF_8));
            marks[i] = psk.mark();
            assertEquals(32, marks[i].length);
        }
        assertArrayEquals(Pair.KEY, keys[0]);
        // A key that nobody has, and another one each time.
        assertEquals(keys[0].length, keys[1].length);
        assertNotEquals(HexFormat.of().formatHex(keys[1]), HexFormat.of().formatHex(keys[2]));
    }

    // ---- what is agreed on

    private static byte[] serverHello(Pair pair) {
        return pair.server.sent.stream()
                .filter(datagram -> datagram[0] == 22 && datagram[13] == 2)
                .findFirst()
                .orElseThrow();
    }

    private static boolean hasExtension(byte[] hello, int type, String value) {
        String extension = String.format("%04x%04x%s", type, value.length() / 2, value);
        return HexFormat.of().formatHex(hello, HELLO_BYTES, hello.length).contains(extension);
    }

    @Test
    void eachSessionHasAnExtendedMasterSecretAndSecureRenegotiation() {
        try (Pair pair = new Pair().establish()) {
            // RFC 7627 §5.1, RFC 5746 §3.6
            assertTrue(hasExtension(serverHello(pair), 0x0017, ""));
            assertTrue(hasExtension(serverHello(pair), 0xff01, "00"));
        }
    }

    /** RFC 5746 is spoken, but no handshake is begun within an association: a request for one is passed over. */
    @Test
    void clientHelloWithinAnAssociationIsPassedOver() throws ReflectiveOperationException {
        try (Pair pair = new Pair().establish()) {
            byte[] hello = pair.client.sent.get(1);
            int before = pair.server.sent.size();
            sendHandshakeMessage(pair, Arrays.copyOfRange(hello, RECORD_HEADER, hello.length));
            pair.client.say("still here");
            pair.run(() -> pair.server.delivered.contains("still here"));
            assertEquals(before, pair.server.sent.size());
            assertEquals(0, pair.server.count(Counter.RECORDS_REJECTED));
            assertEquals(1, pair.server.count(Counter.HANDSHAKES_COMPLETED));
        }
    }

    /** Under the keys of the association, as only a client can that means to negotiate again. */
    private static void sendHandshakeMessage(Pair pair, byte[] message) throws ReflectiveOperationException {
        Object table = find(pair.client.layer(), "EstablishedTable", 1);
        Method oldest = table.getClass().getDeclaredMethod("oldest");
        oldest.setAccessible(true);
        Object session = find(oldest.invoke(table), "BcSession", 1);
        Object records = find(find(session, "DTLSTransport", 0), "DTLSRecordLayer", 0);
        Method send =
                records.getClass().getDeclaredMethod("sendRecord", short.class, byte[].class, int.class, int.class);
        send.setAccessible(true);
        send.invoke(records, ContentType.handshake, message, 0, message.length);
    }

    /** What an object keeps, or those of ours that it keeps. */
    private static Object find(Object in, String type, int depth) throws ReflectiveOperationException {
        for (Field field : in.getClass().getDeclaredFields()) {
            field.setAccessible(true);
            Object value = field.get(in);
            if (value == null) {
                continue;
            }
            if (value.getClass().getSimpleName().equals(type)) {
                return value;
            }
            if (depth > 0 && value.getClass().getName().startsWith("dev.pipit.coap.dtls.")) {
                try {
                    return find(value, type, depth - 1);
                } catch (NoSuchFieldException elsewhere) {
                    // In another field, then.
                }
            }
        }
        throw new NoSuchFieldException(type + " in " + in.getClass());
    }

    // ---- RFC 6066 §4

    private static Pair short512(DatagramSecurity.Factory servers, DatagramSecurity.Factory clients) {
        Pair pair = new Pair(servers, clients).establish();
        pair.server.say("x".repeat(512));
        pair.run(() -> pair.client.delivered.contains("x".repeat(512)));
        pair.server.say("x".repeat(513));
        assertEquals(1, pair.server.count(Counter.TOO_LARGE));
        pair.client.say("y".repeat(513));
        assertEquals(1, pair.client.count(Counter.TOO_LARGE));
        return pair;
    }

    @Test
    void shortFragmentsAreForBothDirectionsAndAllOfTheSession() {
        DatagramSecurity.Factory servers = DtlsSecurity.server(DtlsConfig.builder()
                .pskStore(PskStore.of(Map.of("me", Pair.KEY)))
                .build());
        DtlsConfig config =
                DtlsConfig.builder().psk("me", Pair.KEY).maxFragment(512).build();
        Lasting kept = new Lasting(config, false);
        DatagramSecurity.Factory clients = DtlsSecurity.factory(config, kept, false);
        try (Pair pair = short512(servers, clients)) {
            assertTrue(hasExtension(serverHello(pair), 1, "01"));
        }
        try (Pair pair = short512(servers, clients)) {
            assertEquals(1, pair.server.count(Counter.HANDSHAKES_RESUMED));
        }
        // A client that wants another length begins anew.
        DtlsConfig more =
                DtlsConfig.builder().psk("me", Pair.KEY).maxFragment(1024).build();
        try (Pair pair = new Pair(servers, DtlsSecurity.factory(more, kept, false)).establish()) {
            assertEquals(0, pair.server.count(Counter.HANDSHAKES_RESUMED));
            assertTrue(hasExtension(serverHello(pair), 1, "02"));
        }
    }
}
