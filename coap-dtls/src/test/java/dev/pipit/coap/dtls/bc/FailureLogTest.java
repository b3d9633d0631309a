package dev.pipit.coap.dtls.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.HandshakeFailedException;
import dev.pipit.coap.dtls.WrongKeyException;
import dev.pipit.coap.dtls.key.TestCertificates;
import dev.pipit.coap.dtls.key.TrustAnchors;
import dev.pipit.coap.dtls.key.X509Credential;
import dev.pipit.coap.event.Counter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FailureLogTest {
    private static final String PEER = "coaps 192.0.2.1:5555";

    private final List<String> lines = new ArrayList<>();
    private final FailureLog log = new FailureLog(lines::add);
    private long now = TimeUnit.DAYS.toNanos(-1);

    private void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    private void wrongKey(String peer) {
        log.report(peer, new WrongKeyException(peer + " did not answer to our key"), now);
    }

    @Test
    void tellsKindAddressAndReason() {
        wrongKey(PEER);
        assertEquals(List.of("handshake failed, WrongKey: " + PEER + " did not answer to our key"), lines);
    }

    @Test
    void tellsTheAddressWhereTheReasonDoesNot() {
        log.report(PEER, new HandshakeFailedException("nobody's certificate"), now);
        assertEquals(List.of("handshake failed, HandshakeFailed: " + PEER + ": nobody's certificate"), lines);
    }

    @Test
    void tellsOneInTenSecondsAndHowManyItHasLeftOut() {
        for (int i = 0; i < 1000; i++) {
            wrongKey(PEER);
        }
        assertEquals(1, lines.size());
        pass(9);
        wrongKey(PEER);
        assertEquals(1, lines.size());
        pass(1);
        wrongKey("coaps 192.0.2.2:1");
        assertEquals(
                "handshake failed, WrongKey: coaps 192.0.2.2:1 did not answer to our key (and 1000 of this kind before)",
                lines.get(1));
        pass(10);
        wrongKey(PEER);
        assertEquals("handshake failed, WrongKey: " + PEER + " did not answer to our key", lines.get(2));
    }

    @Test
    void oneKindDoesNotHideAnother() {
        wrongKey(PEER);
        log.report(PEER, new HandshakeFailedException("x"), now);
        assertEquals(2, lines.size());
    }

    @Test
    void whatAPeerPutsInStaysOnOneLineOfLimitedLength() {
        log.report(PEER, new HandshakeFailedException("CN=a\nWARN: all is lost\u0085\t" + "x".repeat(1000)), now);
        assertTrue(lines.get(0).contains("CN=a?WARN: all is lost"), lines.get(0));
        assertTrue(lines.get(0).length() < 400);
    }

    @Test
    void serverTellsItsLog() {
        TestCertificates root =
                TestCertificates.authority("CN=Root").valid("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z");
        X509Credential own = new X509Credential(List.of(root.selfSigned()), root.keys.getPrivate());
        DtlsConfig withoutKeys = DtlsConfig.builder()
                .certificate(own)
                .trust(new TrustAnchors(own.chain()))
                .build();
        PrintStream real = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try (Pair pair =
                new Pair(DtlsSecurity.server(withoutKeys), DtlsSecurity.client(DtlsConfig.psk("me", Pair.KEY)))) {
            pair.client.onFailure = failure -> {};
            pair.connect().run(() -> pair.server.count(Counter.HANDSHAKES_FAILED) == 1);
        } finally {
            System.setErr(real);
        }
        String text = written.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("handshake failed, HandshakeFailed: the handshake with coaps 127.0.0.1:40000"), text);
    }
}
