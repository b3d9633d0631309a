package dev.pipit.coap.examples.cli;

import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * What a terminal can show beside lines.
 *
 * @param status where a line can be redrawn: on the output, on the error output
 * @param colour whether colours are wanted: see no-color.org
 * @param columns how wide it is now
 */
public record Screen(Where status, boolean colour, IntSupplier columns) {
    /** None: output that goes to a file or program. */
    public static final Screen NONE = new Screen(new Where(false, false), false, () -> Screen.DEFAULT_COLUMNS);

    private static final int DEFAULT_COLUMNS = 80;

    /**
     * Which streams go to a screen with a cursor.
     *
     * @param out the output
     * @param err the error output
     */
    public record Where(boolean out, boolean err) {}

    /** The screen that the environment describes. */
    public static Screen of(boolean outInteractive, boolean errInteractive, Map<String, String> environment) {
        // A dumb terminal knows no cursor.
        boolean cursor = !"dumb".equals(environment.get("TERM"));
        boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Screen(
                new Where(outInteractive && cursor, errInteractive && cursor),
                colour,
                new Columns(() -> columns(environment), System::nanoTime));
    }

    private static int columns(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("COLUMNS"))
                .filter(text -> text.matches("[1-9][0-9]{0,3}"))
                .map(Integer::parseInt)
                .orElseGet(() -> new UsageMessageSpec().autoWidth(true).width());
    }
}
