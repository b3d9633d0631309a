package dev.pipit.coap.testkit.compliance;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads comma separated values as RFC 4180 §2 defines them: quoted fields may hold commas, line breaks and doubled
 * quotes. Blank lines are skipped.
 */
public final class Csv {
    private final String text;
    private int next;

    private Csv(String text) {
        this.text = text;
    }

    /**
     * Reads a whole document.
     *
     * @param header the names that the first record must hold
     * @return the records after the header, each as wide as the header
     * @throws IllegalArgumentException if the header differs, a record has another width, or a quote is left open
     */
    public static List<List<String>> read(String text, List<String> header) {
        List<List<String>> records = new Csv(text).records();
        if (records.isEmpty() || !records.get(0).equals(header)) {
            throw new IllegalArgumentException(
                    "header: " + (records.isEmpty() ? "none" : records.get(0)) + " (expected: " + header + ")");
        }
        for (List<String> each : records) {
            if (each.size() != header.size()) {
                throw new IllegalArgumentException(
                        "record " + each + ": " + each.size() + " fields (expected: " + header.size() + ")");
            }
        }
        return records.subList(1, records.size());
    }

    private List<List<String>> records() {
        List<List<String>> records = new ArrayList<>();
        while (next < text.length()) {
            List<String> fields = record();
            if (fields.size() > 1 || !fields.get(0).isEmpty()) {
                records.add(fields);
            }
        }
        return records;
    }

    private List<String> record() {
        List<String> fields = new ArrayList<>();
        fields.add(field());
        while (next < text.length() && text.charAt(next) == ',') {
            next++;
            fields.add(field());
        }
        skipLineBreak();
        return fields;
    }

    private String field() {
        if (next < text.length() && text.charAt(next) == '"') {
            return quoted();
        }
        int start = next;
        while (next < text.length() && ",\r\n".indexOf(text.charAt(next)) < 0) {
            next++;
        }
        return text.substring(start, next);
    }

    private String quoted() {
        int start = next++;
        StringBuilder value = new StringBuilder();
        while (next < text.length()) {
            char c = text.charAt(next++);
            if (c != '"') {
                value.append(c);
            } else if (next < text.length() && text.charAt(next) == '"') {
                next++;
                value.append('"');
            } else {
                return value.toString();
            }
        }
        throw new IllegalArgumentException("quote at offset " + start + " is never closed");
    }

    private void skipLineBreak() {
        int start = next;
        if (next < text.length() && text.charAt(next) == '\r') {
            next++;
        }
        if (next < text.length() && text.charAt(next) == '\n') {
            next++;
        }
        if (next == start && next < text.length()) {
            throw new IllegalArgumentException("text after a closing quote at offset " + start);
        }
    }
}
