package dev.pipit.coap.exchange;

import static dev.pipit.coap.message.Code.BAD_REQUEST;
import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;

import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.scenario.Scenario;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HopLimitScenarioTest {
    private final WireScript peer = new Scenario().peer;

    /** X124. */
    @ParameterizedTest
    @Requirement("R8768-004")
    @ValueSource(strings = {"", "00", "0100"})
    void aRequestWithAnIllegalHopLimitIsRefused(String hex) {
        byte[] value = HexFormat.of().parseHex(hex);
        peer.send(CON, GET, "/t").rawOption(16, value).mid("m").token("t");
        peer.expect(ACK, BAD_REQUEST).mid("m").token("t");
        peer.send(NON, GET, "/t").rawOption(16, value).token("t");
        peer.expect(NON, BAD_REQUEST).token("t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "10", "ff"})
    void anOriginServerIgnoresALegalOne(String hex) {
        peer.send(CON, GET, "/t").rawOption(16, HexFormat.of().parseHex(hex)).mid("m");
        peer.expect(ACK, CONTENT).mid("m");
    }
}
