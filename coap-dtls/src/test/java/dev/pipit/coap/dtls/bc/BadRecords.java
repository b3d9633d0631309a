package dev.pipit.coap.dtls.bc;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** How long the event loop is held by one bad record of each kind; prints it. */
final class BadRecords {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 20_000;

    static final int ID_BYTES = 6;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private BadRecords() {}

    private static byte[] record(int type, int epoch, int length) {
        byte[] record = new byte[13 + length];
        new Random(length).nextBytes(record);
        record[0] = (byte) type;
        record[1] = (byte) 0xfe;
        record[2] = (byte) 0xfd;
        Arrays.fill(record, 3, 11, (byte) 0);
        record[4] = (byte) epoch;
        record[9] = 99;
        record[11] = (byte) (length >> 8);
        record[12] = (byte) length;
        return record;
    }

    /** With the connection ID of another record. */
    private static byte[] record(byte[] real, int length) {
        byte[] plain = record(25, 1, length);
        byte[] record = Arrays.copyOf(plain, ID_BYTES + plain.length);
        System.arraycopy(real, 11, record, 11, ID_BYTES);
        System.arraycopy(plain, 11, record, 11 + ID_BYTES, plain.length - 11);
        return record;
    }

    /** Records that hold nothing good for an established association. */
    private static Map<String, byte[]> kinds(Pair pair) {
        byte[] hello = pair.client.sent.get(0);
        Map<String, byte[]> kinds = new LinkedHashMap<>();
        kinds.put("short", record(23, 1, 5));
        kinds.put("forged, 64 bytes", record(23, 1, 64));
        kinds.put("forged, 1200 bytes", record(23, 1, 1200));
        kinds.put("forged, 16 KiB", record(23, 1, 16_384));
        byte[] real = pair.client.sent.get(pair.client.sent.size() - 1);
        kinds.put("with its ID, short", record(real, 5));
        kinds.put("with its ID, 64 bytes", record(real, 64));
        kinds.put("with its ID, 1200 bytes", record(real, 1200));
        kinds.put("with its ID, 16 KiB", record(real, 16_384));
        byte[] stranger = record(real, 64);
        stranger[16]++;
        kinds.put("with nobody's ID", stranger);
        kinds.put("replayed", pair.client.sent.get(pair.client.sent.size() - 1));
        kinds.put("alert in the clear", record(21, 0, 2));
        kinds.put("fragment in the clear", record(22, 0, 1200));
        kinds.put("hello without cookie", hello);
        kinds.put("hello with cookie, late", pair.client.sent.get(1));
        byte[] many = new byte[1400];
        for (int at = 0; at + 30 <= many.length; at += 30) {
            System.arraycopy(record(23, 1, 17), 0, many, at, 30);
        }
        kinds.put("46 of 17 bytes in a datagram", many);
        byte[] forged = new byte[1480];
        for (int at = 0; at + 37 <= forged.length; at += 37) {
            System.arraycopy(record(23, 1, 24), 0, forged, at, 37);
        }
        kinds.put("40 of 24 bytes in a datagram", forged);
        return kinds;
    }

    static void measure() {
        try (Pair pair = new Pair().establish()) {
            kinds(pair).forEach((name, datagram) -> measure(pair, name, datagram));
        }
    }

    /** By the clock, which goes on while others have the core, and in CPU time of the loop's own. */
    private static void measure(Pair pair, String name, byte[] datagram) {
        long[] nanos = new long[MEASURED];
        long[] cpuNanos = new long[MEASURED];
        for (int i = -WARM_UP; i < MEASURED; i++) {
            long cpu = THREADS.getCurrentThreadCpuTime();
            long begun = System.nanoTime();
            pair.server.handle(datagram);
            if (i >= 0) {
                nanos[i] = System.nanoTime() - begun;
                cpuNanos[i] = THREADS.getCurrentThreadCpuTime() - cpu;
            }
            pair.server.sent.clear();
        }
        System.out.printf("%-30s %s; CPU %s%n", name, summary(nanos), summary(cpuNanos));
    }

    private static String summary(long[] nanos) {
        Arrays.sort(nanos);
        return String.format(
                "median %.1f µs, 99 %% %.1f µs, 99.9 %% %.1f µs, longest %.0f µs",
                nanos[MEASURED / 2] / 1e3,
                nanos[MEASURED * 99 / 100] / 1e3,
                nanos[MEASURED * 999 / 1000] / 1e3,
                nanos[MEASURED - 1] / 1e3);
    }

    /** Measures. */
    public static void main(String[] arguments) {
        measure();
    }
}
