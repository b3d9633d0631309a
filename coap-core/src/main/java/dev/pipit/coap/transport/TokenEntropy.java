package dev.pipit.coap.transport;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * Unguessable numbers from the system's generator, fetched in batches because each call of it costs about as much as a
 * whole message. Used by one event loop.
 */
final class TokenEntropy implements RandomGenerator {
    private static final int BATCH = 512;

    private final SecureRandom source = new SecureRandom();
    private final byte[] bytes = new byte[BATCH * 8];
    private int used = BATCH;

    @Override
    public long nextLong() {
        if (used == BATCH) {
            source.nextBytes(bytes);
            used = 0;
        }
        long bits = 0;
        for (int i = used * 8; i < used * 8 + 8; i++) {
            bits = bits << 8 | (bytes[i] & 0xff);
            bytes[i] = 0;
        }
        used++;
        return bits;
    }
}
