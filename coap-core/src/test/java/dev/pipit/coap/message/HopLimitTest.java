package dev.pipit.coap.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.option.Options;
import dev.pipit.coap.option.RawOption;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.testkit.Requirement;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HopLimitTest {
    private final HopLimit proxy = new HopLimit("p1.example", HopLimit.DEFAULT);

    private static Request with(long limit) {
        return Request.get("/t").toBuilder()
                .option(StandardOptions.HOP_LIMIT, limit)
                .build();
    }

    @Test
    @Requirement({"R8768-002", "R8768-007"})
    void countsDown() {
        assertEquals(Optional.of(with(1)), proxy.forward(with(2)));
        assertEquals(Optional.of(with(254)), proxy.forward(with(255)));
    }

    @Test
    @Requirement({"R8768-008", "R8768-009", "R8768-011"})
    void doesNotForwardWhenNothingIsLeft() {
        assertEquals(Optional.empty(), proxy.forward(with(1)));
        assertEquals(Response.error(Code.HOP_LIMIT_REACHED, "p1.example"), proxy.reached());
    }

    @Test
    @Requirement({"R8768-005", "R8768-006"})
    void insertsTheInitialValue() {
        assertEquals(Optional.of(with(16)), proxy.forward(Request.get("/t")));
        assertEquals(Optional.of(with(3)), new HopLimit("p", 3).forward(Request.get("/t")));
    }

    @Test
    @Requirement("R8768-003")
    void aSecondOptionIsIgnored() {
        Options two = Options.of(new RawOption(16, new byte[] {3}), new RawOption(16, new byte[] {0}));
        assertTrue(HopLimit.isLegal(two));
        assertEquals(
                2,
                proxy.forward(Request.of(Code.GET, two, new byte[0]))
                        .orElseThrow()
                        .options()
                        .uint(StandardOptions.HOP_LIMIT, 0));
    }

    @ParameterizedTest
    @Requirement("R8768-004")
    @ValueSource(strings = {"01", "ff", "0010", "000000000007"})
    void valuesFrom1To255AreLegal(String hex) {
        assertTrue(HopLimit.isLegal(Options.of(new RawOption(16, HexFormat.of().parseHex(hex)))));
        assertTrue(HopLimit.isLegal(Options.EMPTY));
    }

    @ParameterizedTest
    @Requirement("R8768-004")
    @ValueSource(strings = {"", "00", "0000", "0100", "010000", "ffffffffffffffffff"})
    void othersAreNot(String hex) {
        assertFalse(HopLimit.isLegal(Options.of(
                new RawOption(14, new byte[] {1}),
                new RawOption(16, HexFormat.of().parseHex(hex)),
                new RawOption(17, new byte[] {60}))));
    }

    @Test
    @Requirement("R8768-011")
    void namesItselfInFrontOfTheProxiesBehindIt() {
        Response first = proxy.reached();
        HopLimit next = new HopLimit("2001:db8::1", 16);
        Response second = next.relay(first, 1024).orElseThrow();
        assertEquals("2001:db8::1 p1.example", second.text());
        assertEquals(
                "2001:db8::1",
                next.relay(Response.of(Code.HOP_LIMIT_REACHED), 1024)
                        .orElseThrow()
                        .text());
        assertEquals(first, next.relay(first, 15).orElseThrow());
        assertEquals(
                Response.content("p1.example"),
                proxy.relay(Response.content("p1.example"), 1024).orElseThrow());
    }

    @Test
    @Requirement("R8768-012")
    void doesNotRelayItsOwnName() {
        assertEquals(Optional.empty(), proxy.relay(Response.error(Code.HOP_LIMIT_REACHED, "p0 p1.example p2"), 1024));
        assertTrue(proxy.relay(Response.error(Code.HOP_LIMIT_REACHED, "p1.example.net"), 1024)
                .isPresent());
        for (String name : List.of("", "a b")) {
            assertThrows(IllegalArgumentException.class, () -> new HopLimit(name, 16));
        }
        for (int initial : new int[] {0, 256}) {
            assertThrows(IllegalArgumentException.class, () -> new HopLimit("p", initial));
        }
    }

    @Test
    @Requirement("R8768-010")
    void aStoredErrorServesRequestsThatWouldNotGetFarther() {
        assertTrue(HopLimit.mayUseStored(with(4), with(4)));
        assertTrue(HopLimit.mayUseStored(with(4), with(3)));
        assertFalse(HopLimit.mayUseStored(with(4), with(5)));
        assertFalse(HopLimit.mayUseStored(with(4), Request.get("/t")));
    }
}
