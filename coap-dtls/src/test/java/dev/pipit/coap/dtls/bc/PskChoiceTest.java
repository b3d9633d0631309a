package dev.pipit.coap.dtls.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.DtlsConfigBuilder;
import dev.pipit.coap.dtls.HandshakeFailedException;
import dev.pipit.coap.dtls.PskCredential;
import dev.pipit.coap.dtls.PskSelector;
import dev.pipit.coap.dtls.PskStore;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.transport.DatagramSecurity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which pre-shared key a client takes for which server, and where a server finds it. */
class PskChoiceTest {
    private static final PskCredential ME = new PskCredential("me", Pair.KEY);

    private final List<String> asked = new ArrayList<>();

    private static DtlsConfigBuilder server() {
        return DtlsConfig.builder().pskStore(PskStore.of(Map.of("me", Pair.KEY)));
    }

    private static DatagramSecurity.Factory client(PskSelector selector) {
        return DtlsSecurity.client(DtlsConfig.builder().psk(selector).build());
    }

    @Test
    void clientChoosesByHostPortAndHint() {
        PskSelector selector = (host, port, hint) -> {
            asked.add(host + " " + port + " " + hint);
            return Optional.of(ME);
        };
        try (Pair pair =
                new Pair(DtlsSecurity.server(server().pskHint("factory 1").build()), client(selector)).establish()) {
            assertEquals(List.of("127.0.0.1 5684 factory 1"), asked);
            assertTrue(pair.server.hasShown("factory 1"));
            assertEquals("psk:me", String.valueOf(pair.client.peer));
            assertEquals("psk:me", String.valueOf(pair.server.peer));
        }
    }

    @Test
    void withoutHintItIsEmptyAndTheSessionIsResumed() {
        DatagramSecurity.Factory servers = DtlsSecurity.server(server().build());
        DatagramSecurity.Factory clients = client((host, port, hint) -> {
            asked.add(hint);
            return Optional.of(ME);
        });
        new Pair(servers, clients).establish().close();
        try (Pair pair = new Pair(servers, clients).establish()) {
            assertEquals(1, pair.server.count(Counter.HANDSHAKES_RESUMED));
            assertEquals(List.of("", ""), asked);
        }
    }

    @Test
    void clientWithoutKeyForTheServerSaysSo() {
        try (Pair pair = new Pair(
                DtlsSecurity.server(server().pskHint("x").build()), client(PskSelector.byHost(Map.of("lamp", ME))))) {
            CoapException[] failed = new CoapException[1];
            pair.client.onFailure = failure -> failed[0] = failure;
            pair.connect().run(() -> failed[0] != null);
            assertInstanceOf(HandshakeFailedException.class, failed[0]);
            assertEquals(
                    "no pre-shared key for 127.0.0.1, port 5684, hint \"x\" (expected: one from the PskSelector)",
                    failed[0].getMessage());
        }
    }

    @Test
    void byHostKnowsEachHostWhateverItsCaseAndPort() {
        PskSelector selector = PskSelector.byHost(Map.of("Lamp.example", ME));
        assertEquals(Optional.of(ME), selector.select("lamp.EXAMPLE", 7000, "any"));
        assertEquals(Optional.empty(), selector.select("heater.example", 5684, ""));
    }

    // ---- stores that answer later

    @Test
    void storeMayAnswerLater() {
        PskStore later = PskStore.async(identity ->
                CompletableFuture.supplyAsync(() -> Optional.of(Pair.KEY).filter(key -> identity.equals("me"))));
        DatagramSecurity.Factory servers =
                DtlsSecurity.server(DtlsConfig.builder().pskStore(later).build());
        DatagramSecurity.Factory clients = client(ME);
        new Pair(servers, clients).establish().close();
        try (Pair pair = new Pair(servers, clients).establish()) {
            assertEquals(1, pair.server.count(Counter.HANDSHAKES_RESUMED));
        }
    }

    @Test
    void storeThatNeverAnswersIsWaitedForAsLongAsAHandshakeMayTake() {
        PskStore never = PskStore.async(identity -> new CompletableFuture<>());
        DtlsConfig config = DtlsConfig.builder()
                .pskStore(never)
                .limits(limits -> limits.handshakeTimeout(Duration.ofSeconds(1)))
                .build();
        assertEquals(16, askFor("me", config, never).length);
    }

    @Test
    void storeThatFailsKnowsNobody() {
        for (PskStore failing : List.of(
                PskStore.async(identity -> CompletableFuture.failedFuture(new IllegalStateException("no database"))),
                (PskStore) identity -> {
                    throw new IllegalStateException("no database");
                })) {
            DtlsConfig config = DtlsConfig.builder().pskStore(failing).build();
            assertEquals(16, askFor("me", config, failing).length);
        }
    }

    private static byte[] askFor(String identity, DtlsConfig config, PskStore store) {
        return new ServerPsk(new DtlsCrypto(), config, store, new StoreLog(), () -> {})
                .getPSK(identity.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void failuresAreToldOnceInTenSeconds() {
        StoreLog log = new StoreLog();
        assertEquals(0, log.next(5));
        assertEquals(-1, log.next(6));
        assertEquals(-1, log.next(FailureLog.INTERVAL_NANOS));
        assertEquals(2, log.next(FailureLog.INTERVAL_NANOS + 5));
    }
}
