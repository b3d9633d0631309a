package dev.pipit.coap.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.server.CoapServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The extension, used as its users do. */
final class CoapServerExtensionIT {
    @RegisterExtension
    static final CoapServerExtension server = CoapServerExtension.of(s -> s.get("/t", ctx -> Response.content("21")));

    private static final List<CoapServer> seen = new ArrayList<>();

    @RegisterExtension
    final CoapServerExtension forEach = CoapServerExtension.of(s -> s.get("/e", ctx -> Response.content("each")));

    @Test
    void readsTemperature(CoapClient client) {
        assertEquals("21", client.get(server.uri("/t")).send().text());
    }

    @Test
    void givesTheServerOfTheFirstExtension(CoapServer injected) {
        assertSame(server.server(), injected);
        assertTrue(injected.isRunning());
    }

    @RepeatedTest(2)
    void startsAnewForEachTestFromAnInstanceField() {
        seen.forEach(before -> assertNotSame(before, forEach.server()));
        seen.add(forEach.server());
        assertEquals("each", forEach.client().get(forEach.uri("/e")).send().text());
    }

    @Test
    void saysHowItIsUsedWhereItIsNot() {
        CoapServerExtension unused = CoapServerExtension.of(s -> {});
        assertThrows(IllegalStateException.class, unused::server);
        assertThrows(IllegalStateException.class, unused::client);
    }

    @AfterAll
    static void hasStoppedTheServersOfEachTest() {
        seen.forEach(before -> assertEquals(false, before.isRunning()));
    }
}
