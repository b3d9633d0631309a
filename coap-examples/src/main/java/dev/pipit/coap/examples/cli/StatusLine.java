package dev.pipit.coap.examples.cli;

import java.io.PrintStream;

/**
 * A line at the bottom of a terminal that is drawn again and again, below lines that stay. Safe for use by any thread.
 */
final class StatusLine {
    private static final String CLEAR = "\r\u001b[K";
    // A line that is longer than the terminal is wide, because that has just been made narrower, must not wrap: the
    // cursor could not get back to its start.
    private static final String NO_WRAP = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";

    private final PrintStream screen;
    private String text = "";

    /** A status line on a stream that goes to a terminal; none yet. */
    StatusLine(PrintStream screen) {
        this.screen = screen;
    }

    /** Draws the line with another text; an empty one removes it. */
    synchronized void show(String newText) {
        if (!newText.equals(text)) {
            hide();
            text = newText;
            draw();
        }
    }

    /** Writes a line that stays, above this one; to a stream that may go to the same terminal. */
    synchronized void printAbove(PrintStream stream, String line) {
        printAbove(stream, line, text);
    }

    /** The same, and this line has another text then. */
    synchronized void printAbove(PrintStream stream, String line, String newText) {
        hide();
        stream.println(line);
        stream.flush();
        text = newText;
        draw();
    }

    private void hide() {
        if (!text.isEmpty()) {
            screen.print(CLEAR);
            screen.flush();
        }
    }

    private void draw() {
        if (!text.isEmpty()) {
            screen.print(NO_WRAP + text + WRAP);
            screen.flush();
        }
    }
}
