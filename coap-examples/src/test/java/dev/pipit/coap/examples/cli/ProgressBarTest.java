package dev.pipit.coap.examples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.body.Progress;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressBarTest {
    private static final long SECOND = 1_000_000_000L;

    private final ProgressBar bar = new ProgressBar(false);
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private long nanos = 7;

    private static Progress of(long done, long total) {
        return new Progress(done, OptionalLong.of(total));
    }

    @Test
    void showsShareBytesRateAndTimeLeft() {
        bar.draw(of(0, 200 << 10), 0, 100);

        assertEquals(
                "█".repeat(10) + " ".repeat(32) + "25 %  50 KiB of 200 KiB  50 KiB/s  0:03 left",
                bar.draw(of(50 << 10, 200 << 10), SECOND, 100));
    }

    @Test
    void withoutTotalThereAreBytesAndRate() {
        bar.draw(new Progress(0, OptionalLong.empty()), 0, 80);

        assertEquals("3 KiB  1.5 KiB/s", bar.draw(new Progress(3072, OptionalLong.empty()), 2 * SECOND, 80));
    }

    @Test
    void rateIsThatOfTheLastSeconds() {
        for (int second = 0; second <= 100; second++) {
            bar.draw(of(second * 1000L, 1_000_000), second * SECOND, 80);
        }
        String slow = bar.draw(of(100_000, 1_000_000), 101 * SECOND, 80);
        String stalled = bar.draw(of(100_000, 1_000_000), 120 * SECOND, 80);

        assertTrue(slow.endsWith("  909 B/s  16:31 left") || slow.endsWith("  900 B/s  16:40 left"), slow);
        assertTrue(stalled.endsWith("10 %  97.7 KiB of 977 KiB"), stalled);
    }

    @Test
    void anotherBodyHasARateOfItsOwn() {
        bar.draw(of(0, 1000), 0, 80);
        bar.draw(of(1000, 1000), SECOND, 80);

        assertTrue(bar.draw(of(10, 1000), 2 * SECOND, 80).endsWith("1 %  10 B of 1000 B"));
    }

    @Test
    void bodyThatIsLongerThanAnnouncedIsNoProblem() {
        assertTrue(bar.draw(of(3000, 1000), 0, 80).endsWith("100 %  2.9 KiB of 2.9 KiB"));
        assertTrue(bar.draw(of(0, 0), SECOND, 80).contains("100 %"));
    }

    @Test
    void fitsAnyWidth() {
        bar.draw(of(0, 1 << 20), 0, 80);
        for (int columns = 0; columns < 120; columns++) {
            String line = bar.draw(of(1 << 19, 1 << 20), SECOND, columns);
            assertTrue(line.length() <= columns, line);
        }
    }

    @Test
    void coloursTheBarAlone() {
        assertEquals(
                "\u001b[36m" + "█".repeat(20) + " ".repeat(21) + "\u001b[39m 50 %  5 B of 10 B",
                new ProgressBar(true).draw(of(5, 10), 0, 80));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1 KiB",
        "1536, 1.5 KiB",
        "102400, 100 KiB",
        "1048576, 1 MiB",
        "8388607, 8 MiB",
        "1099511627776, 1 TiB",
        "9223372036854775807, 8388608 TiB"
    })
    void sizesAreShort(long bytes, String text) {
        assertEquals(text, ProgressBar.size(bytes));
    }

    private ProgressDisplay display() {
        Terminal terminal = new Terminal(
                InputStream.nullInputStream(),
                new PrintStream(new ByteArrayOutputStream()),
                new PrintStream(screen, true, UTF_8),
                false,
                new Screen(new Screen.Where(false, true), false, () -> 40));
        return ProgressDisplay.manual(terminal, () -> nanos);
    }

    private String printed() {
        String text = screen.toString(UTF_8);
        screen.reset();
        return text;
    }

    @Test
    void displayDrawsTheLatestAndGoesAway() {
        ProgressDisplay display = display();
        display.draw();
        assertEquals("", printed());
        display.accept(of(1024, 4096));
        display.accept(of(2048, 4096));
        display.draw();
        assertEquals("\u001b[?7l████████▌          50 %  2 KiB of 4 KiB\u001b[?7h", printed());
        nanos += 2 * SECOND;
        display.say("a line");
        assertTrue(printed().startsWith("\r\u001b[Ka line\n\u001b[?7l"));
        display.accept(of(4096, 4096));
        display.close();
        assertEquals("\r\u001b[K", printed());
        display.draw();
        assertEquals("", printed());
        assertEquals("4 KiB in 2.0 s, 1.5 KiB/s", display.summary().orElseThrow());
    }

    @Test
    void displayOfWhatWasQuickSaysNothing() {
        ProgressDisplay display = display();
        display.accept(of(4096, 4096));
        display.close();

        assertEquals("", printed());
        assertTrue(display.summary().isEmpty());
    }
}
