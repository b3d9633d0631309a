package dev.pipit.coap.examples.interop;

import static dev.pipit.coap.message.MessageType.ACK;
import static dev.pipit.coap.message.MessageType.CON;
import static dev.pipit.coap.message.MessageType.NON;
import static dev.pipit.coap.message.MessageType.RST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.client.ClientRequest;
import dev.pipit.coap.client.CoapClient;
import dev.pipit.coap.examples.testresources.PlugtestResources;
import dev.pipit.coap.examples.testresources.ThreadClockwork;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.MessageType;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.message.Token;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.option.OptionDefinition;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.testing.CoapServerExtension;
import dev.pipit.coap.testkit.Requirement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TD_COAP_CORE_01 to 14, 17 to 23 and 31 of the ETSI plugtests, both roles; 15 and 16 need loss. */
class PlugtestCoreIT {
    /** Longer than a response may wait for being piggybacked. */
    private static final Duration SEPARATE_DELAY = Duration.ofMillis(1000);

    @RegisterExtension
    final CoapServerExtension server = CoapServerExtension.of(builder -> {});

    private final Recording recording = new Recording();
    private final CoapClient client = CoapClient.builder().listener(recording).build();

    private final ThreadClockwork clockwork = new ThreadClockwork("plugtest");

    @BeforeEach
    void addResources() {
        new PlugtestResources(SEPARATE_DELAY, clockwork).addTo(server.server().resources());
    }

    @AfterEach
    void closeClient() {
        client.close();
        clockwork.close();
    }

    private ClientRequest request(Code method, String path) {
        recording.clear();
        return client.request(method, server.uri(path));
    }

    private Response send(MessageType type, ClientRequest request) {
        return (type == NON ? request.nonConfirmable() : request).send();
    }

    private static <T> List<T> options(UdpMessage message, OptionDefinition<T> definition) {
        return Objects.requireNonNull(message.message()).options().all(definition);
    }

    /** The checks that the descriptions have in common. */
    private UdpMessage checkExchange(MessageType type, Code method, Code code, String... path) {
        UdpMessage asked = recording.sent(0);
        UdpMessage answered = recording.received().get(0);
        assertEquals(type, asked.type());
        assertEquals(method, asked.code());
        assertEquals(List.of(path), options(asked, StandardOptions.URI_PATH));
        assertEquals(code, answered.code());
        assertEquals(asked.token(), answered.token());
        if (type == CON) {
            assertEquals(ACK, answered.type());
            assertEquals(asked.messageId(), answered.messageId());
        } else {
            assertEquals(NON, answered.type());
        }
        return answered;
    }

    /** CORE_01, CORE_05. */
    @Requirement({"R7252-018", "R7252-020", "R7252-038", "R7252-060", "R7252-099"})
    @ParameterizedTest
    @EnumSource(names = {"CON", "NON"})
    void get(MessageType type) {
        Response response = send(type, request(Code.GET, "/test"));

        UdpMessage answer = checkExchange(type, Code.GET, Code.CONTENT, "test");
        assertEquals(List.of(ContentFormat.TEXT_PLAIN), options(answer, StandardOptions.CONTENT_FORMAT));
        assertEquals("test", response.text());
    }

    /** CORE_02, CORE_06. */
    @Requirement({"R7252-054", "R7252-102"})
    @ParameterizedTest
    @EnumSource(names = {"CON", "NON"})
    void delete(MessageType type) {
        for (int i = 0; i < 2; i++) {
            send(type, request(Code.DELETE, "/test"));
            checkExchange(type, Code.DELETE, Code.DELETED, "test");
        }
    }

    /** CORE_03, CORE_07. */
    @Requirement("R7252-101")
    @ParameterizedTest
    @EnumSource(names = {"CON", "NON"})
    void put(MessageType type) {
        send(type, request(Code.PUT, "/test").payload("put"));

        checkExchange(type, Code.PUT, Code.CHANGED, "test");
        assertEquals(List.of(ContentFormat.TEXT_PLAIN), options(recording.sent(0), StandardOptions.CONTENT_FORMAT));
        assertEquals("put", request(Code.GET, "/test").send().text());
    }

    /** CORE_04, CORE_08, CORE_18. */
    @Requirement({"R7252-100", "R7252-123"})
    @ParameterizedTest
    @EnumSource(names = {"CON", "NON"})
    void postGivesLocation(MessageType type) {
        Response response = send(type, request(Code.POST, "/test").payload("post"));

        UdpMessage answer = checkExchange(type, Code.POST, Code.CREATED, "test");
        assertEquals(List.of("location1", "location2", "location3"), options(answer, StandardOptions.LOCATION_PATH));
        assertEquals("/location1/location2/location3", response.location().orElseThrow());
    }

    /** CORE_09, CORE_11. */
    @Requirement({"R7252-055", "R7252-056", "R7252-057"})
    @Test
    void separateResponse() throws InterruptedException {
        Response response = request(Code.GET, "/separate").send();

        UdpMessage asked = recording.sent(0);
        UdpMessage acknowledgement = recording.received().get(0);
        UdpMessage answer = recording.received().get(1);
        assertEquals(UdpMessage.empty(ACK, asked.messageId()), acknowledgement);
        assertEquals(CON, answer.type());
        assertEquals(asked.token(), answer.token());
        assertTrue(asked.token().length() >= 1 && asked.token().length() <= 8);
        recording.awaitSent(UdpMessage.empty(ACK, answer.messageId())::equals);
        assertEquals("a separate response", response.text());
        assertEquals(ContentFormat.TEXT_PLAIN, response.contentFormat().orElseThrow());
    }

