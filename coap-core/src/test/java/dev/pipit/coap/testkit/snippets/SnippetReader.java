package dev.pipit.coap.testkit.snippets;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the Java blocks of a Markdown file: every fenced block whose language is Java, whatever else its fence says. */
public final class SnippetReader {
    private static final Pattern FENCE = Pattern.compile("[ >\\t]*(`{3,}|~{3,})\\s*([^\\s{`]*).*");

    private SnippetReader() {}

    /**
     * The blocks of a file.
     *
     * @param file its name, for reports
     * @throws IllegalArgumentException if a block is not closed
     */
    public static List<Snippet> read(String file, List<String> lines) {
        List<Snippet> snippets = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher opening = FENCE.matcher(lines.get(i));
            if (opening.matches()) {
                int end = closing(file, lines, i, opening.group(1));
                if (opening.group(2).equalsIgnoreCase("java")) {
                    snippets.add(new Snippet(file, i + 2, List.copyOf(lines.subList(i + 1, end))));
                }
                i = end;
            }
        }
        return snippets;
    }

    private static int closing(String file, List<String> lines, int opening, String fence) {
        for (int i = opening + 1; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith(fence) && line.chars().allMatch(c -> c == fence.charAt(0))) {
                return i;
            }
        }
        throw new IllegalArgumentException(file + ":" + (opening + 1) + ": block (expected: one that is closed)");
    }
}
