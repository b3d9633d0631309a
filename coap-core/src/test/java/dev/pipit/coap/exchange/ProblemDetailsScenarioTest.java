package dev.pipit.coap.exchange;

import static dev.pipit.coap.message.Code.BAD_OPTION;
import static dev.pipit.coap.message.Code.BAD_REQUEST;
import static dev.pipit.coap.message.Code.CHANGED;
import static dev.pipit.coap.message.Code.NOT_FOUND;
import static dev.pipit.coap.message.Code.PUT;
import static dev.pipit.coap.message.Code.SERVICE_UNAVAILABLE;
import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.option.StandardOptions.ACCEPT;
import static dev.pipit.coap.option.StandardOptions.BLOCK1;
import static dev.pipit.coap.option.StandardOptions.CONTENT_FORMAT;
import static dev.pipit.coap.option.StandardOptions.MAX_AGE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.ProblemDetails;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.Block;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.testing.WireReceipt;
import dev.pipit.coap.testing.WireScript;
import dev.pipit.coap.testing.WireSend;
import dev.pipit.coap.testkit.scenario.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Errors as problem details (RFC 9290), where the request asks for them. */
class ProblemDetailsScenarioTest {
    private final Scenario scenario = new Scenario();
    private final WireScript peer = scenario.peer;

    private WireSend put() {
        return peer.send(CON, PUT, "/t").option(ACCEPT, ContentFormat.PROBLEM_DETAILS);
    }

    private ProblemDetails expect(Code code) {
        WireReceipt receipt = peer.expect(ACK, code).option(CONTENT_FORMAT, ContentFormat.PROBLEM_DETAILS);
        return ProblemDetails.parse(receipt.message().message().payload()).orElseThrow();
    }

    @Test
    void anErrorOfTheHandlerIsToldAsProblemDetails() {
        scenario.answers(
                request -> Response.error(SERVICE_UNAVAILABLE, "come later").maxAge(7));
        put();
        WireReceipt receipt = peer.expect(ACK, SERVICE_UNAVAILABLE).option(MAX_AGE, 7L);
        assertEquals(
                ProblemDetails.of("Service Unavailable").detail("come later").responseCode(SERVICE_UNAVAILABLE),
                ProblemDetails.parse(receipt.message().message().payload()).orElseThrow());
    }

    @Test
    void anErrorWithoutADiagnosticIsToldByItsCode() {
        scenario.answers(request -> Response.of(NOT_FOUND));
        put();
        assertEquals(ProblemDetails.of("Not Found").responseCode(NOT_FOUND), expect(NOT_FOUND));
    }

    @Test
    void anOptionThatIsNotUnderstoodIsNamed() {
        put().rawOption(65001, new byte[0]);
        assertEquals(List.of(65001), expect(BAD_OPTION).unprocessedOptions());
    }

    @Test
    void anErrorOfBlockwiseTransferIsToldAsWell() {
        put().option(BLOCK1, new Block(0, true, 6)).payload("too short");
        assertEquals(BAD_REQUEST, expect(BAD_REQUEST).responseCode());
    }

    @Test
    void successAndErrorsInAFormatOfTheirOwnStayAsTheyAre() {
        scenario.answers(request -> Response.changed());
        put();
        peer.expect(ACK, CHANGED).option(CONTENT_FORMAT).payload("");
        scenario.answers(request -> Response.builder(NOT_FOUND)
                .payload("{}".getBytes(UTF_8), ContentFormat.JSON)
                .build());
        put();
        peer.expect(ACK, NOT_FOUND).option(CONTENT_FORMAT, ContentFormat.JSON).payload("{}");
    }

    @Test
    void whoDoesNotAskGetsText() {
        scenario.answers(request -> Response.error(NOT_FOUND, "no"));
        peer.send(CON, PUT, "/t").option(ACCEPT, ContentFormat.CBOR);
        peer.expect(ACK, NOT_FOUND).option(CONTENT_FORMAT).payload("no");
    }
}
