package dev.pipit.coap.examples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.examples.senml.SenmlCbor;
import dev.pipit.coap.examples.senml.SenmlJson;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.StandardOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationPrinterTest {
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00.25Z");
    private static final String STAMP = "2026-03-01 13:00:00.250  ";
    private static final String CLEAR = "\r\u001b[K";

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private int columns = 80;
    private final Terminal terminal = new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(screen, true, UTF_8),
            new PrintStream(screen, true, UTF_8),
            true,
            new Screen(new Screen.Where(true, true), false, () -> columns));

    private NotificationPrinter printer(boolean json, Sparkline sparkline) {
        return new NotificationPrinter(terminal, Clock.system(ZoneId.of("Europe/Paris")), json, sparkline);
    }

    private String printed() {
        String text = screen.toString(UTF_8);
        screen.reset();
        return text;
    }

    private static String status(String text) {
        return "\u001b[?7l" + text + "\u001b[?7h";
    }

    private String line(Response response) {
        assertTrue(printer(false, null).print(TIME, response));
        String line = printed();
        assertTrue(line.startsWith(STAMP) && line.endsWith("\n"), line);
        return line.substring(STAMP.length(), line.length() - 1);
    }

    private String json(Response response) {
        assertTrue(printer(true, null).print(TIME, response));
        return printed();
    }

    @Test
    void notificationIsALineWithTimeAndValue() {
        assertEquals("21.5 °C", line(Response.content("21.5 °C")));
        assertEquals("load1 0.5, load5 0.25", line(Response.content("load1 0.5\nload5 0.25\n")));
        assertEquals("(2.05 Content, no payload)", line(Response.content("")));
        assertEquals("{\"a\":[1.50,2]}", line(Response.content("{ \"a\" : [ 1.50,\n 2 ] }", ContentFormat.JSON)));
        assertEquals("{broken", line(Response.content("{broken", ContentFormat.JSON)));
        assertEquals("ff 00", line(Response.content(new byte[] {-1, 0}, ContentFormat.OCTET_STREAM)));
        assertTrue(line(Response.content(new byte[200], ContentFormat.OCTET_STREAM))
                .endsWith(" 00 … (200 bytes)"));
        assertEquals("1b 5b 32 4a", line(Response.content("\u001b[2J")));
    }

    @Test
    void senmlIsReadableInBothForms() throws Exception {
        byte[] senml =
                ("[{\"bn\":\"coap://pi/\",\"bu\":\"Cel\",\"bv\":20,\"n\":\"in\",\"v\":1.5},{\"n\":\"out\",\"v\":-30},"
                                + "{\"n\":\"by\",\"vs\":\"Pi\"},{\"n\":\"ok\",\"vb\":true},{\"n\":\"raw\",\"vd\":\"AQI\"},"
                                + "{\"u\":\"W\",\"s\":7}]")
                        .getBytes(UTF_8);
        String readable = "in 21.5 Cel, out -10 Cel, by Pi, ok true, raw 0x0102, sum 7";

        assertEquals(readable, line(Response.content(senml, ContentFormat.SENML_JSON)));
        byte[] cbor = SenmlCbor.write(SenmlJson.parse(senml));
        assertEquals(readable, line(Response.content(cbor, ContentFormat.SENML_CBOR)));
        assertEquals("ff", line(Response.content(new byte[] {-1}, ContentFormat.SENML_CBOR)));
        assertEquals("(no values)", line(Response.content("[]", ContentFormat.SENML_JSON)));
    }

    @Test
    void jsonHasTimeCodeOptionsAndPayload() throws Exception {
        String start = "{\"time\":\"2026-03-01T12:00:00.250Z\",\"code\":\"2.05\",\"options\":{";
        assertEquals(
                start + "\"ETag\":\"0xab01\",\"Observe\":12,\"Content-Format\":\"text/plain; charset=utf-8\","
                        + "\"Max-Age\":30},\"payload\":\"21.5 °C\"}\n",
                json(Response.builder(Code.CONTENT)
                        .rawOption(4, new byte[] {(byte) 0xab, 1})
                        .option(StandardOptions.OBSERVE, 12L)
                        .option(StandardOptions.MAX_AGE, 30L)
                        .payload("21.5 °C")
                        .build()));
        assertEquals(
                start + "\"Content-Format\":\"application/json\"},\"payload\":{\"a\":[1.50,null]}}\n",
                json(Response.content("{ \"a\": [1.50, null]\n}", ContentFormat.JSON)));
        assertEquals(
                start + "\"Content-Format\":\"application/json\"},\"payload\":\"{} {}\"}\n",
                json(Response.content("{} {}", ContentFormat.JSON)));
        assertEquals(
                start + "\"Content-Format\":\"application/octet-stream\"},\"payloadBase64\":\"/wA=\"}\n",
                json(Response.content(new byte[] {-1, 0}, ContentFormat.OCTET_STREAM)));
        byte[] cbor = SenmlCbor.write(SenmlJson.parse("[{\"n\":\"a\",\"v\":1.5}]".getBytes(UTF_8)));
        assertEquals(
                start + "\"Content-Format\":\"application/senml+cbor\"},\"payload\":[{\"n\":\"a\",\"v\":1.5}]}\n",
                json(Response.content(cbor, ContentFormat.SENML_CBOR)));
    }

    @Test
    void repeatableOptionsAreArraysInJson() {
        String line = json(Response.builder(Code.CONTENT)
                .option(StandardOptions.LOCATION_PATH, "a")
                .option(StandardOptions.LOCATION_PATH, "b:c")
                .rawOption(65000, new byte[] {1})
                .rawOption(65000, new byte[] {2})
                .build());

        assertTrue(line.contains("\"Location-Path\":[\"a\",\"b:c\"]"), line);
        assertTrue(line.contains("\"65000\":[\"01\",\"02\"]"), line);
    }

    @Test
    void sparklineStaysBelowTheLines() {
        NotificationPrinter printer = printer(false, new Sparkline(false));

        printer.print(TIME, Response.content("up"));
        assertEquals(STAMP + "up\n", printed());
        printer.print(TIME, Response.content("1 V"));
        assertEquals(STAMP + "1 V\n" + status("▅ 1 (1 … 1)"), printed());
        printer.print(TIME, Response.content("3 V"));
        assertEquals(CLEAR + STAMP + "3 V\n" + status("▁█ 3 (1 … 3)"), printed());
        printer.say(TIME, "lost: no\u001b[2J answer");
        assertEquals(CLEAR + STAMP + "lost: no [2J answer\n" + status("▁█ 3 (1 … 3)"), printed());
        printer.print(TIME, Response.content("down"));
        assertEquals(CLEAR + STAMP + "down\n" + status("▁█ 3 (1 … 3)"), printed());
        printer.finish();
        assertEquals(CLEAR, printed());
        printer.finish();
        assertEquals("", printed());
    }

    @Test
    void sparklineFollowsTheWidthOfTheTerminal() {
        NotificationPrinter printer = printer(false, new Sparkline(false));
        for (int i = 0; i < 200; i++) {
            printer.print(TIME, Response.content("1"));
        }
        assertEquals(79, lastStatus().length());

        columns = 40;
        printer.print(TIME, Response.content("1"));
        assertEquals(39, lastStatus().length());
    }

    @Test
    void widthIsAskedForNowAndThen() {
        long[] nanos = {5};
        Columns cached = new Columns(() -> columns, () -> nanos[0]);
        assertEquals(80, cached.getAsInt());

        columns = 40;
        nanos[0] += 2_000_000_000L;
        assertEquals(80, cached.getAsInt());
        nanos[0]++;
        assertEquals(40, cached.getAsInt());
    }

    private String lastStatus() {
        String text = printed();
        return text.substring(text.lastIndexOf("\u001b[?7l") + 5, text.lastIndexOf("\u001b[?7h"));
    }

    @Test
    void saysWhenNobodyReadsAnyMore() {
        Terminal closed = new Terminal(
                InputStream.nullInputStream(),
                new PrintStream(new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                }),
                terminal.err(),
                false);

        assertFalse(new NotificationPrinter(closed, Clock.systemUTC(), false, null).print(TIME, Response.content("1")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            0  | 21.5 °C                                  | 21.5
            0  | load1 0.42                               | 0.42
            0  | -3e2                                     | -300
            0  | .5                                       | 0.5
            0  | 2026-03-01 at noon                       | none
            0  | NaN Infinity 0x1p3 1d 1f                 | none
            0  | 1e999                                    | none
            50 | 7                                        | 7
            50 | {"unit":"1","value":48.3,"low":1}        | 48.3
            50 | {"value":"48"}                           | none
            50 | {"value":                                | none
            110| [{"bt":1e9,"n":"a","vs":"x"},{"v":2.5}]  | 2.5
            110| [{"bt":1e9,"vb":true}]                   | none
            """)
    void findsTheNumberToDraw(int format, String text, Double number) {
        Response response = Response.content(text, ContentFormat.of(format));

        assertEquals(
                number, PayloadNumber.of(response).stream().boxed().findFirst().orElse(null));
    }

    @Test
    void screenIsThatOfTheEnvironment() {
        Screen wide = Screen.of(true, false, Map.of("COLUMNS", "132", "TERM", "xterm"));
        assertEquals(132, wide.columns().getAsInt());
        assertTrue(wide.colour());
        assertTrue(wide.status().out());
        assertFalse(wide.status().err());

        Screen dumb = Screen.of(true, true, Map.of("TERM", "dumb", "NO_COLOR", "1", "COLUMNS", "many"));
        assertFalse(dumb.colour());
        assertFalse(dumb.status().out());
        assertTrue(dumb.columns().getAsInt() >= 55);
    }
}
