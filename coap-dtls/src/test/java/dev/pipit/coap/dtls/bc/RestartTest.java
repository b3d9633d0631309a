package dev.pipit.coap.dtls.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.PskStore;
import dev.pipit.coap.dtls.SessionFile;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A server and a client that restart, with their sessions in files; {@link RestartBenchmark} measures the same. */
class RestartTest {
    private static final int DEVICES = 100;

    @Test
    void restartCostsAbbreviatedHandshakesOnly(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("server");
        DtlsConfig server = DtlsConfig.builder()
                .pskStore(PskStore.of(Map.of("me", Pair.KEY)))
                .sessions(SessionFile.at(file, Pair.KEY))
                .build();
        DtlsConfig client = DtlsConfig.builder()
                .psk("me", Pair.KEY)
                .sessions(SessionFile.at(directory.resolve("client"), Pair.KEY))
                .build();
        Devices devices = new Devices(DEVICES);
        Counters before = devices.connectAll(DtlsSecurity.server(server), DtlsSecurity.client(client));
        assertEquals(DEVICES, before.get(Counter.HANDSHAKES_COMPLETED));
        assertEquals(0, before.get(Counter.HANDSHAKES_RESUMED));
        assertTrue(Files.size(file) < DEVICES * 200);
        Counters after = devices.connectAll(DtlsSecurity.server(server), DtlsSecurity.client(client));
        assertEquals(DEVICES, after.get(Counter.HANDSHAKES_COMPLETED));
        assertEquals(DEVICES, after.get(Counter.HANDSHAKES_RESUMED));
    }

    /** Measures with as many devices as {@code -Drestart.devices=…} says, and tells on the output. */
    @Test
    @EnabledIfSystemProperty(named = "restart.devices", matches = "[0-9]+")
    void measured() throws Exception {
        RestartBenchmark.measure(Integer.getInteger("restart.devices"));
    }
}
