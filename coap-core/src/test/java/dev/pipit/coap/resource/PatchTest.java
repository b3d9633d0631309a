package dev.pipit.coap.resource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.testkit.Requirement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FETCH, PATCH and iPATCH (RFC 8132), with a list of numbers that a patch adds to. */
class PatchTest {
    private List<Integer> numbers = List.of(1, 2);

    private final Handler patch = context -> {
        context.requireContentFormat(ContentFormat.JSON_PATCH);
        numbers = patched(context.request().text());
        return Response.changed();
    };

    private final ServedTree server = ServedTree.direct()
            .add(
                    "/list",
                    Resource.builder()
                            .get(context -> Response.content(numbers.toString()))
                            .fetch(context -> {
                                context.requireContentFormat(ContentFormat.TEXT_PLAIN);
                                int index = number(context.request().text());
                                if (index >= numbers.size()) {
                                    throw new ResponseException(Code.UNPROCESSABLE_ENTITY, "at most " + numbers.size());
                                }
                                return Response.content("" + numbers.get(index));
                            })
                            .patch(patch)
                            .ipatch(patch)
                            .entityTag(context -> tag()))
            .add("/fixed", Resource.builder().get(context -> Response.content("fixed")));

    private EntityTag tag() {
        return EntityTag.of(new byte[] {(byte) numbers.hashCode()});
    }

    /** The whole set of changes, or none: what is shown is replaced when all has been done. */
    private List<Integer> patched(String changes) {
        List<Integer> copy = new ArrayList<>(numbers);
        for (String each : changes.split(",")) {
            int number = number(each);
            if (copy.contains(number)) {
                throw new ResponseException(Code.CONFLICT, number + " is there already: " + numbers);
            }
            copy.add(number);
        }
        if (copy.size() > 5) {
            throw new ResponseException(Code.UNPROCESSABLE_ENTITY, "more than 5");
        }
        return List.copyOf(copy);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new ResponseException(Code.BAD_REQUEST, "no number: " + text);
        }
    }

    private static Request.Builder request(Code method, String payload) {
        return Request.builder(method)
                .path("/list")
                .payload(
                        payload.getBytes(UTF_8),
                        method == Code.FETCH ? ContentFormat.TEXT_PLAIN : ContentFormat.JSON_PATCH);
    }

    private Response answer(Request.Builder request) {
        return server.answer(request.build());
    }

    @Test
    @Requirement({"R8132-001", "R8132-002"})
    void fetchReadsWhatItsPayloadSelects() {
        assertEquals(Response.content("2").etag(tag()), answer(request(Code.FETCH, "1")));
        assertEquals(Code.VALID, answer(request(Code.FETCH, "1").etag(tag())).code());
        assertEquals(Code.BAD_REQUEST, answer(request(Code.FETCH, "x")).code());
        assertEquals(Code.UNPROCESSABLE_ENTITY, answer(request(Code.FETCH, "2")).code());
        assertEquals(
                Code.UNSUPPORTED_CONTENT_FORMAT,
                answer(request(Code.FETCH, "").payload(new byte[] {1}, ContentFormat.CBOR))
                        .code());
        assertEquals(
                Code.NOT_ACCEPTABLE,
                answer(request(Code.FETCH, "1").accept(ContentFormat.CBOR)).code());
        assertEquals(
                Code.PRECONDITION_FAILED,
                answer(request(Code.FETCH, "1").ifNoneMatch()).code());
        assertEquals(List.of(1, 2), numbers);
    }

    /** X131. */
    @Test
    @Requirement("R8132-004")
    void fetchWithoutAContentFormatIsRefused() {
        Request request = Request.builder(Code.FETCH)
                .path("/list")
                .payload(new byte[] {'1'})
                .build();
        assertEquals(Response.error(Code.BAD_REQUEST, "Content-Format missing"), server.answer(request));
    }

    @ParameterizedTest
    @Requirement({"R8132-007", "R8132-014", "R8132-010", "R8132-012"})
    @ValueSource(ints = {6, 7})
    void patchesAreAppliedWhereTheyFit(int method) {
        Code code = Code.of(method);
        assertEquals(Response.changed(), answer(request(code, "3,4").ifMatch(tag())));
        assertEquals(List.of(1, 2, 3, 4), numbers);
        assertEquals(
                Code.UNSUPPORTED_CONTENT_FORMAT,
                answer(request(code, "5").payload("5")).code());
        assertEquals(Code.BAD_REQUEST, answer(request(code, "five")).code());
        assertEquals(Code.UNPROCESSABLE_ENTITY, answer(request(code, "5,6")).code());
        assertEquals(
                Code.PRECONDITION_FAILED,
                answer(request(code, "5").ifMatch(EntityTag.of(new byte[] {0, 1})))
                        .code());
        assertEquals(List.of(1, 2, 3, 4), numbers);
    }

    @ParameterizedTest
    @Requirement({"R8132-008", "R8132-009", "R8132-011", "R8132-013"})
    @ValueSource(ints = {6, 7})
    void whatFailsInTheMiddleLeavesNothingBehind(int method) {
        Response response = answer(request(Code.of(method), "3,2"));
        assertEquals(Response.error(Code.CONFLICT, "2 is there already: [1, 2]"), response);
        assertEquals(Response.content("[1, 2]").etag(tag()), server.get("/list"));
    }

    @ParameterizedTest
    @Requirement("R8132-015")
    @ValueSource(ints = {5, 6, 7})
    void aResourceWithoutTheMethodSaysSo(int method) {
        Request request =
                Request.builder(Code.of(method)).path("/fixed").payload("1").build();
        assertEquals(Code.METHOD_NOT_ALLOWED, server.answer(request).code());
    }

    @ParameterizedTest
    @Requirement("R8132-012")
    @ValueSource(ints = {5, 6, 7})
    void aPathWithoutAResourceIsNotFound(int method) {
        Request request =
                Request.builder(Code.of(method)).path("/none").payload("1").build();
        assertEquals(Code.NOT_FOUND, server.answer(request).code());
    }
}
