package dev.pipit.coap.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageIdTableTest {
    private static final int ALL = 65_536;
    private static final int GOLDEN_RATIO = 0x9e3779b1;

    private final Random random = new Random(1);
    private final MessageIdTable table = new MessageIdTable();

    @Test
    void isAMap() {
        Map<Integer, Integer> model = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            int id = random.nextInt(i % 1000 < 500 ? 300 : ALL);
            if (model.containsKey(id) && random.nextInt(3) > 0) {
                model.remove(id);
                table.remove(id);
            } else if (model.containsKey(id)) {
                model.put(id, i);
                table.move(id, i);
            } else {
                model.put(id, i);
                table.add(id, i, random);
            }
            int other = random.nextInt(ALL);
            assertEquals(model.getOrDefault(other, DuplicateFilter.NONE), table.find(other));
        }
        assertEquals(model.size(), table.ids().length);
        model.forEach((id, entry) -> assertEquals(entry, table.find(id)));
        model.keySet().forEach(table::remove);
        assertTrue(table.isEmpty());
    }

    /** What the first hash puts into a quarter of the table: whoever knows the source can choose such IDs. */
    @Test
    void isNotSlowedDownByIdsThatWereChosenToLieTogether() {
        List<Integer> chosen = new ArrayList<>();
        for (int id = 0; id < ALL && chosen.size() < 16_000; id++) {
            if (id * GOLDEN_RATIO >>> 30 == 0) {
                chosen.add(id);
            }
        }
        assertEquals(16_000, chosen.size());
        // Milliseconds, where it would be minutes.
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (int id : chosen) {
                table.add(id, id, random);
            }
            for (int id : chosen) {
                assertEquals(id, table.find(id));
                table.remove(id);
                assertEquals(DuplicateFilter.NONE, table.find(id));
                table.add(id, id, random);
            }
        });
    }
}
