package dev.pipit.coap.dtls.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random and randomly broken datagrams: nothing is thrown, nothing outside the datagram read or written. */
class RecordFilterFuzzTest {
    private final SplittableRandom random = new SplittableRandom(6347);
    private int dropped;
    private final RecordFilter[] filters = new RecordFilter[8];

    @Test
    void neverThrowsAndKeepsWholeRecordsOnly() {
        for (int i = 0; i < filters.length; i++) {
            filters[i] = new RecordFilter(i, defect -> dropped++);
        }
        int keptAll = 0;
        int keptSome = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] datagram = datagram(random.nextInt(filters.length));
            int kept = filter(datagram, i % filters.length);
            keptAll += kept == datagram.length ? 1 : 0;
            keptSome += kept > 0 && kept < datagram.length ? 1 : 0;
        }
        assertTrue(keptAll > 1000, keptAll + " datagrams kept whole");
        assertTrue(keptSome > 1000, keptSome + " datagrams kept in part");
        assertTrue(dropped > 10_000, dropped + " records dropped");
    }

    private int filter(byte[] datagram, int idBytes) {
        // At the very end of the array, so that a byte too far is an exception; before it, a fence.
        byte[] array = new byte[5 + datagram.length];
        Arrays.fill(array, 0, 5, (byte) 0x55);
        System.arraycopy(datagram, 0, array, 5, datagram.length);
        FragmentFilter fragments = random.nextBoolean() ? new FragmentFilter() : null;
        int before = dropped;
        int kept = filters[idBytes].filter(array, 5, datagram.length, RecordProtection.CCM_8, fragments);
        assertTrue(kept >= 0 && kept <= datagram.length);
        assertEquals(kept == datagram.length, dropped == before);
        assertArrayEquals(new byte[] {0x55, 0x55, 0x55, 0x55, 0x55}, Arrays.copyOf(array, 5));

        // What was kept is good: a second pass, without memory of fragments, drops nothing.
        before = dropped;
        assertEquals(kept, filters[idBytes].filter(array, 5, kept, RecordProtection.CCM_8, null));
        assertEquals(before, dropped);
        return kept;
    }

    private byte[] datagram(int idBytes) {
        byte[] datagram = {};
        for (int records = 1 + random.nextInt(4); records > 0; records--) {
            datagram = Records.join(datagram, record(idBytes));
        }
        for (int flips = random.nextInt(3); flips > 0; flips--) {
            datagram[random.nextInt(datagram.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(datagram, random.nextInt(datagram.length + 1)) : datagram;
    }

    private byte[] record(int idBytes) {
        return switch (random.nextInt(5)) {
            case 0 -> {
                byte[] noise = new byte[random.nextInt(60)];
                random.nextBytes(noise);
                yield noise.length == 0 ? new byte[1] : noise;
            }
            case 1 -> Records.record(25, "fefd", 1, "c1".repeat(idBytes), new byte[random.nextInt(60)]);
            case 2 -> Records.record(20 + random.nextInt(6), random.nextInt(3), new byte[random.nextInt(60)]);
            case 3 -> Records.record(22, 0, fragments());
            default -> Records.record(23, 1, new byte[16 + random.nextInt(60)]);
        };
    }

    private byte[] fragments() {
        byte[] content = {};
        for (int fragments = 1 + random.nextInt(3); fragments > 0; fragments--) {
            int total = random.nextInt(200);
            int offset = random.nextInt(total + 1);
            int length = random.nextInt(4) == 0 ? random.nextInt(200) : total - offset;
            content = Records.join(content, Records.fragment(total, random.nextInt(27), offset, length));
        }
        return content;
    }
}
