package dev.pipit.coap.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.server.CoapServerBuilder;
import dev.pipit.coap.testing.CoapServerExtension;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The JUnit extension with coaps. */
class DtlsExtensionIT {
    private static final byte[] KEY = "sesame-sesame-16".getBytes(StandardCharsets.UTF_8);

    private static void who(CoapServerBuilder builder) {
        builder.get(
                "/who", context -> Response.content(context.peer().identity().toString()));
    }

    @Nested
    class WithOneConfigurationForBothSides {
        @RegisterExtension
        static final CoapServerExtension SERVER =
                CoapServerExtension.of(DtlsExtensionIT::who).dtls(DtlsConfig.forTests());

        @Test
        void clientSpeaksBothSchemes(CoapClient client) {
            assertEquals(
                    "psk:test", client.get(SERVER.uri("coaps", "/who")).send().text());
            assertEquals("nosec", client.get(SERVER.uri("/who")).send().text());
        }
    }

    @Nested
    class WithCredentialsOfItsOwnForEachSide {
        @RegisterExtension
        static final CoapServerExtension SERVER = CoapServerExtension.of(builder -> {
                    who(builder);
                    builder.dtls(DtlsConfig.builder()
                            .pskStore(PskStore.of(Map.of("sensor-1", KEY)))
                            .build());
                })
                .client(builder -> builder.dtls(DtlsConfig.psk("sensor-1", KEY)));

        @Test
        void clientHasItsOwn(CoapClient client) {
            assertEquals(
                    "psk:sensor-1",
                    client.get(SERVER.uri("coaps", "/who")).send().text());
        }
    }

    @Test
    void keyForTestsIsNeverTheSame() {
        byte[] key = DtlsConfig.forTests().pskKey().orElseThrow();
        assertEquals(16, key.length);
        assertNotEquals(
                Arrays.toString(key),
                Arrays.toString(DtlsConfig.forTests().pskKey().orElseThrow()));
    }
}
