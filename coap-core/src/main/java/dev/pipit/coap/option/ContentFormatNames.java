package dev.pipit.coap.option;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The registry of RFC 7252 §12.3; a class of its own so that nobody pays for it who asks for no name. */
final class ContentFormatNames {
    static final Map<Integer, String> BY_NUMBER = load();

    private static final Map<String, Integer> BY_NAME = index();

    private ContentFormatNames() {}

    static Optional<ContentFormat> find(String name) {
        String key = name.strip().toLowerCase(Locale.ROOT);
        Integer number = BY_NAME.get(key);
        if (number == null && !key.isEmpty() && key.length() <= 5 && key.chars().allMatch(c -> c >= '0' && c <= '9')) {
            number = Integer.valueOf(key);
        }
        return number == null || number > 65535 ? Optional.empty() : Optional.of(ContentFormat.of(number));
    }

    private static Map<Integer, String> load() {
        Map<Integer, String> names = new TreeMap<>();
        try (InputStream in = ContentFormatNames.class.getResourceAsStream("content-formats.txt")) {
            if (in == null) {
                throw new IllegalStateException("content-formats.txt is missing from the library");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] columns = line.split("\t", 3);
                    names.put(Integer.valueOf(columns[0]), columns[1] + (columns.length > 2 ? " " + columns[2] : ""));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Collections.unmodifiableMap(names);
    }

    private static Map<String, Integer> index() {
        Map<String, Integer> index = new HashMap<>();
        BY_NUMBER.forEach((number, type) -> index.putIfAbsent(type.toLowerCase(Locale.ROOT), number));
        // In the order of the numbers, and the first to claim a short form keeps it: "json" is 50 and not a later one.
        BY_NUMBER.forEach((number, type) -> {
            String bare = type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
            index.putIfAbsent(bare, number);
            index.putIfAbsent(bare.substring(bare.indexOf('/') + 1), number);
        });
        index.putIfAbsent("text", 0);
        index.putIfAbsent("binary", 42);
        index.putIfAbsent("link", 40);
        index.putIfAbsent("senml", 110);
        return index;
    }
}
