package dev.pipit.coap.blockwise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testkit.MalformedVector;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.Vectors;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests whose block options are not to be taken as they are. */
class BlockVectorTest {
    /** The codes of the rows that prescribe one, or leave a choice. */
    private static final Map<String, Code> ANSWERS = Map.of(
            "X118", Code.BAD_REQUEST,
            "X119", Code.BAD_REQUEST,
            "X120", Code.BAD_OPTION,
            "X121", Code.BAD_REQUEST,
            "X138", Code.REQUEST_ENTITY_INCOMPLETE,
            "X139", Code.REQUEST_ENTITY_INCOMPLETE,
            "X140", Code.REQUEST_ENTITY_INCOMPLETE);

    static Stream<MalformedVector> vectors() {
        return Vectors.malformed().stream().filter(vector -> ANSWERS.containsKey(vector.id()));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    @Requirement({"R7959-002", "R7959-007", "R7959-008", "R7959-034", "R7959-035", "R7959-052"})
    void answersWithTheError(MalformedVector vector) {
        ServedBodies served = new ServedBodies(BlockwiseConfig.DEFAULT, request -> Response.content("never"));
        WireScript client = served.client();
        client.sendHex(HexFormat.of().formatHex(vector.bytes()));

        client.expect(MessageType.ACK, ANSWERS.get(vector.id())).mid(vector.messageId());
        assertEquals(0, served.requests.size());
        assertEquals(0, served.endpoint.bufferedBytes());
    }
}
