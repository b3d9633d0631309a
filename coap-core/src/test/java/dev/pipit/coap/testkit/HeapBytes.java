package dev.pipit.coap.testkit;

import java.util.Arrays;
import java.util.concurrent.Callable;

/** What is alive on the heap, in bytes. All tests of a module share that heap. */
public final class HeapBytes {
    private static final int TIMES = 3;

    private HeapBytes() {}

    /** What is in use after a collection. */
    public static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /**
     * The middle one of three measurements of the same thing. What an earlier test has left (the classes that ArchUnit has
     * read: 15 MB) goes once, whenever the collector likes, and makes one measurement too small by all of it.
     */
    public static long medianOf(Callable<Long> measurement) throws Exception {
        long[] values = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            values[i] = measurement.call();
        }
        Arrays.sort(values);
        return values[TIMES / 2];
    }
}
