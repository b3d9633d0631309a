package dev.pipit.coap.examples.testresources;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What clients have put, by path, within limits. For one thread at a time. */
final class ContentStore {
    private final int maxEntries;
    private final long maxBytes;
    private final Map<List<String>, StoredContent> entries = new LinkedHashMap<>();
    private long bytes;

    ContentStore(int maxEntries, long maxBytes) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    @Nullable
    StoredContent get(List<String> path) {
        return entries.get(path);
    }

    /** Whether the content can be put there. */
    boolean hasRoomFor(List<String> path, StoredContent content) {
        StoredContent there = entries.get(path);
        return (there != null || entries.size() < maxEntries)
                && bytes - (there == null ? 0 : there.length()) + content.length() <= maxBytes;
    }

    /** Puts the content there, whatever was there before; false where there was nothing. */
    boolean put(List<String> path, StoredContent content) {
        boolean replaces = remove(path);
        entries.put(path, content);
        bytes += content.length();
        return replaces;
    }

    /** Removes what is there; false where there is nothing. */
    boolean remove(List<String> path) {
        StoredContent removed = entries.remove(path);
        bytes -= removed == null ? 0 : removed.length();
        return removed != null;
    }

    /** Removes what was put first; false where there is nothing left. */
    boolean removeOldest() {
        return !entries.isEmpty() && remove(entries.keySet().iterator().next());
    }
}
