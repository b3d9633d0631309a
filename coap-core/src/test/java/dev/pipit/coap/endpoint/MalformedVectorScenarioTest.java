package dev.pipit.coap.endpoint;

import static dev.pipit.coap.message.Code.CONTENT;
import static dev.pipit.coap.message.Code.GET;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.testing.LoggedDatagram;
import dev.pipit.coap.testkit.MalformedVector;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.Vectors;
import dev.pipit.coap.testkit.scenario.Scenario;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of malformed.csv gets the reaction in its column, as far as an endpoint without resources decides it. */
class MalformedVectorScenarioTest {
    /** Rows that a server with resources answers: methods, formats, paths (X124: it looks at Hop-Limit). */
    private static final Set<String> RESOURCES =
            Set.of("X091", "X092", "X124", "X125", "X126", "X127", "X129", "X130", "X131");

    /** Rows about the use of Block1, Block2 and Q-Block1, by those who understand them. */
    private static final Set<String> BLOCKWISE = Set.of("X118", "X119", "X121", "X136", "X137", "X138", "X139", "X140");

    private final Scenario scenario = new Scenario();

    static Stream<MalformedVector> rows() {
        return Vectors.malformed().stream()
                .filter(row -> !RESOURCES.contains(row.id()) && !BLOCKWISE.contains(row.id()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    @Requirement({
        "R7252-002",
        "R7252-004",
        "R7252-005",
        "R7252-010",
        "R7252-011",
        "R7252-017",
        "R7252-019",
        "R7252-021",
        "R7252-022",
        "R7252-023",
        "R7252-024",
        "R7252-036",
        "R7252-069",
        "R7252-071",
        "R7252-074",
        "R7252-075",
        "R7252-079",
        "R7252-095",
        "R7252-114"
    })
    void getsTheReactionPrescribed(MalformedVector row) {
        scenario.peer.sendHex(HexFormat.of().formatHex(row.bytes()));
        scenario.network.run(Duration.ofSeconds(1));
        List<String> replies = scenario.network.log().from("192.0.2.1").stream()
                .map(LoggedDatagram::bytes)
                .map(HexFormat.of()::formatHex)
                .toList();

        String reaction = row.reaction();
        String expected = row.expectedReply();
        if (expected.endsWith("...")) {
            assertOneReply(expected.substring(0, expected.length() - 3), replies);
            assertEquals(List.of(), scenario.requests);
        } else if (!expected.isEmpty()) {
            assertEquals(List.of(expected), replies);
            assertEquals(List.of(), scenario.requests);
        } else if (reaction.matches("(SILENT_)?IGNORE.*|REJECT.*|response rejected.*")) {
            assertEquals(List.of(), replies);
            assertEquals(List.of(), scenario.requests);
        } else {
            // "option ignored", "processed", "in a NON": the request is served.
            boolean non = row.type().orElseThrow() == MessageType.NON;
            assertOneReply(
                    (non ? "5" : "6") + HexFormat.of().formatHex(row.bytes()).charAt(1) + "45", replies);
            assertEquals(1, scenario.requests.size());
        }
        scenario.peer.atPort(9999).send(CON, GET, "/t");
        scenario.network.run(Duration.ofSeconds(1));
        LoggedDatagram last = scenario.network.log().from("192.0.2.1").get(replies.size());
        assertTrue(last.toString().contains("22.3 C"), last::toString);
    }

    private static void assertOneReply(String prefix, List<String> replies) {
        assertEquals(1, replies.size(), replies::toString);
        assertTrue(replies.get(0).startsWith(prefix), () -> replies.get(0) + " (expected: " + prefix + "...)");
    }

    @Test
    void takesLongTokensWhereTheyAreAllowed() {
        Scenario extended = new Scenario(1, EndpointConfig.DEFAULT.maxTokenLength(64));
        extended.peer.sendHex("49012009aaaaaaaaaaaaaaaaaab161");
        extended.peer.expect(ACK, CONTENT).mid(0x2009);
        extended.peer.sendHex("4f01200faaaaaaaaaaaaaaaaaaaaaaaaaaaaaab161");
        extended.peer.expectHex("7000200f");
    }

    @Test
    void leavesOutKnownRowsOnly() {
        Set<String> ids = Vectors.malformed().stream().map(MalformedVector::id).collect(Collectors.toSet());
        assertTrue(ids.containsAll(RESOURCES) && ids.containsAll(BLOCKWISE));
        assertEquals(ids.size() - RESOURCES.size() - BLOCKWISE.size(), rows().count());
    }
}
