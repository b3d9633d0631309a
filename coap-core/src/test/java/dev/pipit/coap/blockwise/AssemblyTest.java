package dev.pipit.coap.blockwise;

import static dev.pipit.coap.blockwise.Bodies.body;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AssemblyTest {
    private final Assembly.Memory memory = new Assembly.Memory(10_000);

    @Test
    void growsWithWhatComesAndGivesItsMemoryBack() {
        byte[] body = body(6000);
        Assembly assembly = new Assembly(memory, 8000, 0);
        for (int from = 0; from < 6000; from += 500) {
            assertNull(assembly.add(Arrays.copyOfRange(body, from, from + 500)));
            assertTrue(memory.used() >= from + 500 && memory.used() <= 8000);
        }
        assertArrayEquals(body, assembly.take());
        assertEquals(0, memory.used());
    }

    @Test
    void believesAnAnnouncedSizeOnlyWhereItIsSmall() {
        new Assembly(memory, 1 << 20, 0xffff_ffffL);
        assertEquals(0, memory.used());
        new Assembly(memory, 8000, 8001);
        assertEquals(0, memory.used());
        new Assembly(memory, 8000, 8000);
        assertEquals(8000, memory.used());
        new Assembly(memory, 8000, 8000);
        assertEquals(8000, memory.used());
    }

    @Test
    void refusesWhatIsTooLargeForOne() {
        Assembly assembly = new Assembly(memory, 1000, 0);
        assertNull(assembly.add(new byte[1000]));
        assertEquals("more than 1000 bytes in the response's body", assembly.add(new byte[1]));
    }

    @Test
    void refusesWhatIsTooLargeForAll() {
        Assembly first = new Assembly(memory, 8000, 8000);
        Assembly second = new Assembly(memory, 8000, 0);
        assertNull(second.add(new byte[1000]));
        assertNull(second.add(new byte[1000]));
        assertEquals("bodies take 10000 bytes already (expected: at most 10000)", second.add(new byte[1]));
        first.release();
        assertNull(second.add(new byte[1]));
        second.release();
        assertEquals(0, memory.used());
    }
}
