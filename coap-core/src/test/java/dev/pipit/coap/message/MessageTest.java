package dev.pipit.coap.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.testkit.Requirement;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTest {
    @Test
    void buildsRequest() {
        Request request = Request.builder(Code.PUT)
                .path("/a/b?c=d&e")
                .accept(ContentFormat.JSON)
                .etag(EntityTag.of((byte) 1))
                .ifMatch(EntityTag.EMPTY)
                .ifNoneMatch()
                .payload("on")
                .build();

        assertEquals("/a/b", request.path());
        assertEquals(Optional.of("d"), request.query("c"));
        assertEquals(Optional.of(""), request.query("e"));
        assertEquals(Optional.empty(), request.query("d"));
        assertEquals(Optional.of(ContentFormat.JSON), request.accept());
        assertEquals(Optional.of(ContentFormat.TEXT_PLAIN), request.contentFormat());
        assertEquals("on", request.text());
        assertEquals(request, request.toBuilder().build());
        assertEquals(request.hashCode(), request.toBuilder().build().hashCode());
        assertNotEquals(request, request.withOptions(Options.EMPTY));
        assertTrue(request.toString().endsWith("Accept:application/json], 2 bytes"), request.toString());
    }

    @Test
    void pathReplacesPathAndQuery() {
        Request request = Request.builder(Code.GET).path("/a?b").path("/c").build();

        assertEquals("GET [Uri-Path:c]", request.toString());
    }

    @Test
    void refusesCodesOfTheOtherKind() {
        assertThrows(IllegalArgumentException.class, () -> Request.of(Code.CONTENT, Options.EMPTY, Message.NO_PAYLOAD));
        assertThrows(
                IllegalArgumentException.class,
                () -> Request.builder(Code.EMPTY).build());
        assertEquals(
                "response code: GET (expected: a code from 2.00 to 5.31)",
                assertThrows(IllegalArgumentException.class, () -> Response.of(Code.GET))
                        .getMessage());
    }

    @Test
    @Requirement("R7252-076")
    void doesNotSendMaxAgeOfSixtySeconds() {
        assertFalse(Response.changed().maxAge(60).options().has(14));
        assertFalse(Response.changed().maxAge(1).maxAge(60).options().has(14));
        assertEquals(0, Response.changed().maxAge(0).maxAge());
    }

    @Test
    @Requirement("R7252-077")
    void responseIsFreshForSixtySecondsWhereItDoesNotSay() {
        assertEquals(60, Response.changed().maxAge());
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b, /a/b",
        "a, /a",
        "/a%20b?c=d&e%26f, /a%20b?c=d&e%26f",
        "?q, /?q",
        "/a/../b, /b",
        "/a/., /a/",
        "//, //"
    })
    @Requirement({"R7252-122", "R7252-123"})
    void locationIsAReferenceThatStartsWithSlash(String given, String location) {
        Response response = Response.created(given);

        assertEquals(Optional.of(location), response.location());
        assertEquals(response, Response.builder(Code.CREATED).location(given).build());
        assertEquals(
                "coap://h" + location,
                CoapUri.parse("coap://h" + response.location().orElseThrow()).toString());
    }

    @Test
    void noLocationWithoutLocationOptions() {
        assertEquals(Optional.empty(), Response.created().location());
        assertEquals(Optional.empty(), Response.created("/").location());
    }

    @Test
    @Requirement("R7252-083")
    void diagnosticHasNoContentFormat() {
        Response response = Response.error(Code.BAD_OPTION, "größer");

        assertEquals("größer", response.text());
        assertEquals(Optional.empty(), response.contentFormat());
        assertEquals("4.02 Bad Option [], 8 bytes", response.toString());
    }

    @Test
    void buildsResponse() {
        Response response = Response.builder(Code.CONTENT)
                .option(StandardOptions.MAX_AGE, 5L)
                .rawOption(65000, new byte[] {1})
                .payload(new byte[] {1, 2}, ContentFormat.OCTET_STREAM)
                .build();

        assertEquals(
                "2.05 Content [Content-Format:application/octet-stream, Max-Age:5, 65000:01], 2 bytes",
                response.toString());
        assertEquals(response, response.toBuilder().build());
        assertTrue(response.isSuccess());
        EntityTag tag = EntityTag.of((byte) 7);
        assertEquals(Optional.of(tag), response.etag(tag).etag());
        assertEquals(Optional.empty(), response.etag());
        assertEquals("2.03 Valid [ETag:0x07]", Response.valid(tag).toString());
        assertSame(Response.deleted(), response.map(each -> Response.deleted()));
    }

    @Test
    @Requirement("R7252-034")
    void refusesEmptyNon() {
        String message = assertThrows(IllegalArgumentException.class, () -> UdpMessage.empty(MessageType.NON, 1))
                .getMessage();

        assertEquals("Empty message: NON with token \"\" (expected: CON, ACK or RST, no token)", message);
    }

    @Test
    @Requirement("R7252-016")
    void refusesEmptyMessageWithToken() {
        assertThrows(IllegalArgumentException.class, () -> new UdpMessage(MessageType.ACK, 1, Token.ofLong(1), null));
    }

    @Test
    void refusesMessageIdOfMoreThanTwoBytes() {
        assertEquals(
                "message ID: 65536 (expected: 0-65535)",
                assertThrows(IllegalArgumentException.class, () -> UdpMessage.empty(MessageType.ACK, 65536))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> UdpMessage.empty(MessageType.ACK, -1));
    }

    @Test
    void printsDatagramOnOneLine() {
        UdpMessage message =
                new UdpMessage(MessageType.CON, 0x7d34, Token.of((byte) 0x20), Request.get("/temperature"));

        assertEquals("CON 7d34 token 20 GET [Uri-Path:temperature]", message.toString());
        assertEquals("RST 0001 Empty", UdpMessage.empty(MessageType.RST, 1).toString());
    }
}
