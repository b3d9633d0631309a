package dev.pipit.coap.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.testkit.Requirement;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** If-Match and If-None-Match (RFC 7252 §5.10.8). */
@Requirement({"R7252-125", "R7252-126"})
class ConditionalRequestTest {
    private final ServedTree server = ServedTree.direct();
    private int performed;

    private Response perform(RequestContext context) {
        performed++;
        return Response.changed();
    }

    /** A condition: If-Match values in hexadecimal, "empty" for the empty one, "none" for If-None-Match. */
    private static Request put(String path, String condition) {
        Request.Builder request = Request.builder(Code.PUT).path(path).payload("1");
        for (String part : condition.split(" ", -1)) {
            switch (part) {
                case "" -> {}
                case "none" -> request.ifNoneMatch();
                case "empty" -> request.ifMatch(EntityTag.EMPTY);
                default -> request.ifMatch(tag(part));
            }
        }
        return request.build();
    }

    private static EntityTag tag(String hex) {
        return EntityTag.of(HexFormat.of().parseHex(hex));
    }

    private void assertPerformed(boolean expected, Request request) {
        performed = 0;
        Response response = server.answer(request);
        assertEquals(expected ? Code.CHANGED : Code.PRECONDITION_FAILED, response.code());
        assertEquals(expected ? 1 : 0, performed);
    }

    /** What the target is: its tag, "untagged", or "absent". */
    private static @Nullable EntityTag current(String target) {
        return switch (target) {
            case "absent" -> null;
            case "untagged" -> EntityTag.EMPTY;
            default -> tag(target);
        };
    }

    private static final String TABLE = """
            '',           01,       true
            '',           untagged, true
            '',           absent,   true
            none,         01,       false
            none,         untagged, false
            none,         absent,   true
            empty,        01,       true
            empty,        untagged, true
            empty,        absent,   false
            01,           01,       true
            01,           02,       false
            01,           untagged, false
            01,           absent,   false
            02 03 01,     01,       true
            02 03,        01,       false
            02 empty,     01,       true
            02 empty,     absent,   false
            none 01,      01,       false
            none 01,      absent,   false
            none empty,   01,       false
            none empty,   absent,   false
            0100,         01,       false
            """;

    @ParameterizedTest
    @CsvSource(textBlock = TABLE)
    @Requirement({"R7252-127", "R7252-128"})
    void entityTagDecidesBeforeTheHandler(String condition, String target, boolean fulfilled) {
        server.add("/a", Resource.builder().put(this::perform).entityTag(context -> current(target)));
        assertPerformed(fulfilled, put("/a", condition));
    }

    @ParameterizedTest
    @CsvSource(textBlock = TABLE)
    @Requirement({"R7252-127", "R7252-128"})
    void handlerDecidesWhereItIsConditional(String condition, String target, boolean fulfilled) {
        server.add("/a/{id}", Resource.builder().conditional().put(context -> {
            context.checkPreconditions(current(target));
            return perform(context);
        }));
        assertPerformed(fulfilled, put("/a/1", condition));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    '',       true,  true
                    none,     false, false
                    empty,    true,  false
                    01,       false, false
                    01 empty, true,  false
                    """)
    void noConditionIsPassedOverWhereNobodyKnowsTheTag(String condition, boolean literal, boolean template) {
        server.add("/a", Resource.builder().put(this::perform));
        server.add("/b/{id}", Resource.builder().put(this::perform));
        server.add("/c/*", Resource.builder().put(this::perform));
        assertPerformed(literal, put("/a", condition));
        assertPerformed(template, put("/b/1", condition));
        assertPerformed(template, put("/c/1", condition));
    }

    @Test
    void refusesAResourceThatIsConditionalTwice() {
        ResourceBuilder both = Resource.builder().conditional().entityTag(context -> null);
        assertThrows(IllegalStateException.class, both::build);
    }

    @Test
    void entityTagIsNotAskedForWhereNoConditionDependsOnIt() {
        server.add("/a", Resource.builder().put(this::perform).entityTag(context -> {
            throw new AssertionError("asked");
        }));
        assertPerformed(true, put("/a", ""));
    }

    @Test
    void filterThatRefusesGoesBeforeTheCondition() {
        server.add(
                "/a",
                Resource.builder()
                        .put(this::perform)
                        .entityTag(context -> tag("01"))
                        .filter((context, next) -> Response.of(Code.UNAUTHORIZED)));
        assertEquals(Code.UNAUTHORIZED, server.answer(put("/a", "02")).code());
    }

    @Test
    @Requirement({"R7252-054", "R7252-102"})
    void deletingAgainIsAnsweredDeletedUnlessTheTargetMustExist() {
        server.add("/a", Resource.builder().delete(context -> {
            server.tree.remove("/a");
            return Response.deleted();
        }));
        Request.Builder delete = Request.builder(Code.DELETE).path("/a");
        assertEquals(Code.DELETED, server.answer(delete.build()).code());
        assertEquals(Code.DELETED, server.answer(delete.build()).code());
        assertEquals(
                Code.PRECONDITION_FAILED,
                server.answer(delete.ifMatch(EntityTag.EMPTY).build()).code());
    }
}
