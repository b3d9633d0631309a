package dev.pipit.coap.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.codec.MessageDecoder;
import dev.pipit.coap.message.UdpMessage;
import dev.pipit.coap.testkit.MalformedVector;
import dev.pipit.coap.testkit.Requirement;
import dev.pipit.coap.testkit.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionRegistryTest {
    private static final OptionRegistry STANDARD = OptionRegistry.standard();

    @ParameterizedTest
    @CsvSource({
        "X094, 65001",
        "X095, 65001",
        "X100, 3",
        "X101, 17",
        "X102, 5",
        "X104, 27",
        "X105, 3",
        "X106, 3",
        "X107, 7",
        "X108, 11",
        "X109, 15",
        "X110, 17",
        "X111, 1",
        "X112, 5",
        "X120, 23"
    })
    @Requirement({"R7252-075", "R7252-079"})
    void namesTheUnrecognizedCriticalOptionOfRequest(String id, int number) {
        assertEquals(OptionalInt.of(number), STANDARD.unacceptableInRequest(optionsOf(id)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X096", "X103", "X113", "X114", "X115", "X117", "X128", "X132", "X133", "X134"})
    @Requirement({"R7252-070", "R7252-075", "R7252-079"})
    void letsUnrecognizedElectiveOptionOfRequestPass(String id) {
        assertEquals(OptionalInt.empty(), STANDARD.unacceptableInRequest(optionsOf(id)));
    }

    @ParameterizedTest
    @CsvSource({"X090, 11", "X097, 65001", "X098, 65001", "X099, 65001"})
    @Requirement("R7252-069")
    void namesTheUnrecognizedCriticalOptionOfResponse(String id, int number) {
        assertEquals(OptionalInt.of(number), STANDARD.unacceptableInResponse(optionsOf(id)));
    }

    private static Options optionsOf(String id) {
        MalformedVector vector = Vectors.malformed().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
        byte[] bytes = vector.bytes();
        UdpMessage message = assertInstanceOf(UdpMessage.class, new MessageDecoder(8).decode(bytes, 0, bytes.length));
        return Objects.requireNonNull(message.message()).options();
    }

    @Test
    void optionThatIsWithoutIsUnrecognized() {
        OptionRegistry registry = STANDARD.without(StandardOptions.OSCORE);
        Options options = Options.of(StandardOptions.OSCORE, new byte[0]);

        assertEquals(OptionalInt.empty(), STANDARD.unacceptableInRequest(options));
        assertEquals(OptionalInt.of(9), registry.unacceptableInRequest(options));
    }

    @Test
    void applicationAddsItsOwnOptions() {
        OptionDefinition<String> mine =
                OptionDefinition.string(65003, "Mine", 1, 4).inRequests();
        OptionRegistry registry = STANDARD.with(mine);

        assertEquals(OptionalInt.empty(), registry.unacceptableInRequest(Options.of(mine, "a")));
        assertEquals(OptionalInt.of(65003), registry.unacceptableInResponse(Options.of(mine, "a")));
        assertEquals(OptionalInt.of(65003), STANDARD.unacceptableInRequest(Options.of(mine, "a")));
        assertEquals(
                OptionalInt.of(65003), registry.unacceptableInRequest(Options.of(new RawOption(65003, new byte[5]))));
        assertEquals(
                OptionalInt.of(65003),
                registry.unacceptableInRequest(
                        Options.of(new RawOption(65003, new byte[1]), new RawOption(65003, new byte[1]))));
        assertEquals("Mine:a", registry.describe(Options.of(mine, "a")));
        assertSame(mine, registry.find("mINE").orElseThrow());
    }

    @Test
    void definitionWithKnownNumberReplacesIt() {
        OptionDefinition<Long> longer = OptionDefinition.uint(14, "Max-Age", 0, 3);
        OptionRegistry registry = STANDARD.with(longer);

        assertSame(longer, registry.find(14).orElseThrow());
        assertSame(StandardOptions.MAX_AGE, STANDARD.find(14).orElseThrow());
    }

    @Test
    void findsNothingUnderUnknownNumbersAndNames() {
        assertEquals(Optional.empty(), STANDARD.find(-1));
        assertEquals(Optional.empty(), STANDARD.find(2));
        assertEquals(Optional.empty(), STANDARD.find(65536));
        assertEquals(Optional.empty(), STANDARD.find("Uri-Pth"));
        assertSame(StandardOptions.X_ADMIN_PROTOCOL, STANDARD.find(2056).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 132, 136, 140})
    @Requirement("R7252-124")
    void refusesReservedNumberBesideLocation(int number) {
        RawOption reserved = new RawOption(number, new byte[0]);

        assertEquals(
                OptionalInt.of(number),
                STANDARD.unacceptableInRequest(Options.of(new RawOption(8, new byte[] {'a'}), reserved)));
        assertEquals(
                OptionalInt.of(number),
                STANDARD.unacceptableInRequest(Options.of(new RawOption(20, new byte[0]), reserved)));
        assertEquals(OptionalInt.empty(), STANDARD.unacceptableInRequest(Options.of(reserved)));
        assertEquals(
                OptionalInt.empty(),
                STANDARD.with(OptionDefinition.empty(number, "Location-More"))
                        .unacceptableInRequest(Options.of(new RawOption(20, new byte[0]), reserved)));
    }

    @Test
    void describesValuesByTheirFormat() {
        Options options = Options.builder()
                .add(StandardOptions.ETAG, EntityTag.of((byte) 0, (byte) 0xff))
                .add(StandardOptions.IF_NONE_MATCH, true)
                .add(StandardOptions.OBSERVE, 0L)
                .add(StandardOptions.URI_PATH, "ä")
                .add(StandardOptions.ACCEPT, ContentFormat.CBOR)
                .addRaw(14, new byte[5])
                .addRaw(65000, new byte[] {1})
                .build();

        assertEquals(
                "ETag:0x00ff, If-None-Match, Observe:0, Uri-Path:ä, Max-Age:0x0000000000 (illegal length), "
                        + "Accept:application/cbor, 65000:01",
                STANDARD.describe(options));
        assertEquals("", STANDARD.describe(Options.EMPTY));
    }

    @Test
    void describesOnOneLineWhateverAPeerSends() {
        RawOption path = new RawOption(11, "a\nINFO b\r\u0085\u2028\u0000".getBytes(StandardCharsets.UTF_8));

        String line = STANDARD.describe(path);

        assertEquals("Uri-Path:a\\u000aINFO b\\u000d\\u0085\\u2028\\u0000", line);
        assertTrue(line.lines().count() == 1);
    }
}