    /** CORE_10. */
    @Requirement({"R7252-062", "R7252-065"})
    @Test
    void nonEmptyToken() {
        Token token = Token.of((byte) 0, (byte) 0xff, (byte) 0x20);
        request(Code.GET, "/test").token(token).send();

        checkExchange(CON, Code.GET, Code.CONTENT, "test");
        assertEquals(token, recording.sent(0).token());
    }

    /** CORE_12. */
    @Requirement("R7252-062")
    @Test
    void emptyToken() {
        Response response = request(Code.GET, "/test").token(Token.EMPTY).send();

        checkExchange(CON, Code.GET, Code.CONTENT, "test");
        assertEquals(Token.EMPTY, recording.received().get(0).token());
        assertEquals("test", response.text());
    }

    /** CORE_13. */
    @Test
    void severalPathSegments() {
        Response response = request(Code.GET, "/seg1/seg2/seg3").send();

        checkExchange(CON, Code.GET, Code.CONTENT, "seg1", "seg2", "seg3");
        assertEquals("three segments", response.text());
    }

    /** CORE_14. */
    @Test
    void severalQueryArguments() {
        Response response = request(Code.GET, "/query?first=1&second=2&third=3").send();

        checkExchange(CON, Code.GET, Code.CONTENT, "query");
        assertEquals(List.of("first=1", "second=2", "third=3"), options(recording.sent(0), StandardOptions.URI_QUERY));
        assertEquals("query [first=1, second=2, third=3]", response.text());
    }

    /** CORE_17. */
    @Requirement({"R7252-035", "R7252-060"})
    @Test
    void separateResponseToNon() {
        Response response = request(Code.GET, "/separate").nonConfirmable().send();

        checkExchange(NON, Code.GET, Code.CONTENT, "separate");
        assertEquals(1, recording.received().size());
        assertEquals("a separate response", response.text());
    }

    /** CORE_19. */
    @Requirement("R7252-100")
    @Test
    void locationWithQuery() {
        request(Code.POST, "/location-query").payload("x").send();

        UdpMessage answer = checkExchange(CON, Code.POST, Code.CREATED, "location-query");
        assertEquals(List.of("first=1", "second=2"), options(answer, StandardOptions.LOCATION_QUERY));
    }

    /** CORE_20. */
    @Requirement("R7252-117")
    @Test
    void accept() {
        for (ContentFormat format : List.of(ContentFormat.TEXT_PLAIN, ContentFormat.XML)) {
            Response response =
                    request(Code.GET, "/multi-format").accept(format).send();

            UdpMessage answer = checkExchange(CON, Code.GET, Code.CONTENT, "multi-format");
            assertEquals(List.of(format), options(answer, StandardOptions.CONTENT_FORMAT));
            assertEquals(format.equals(ContentFormat.XML), response.text().startsWith("<"));
        }
        assertEquals(
                Code.NOT_ACCEPTABLE,
                request(Code.GET, "/multi-format")
                        .accept(ContentFormat.CBOR)
                        .send()
                        .code());
    }

    /** CORE_21. */
    @Requirement("R7252-105")
    @Test
    void entityTagIsValidUntilTheResourceChanges() {
        EntityTag first = request(Code.GET, "/validate").send().etag().orElseThrow();

        Response valid = request(Code.GET, "/validate").etag(first).send();
        assertEquals(Code.VALID, valid.code());
        assertEquals(first, valid.etag().orElseThrow());
        assertEquals(0, valid.payload().length);

        request(Code.PUT, "/validate").payload("changed").send();
        Response changed = request(Code.GET, "/validate").etag(first).send();
        assertEquals(Code.CONTENT, changed.code());
        assertNotEquals(first, changed.etag().orElseThrow());
        assertEquals("changed", changed.text());
    }

    /** CORE_22. */
    @Requirement({"R7252-125", "R7252-126"})
    @Test
    void ifMatchUpdatesAtomically() {
        EntityTag first = request(Code.GET, "/validate").send().etag().orElseThrow();

        assertEquals(
                Code.CHANGED,
                request(Code.PUT, "/validate")
                        .ifMatch(first)
                        .payload("mine")
                        .send()
                        .code());
        EntityTag second = request(Code.GET, "/validate").send().etag().orElseThrow();
        request(Code.PUT, "/validate").payload("another's").send();

        assertEquals(
                Code.PRECONDITION_FAILED,
                request(Code.PUT, "/validate")
                        .ifMatch(second)
                        .payload("mine")
                        .send()
                        .code());
        assertEquals("another's", request(Code.GET, "/validate").send().text());
    }

    /** CORE_23. */
    @Requirement({"R7252-126", "R7252-128"})
    @Test
    void ifNoneMatchCreatesOnce() {
        assertEquals(Code.NOT_FOUND, request(Code.GET, "/create1").send().code());
        assertEquals(
                Code.CREATED,
                request(Code.PUT, "/create1")
                        .ifNoneMatch()
                        .payload("first")
                        .send()
                        .code());
        assertEquals(
                Code.PRECONDITION_FAILED,
                request(Code.PUT, "/create1")
                        .ifNoneMatch()
                        .payload("second")
                        .send()
                        .code());
        assertEquals("first", request(Code.GET, "/create1").send().text());
        assertEquals(Code.DELETED, request(Code.DELETE, "/create1").send().code());
        assertEquals(Code.NOT_FOUND, request(Code.GET, "/create1").send().code());
    }

    /** CORE_31. */
    @Requirement({"R7252-016", "R7252-018", "R7252-021"})
    @Test
    void ping() {
        assertTrue(client.ping(server.uri("/")).join().toNanos() > 0);

        UdpMessage asked = recording.sent(0);
        assertEquals(UdpMessage.empty(CON, asked.messageId()), asked);
        assertEquals(List.of(UdpMessage.empty(RST, asked.messageId())), recording.received());
    }
}
