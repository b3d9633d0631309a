package dev.pipit.coap.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.message.Token;
import dev.pipit.coap.peer.Peer;
import dev.pipit.coap.testkit.Requirement;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StatelessTokensTest {
    private static final Peer PEER = Peer.of(new InetSocketAddress("192.0.2.1", 5683));
    private static final Peer OTHER = Peer.of(new InetSocketAddress("192.0.2.1", 5684));
    private static final byte[] STATE = "client 192.0.2.9:1234, token 4a".getBytes(UTF_8);
    private static final long SECOND = 1_000_000_000L;

    private final StatelessTokens tokens = codec(8974);

    private static StatelessTokens codec(long seed) {
        return new StatelessTokens(new Random(seed), Duration.ofSeconds(93), 32);
    }

    private boolean opens(Peer from, Token token, long nowNanos) {
        return tokens.open(from, token, nowNanos).isPresent();
    }

    @Test
    @Requirement("R8974-014")
    void stateComesBack() {
        Token token = tokens.seal(PEER, STATE, 7 * SECOND);
        assertEquals(STATE.length + StatelessTokens.OVERHEAD, token.length());
        assertFalse(new String(token.toByteArray(), UTF_8).contains("192"));
        assertArrayEquals(STATE, tokens.open(PEER, token, 8 * SECOND).orElseThrow());
        Token empty = tokens.seal(PEER, new byte[0], 7 * SECOND);
        assertEquals(0, tokens.open(PEER, empty, 8 * SECOND).orElseThrow().length);
    }

    @Test
    @Requirement("R8974-014")
    void aTokenCountsOnce() {
        Token token = tokens.seal(PEER, STATE, 0);
        assertTrue(opens(PEER, token, 1));
        assertFalse(opens(PEER, token, 2));
    }

    @Test
    @Requirement("R8974-014")
    void aTokenCountsForItsLifetime() {
        Token token = tokens.seal(PEER, STATE, 5 * SECOND);
        assertFalse(opens(PEER, token, 98 * SECOND + 1));
        assertTrue(opens(PEER, token, 98 * SECOND));
    }

    @Test
    void aTokenCountsFromThePeerThatItWasSentTo() {
        Token token = tokens.seal(PEER, STATE, 0);
        assertFalse(opens(OTHER, token, 1));
        assertTrue(opens(PEER, token, 1));
    }

    @Test
    void theNewestTokensCountInAnyOrder() {
        Token[] all = new Token[40];
        for (int i = 0; i < all.length; i++) {
            all[i] = tokens.seal(PEER, STATE, i);
        }
        for (int i = all.length - 1; i >= 0; i--) {
            assertEquals(i >= 8, opens(PEER, all[i], 100));
        }
    }

    @Test
    @Requirement("R8974-014")
    void aTokenThatWasChangedDoesNotCount() {
        byte[] bytes = tokens.seal(PEER, STATE, 0).toByteArray();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(opens(PEER, Token.of(changed), 1));
        }
        for (int length = 0; length < bytes.length; length++) {
            assertFalse(opens(PEER, Token.copyOf(bytes, 0, length), 1));
        }
        assertTrue(opens(PEER, Token.of(bytes), 1));
    }

    @Test
    void survivesAnyBytes() {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            tokens.seal(PEER, STATE, i);
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            for (int zero = 0; zero < Math.min(5, bytes.length); zero++) {
                bytes[zero] = 0;
            }
            assertFalse(opens(PEER, Token.of(bytes), i));
        }
    }

    @Test
    void whatAnotherHasMadeIsNothing() {
        assertFalse(codec(1).open(PEER, tokens.seal(PEER, STATE, 0), 1).isPresent());
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertEquals(Token.MAX_LENGTH, tokens.seal(PEER, new byte[65780], 0).length());
        assertThrows(IllegalArgumentException.class, () -> tokens.seal(PEER, new byte[65781], 0));
        assertThrows(IllegalArgumentException.class, () -> new StatelessTokens(new Random(1), Duration.ZERO, 32));
        assertThrows(
                IllegalArgumentException.class, () -> new StatelessTokens(new Random(1), Duration.ofSeconds(1), 0));
    }
}
