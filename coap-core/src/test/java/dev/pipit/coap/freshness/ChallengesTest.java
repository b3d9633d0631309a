package dev.pipit.coap.freshness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.Peer;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.testkit.Requirement;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChallengesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NONE = Long.MAX_VALUE;
    private static final Peer PEER = Peer.of(new InetSocketAddress("192.0.2.2", 40000));

    private final Challenges challenges = new Challenges(new SplittableRandom(1));

    private record Named(String name) implements PeerIdentity {
        @Override
        public boolean isSecure() {
            return true;
        }
    }

    @Test
    @Requirement({"R9175-003", "R9175-031"})
    void knowsTheAgeOfItsOwnValues() {
        byte[] echo = challenges.issue(PEER, 5 * SECOND);
        for (int seconds : new int[] {0, 1, 60, 86_400, 1_000_000}) {
            long age = challenges.ageNanos(PEER, echo, (5 + seconds) * SECOND);
            assertEquals(seconds, age / 1e9, 0.2);
        }
    }

    @Test
    void takesAValueOfTheFutureForAVeryOldOne() {
        byte[] echo = challenges.issue(PEER, 500 * SECOND);
        assertTrue(challenges.ageNanos(PEER, echo, 100 * SECOND) > 1_000_000 * SECOND);
    }

    @Test
    @Requirement({"R9175-003", "R9175-014", "R9175-009"})
    void refusesAValueOfAnotherAddressPortOrIdentity() {
        byte[] echo = challenges.issue(PEER, SECOND);
        InetSocketAddress address = PEER.address();
        assertEquals(NONE, challenges.ageNanos(Peer.of(new InetSocketAddress("192.0.2.3", 40000)), echo, SECOND));
        assertEquals(NONE, challenges.ageNanos(Peer.of(new InetSocketAddress("192.0.2.2", 40001)), echo, SECOND));
        assertEquals(NONE, challenges.ageNanos(Peer.of(new InetSocketAddress("::1", 40000)), echo, SECOND));
        assertEquals(NONE, challenges.ageNanos(new Peer(address, new Named("a")), echo, SECOND));
        byte[] secure = challenges.issue(new Peer(address, new Named("a")), SECOND);
        assertEquals(0, challenges.ageNanos(new Peer(address, new Named("a")), secure, SECOND));
        assertEquals(NONE, challenges.ageNanos(new Peer(address, new Named("b")), secure, SECOND));
    }

    @Test
    @Requirement({"R9175-032", "R9175-003"})
    void refusesAValueOfAnEndpointBefore() {
        byte[] echo = challenges.issue(PEER, SECOND);
        assertEquals(NONE, new Challenges(new SplittableRandom(2)).ageNanos(PEER, echo, SECOND));
    }

    @Test
    @Requirement("R9175-003")
    void refusesWhateverElseItIsGiven() {
        byte[] echo = challenges.issue(PEER, SECOND);
        Random random = new Random(3);
        for (int length = 0; length < 60; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            assertEquals(NONE, challenges.ageNanos(PEER, bytes, SECOND));
            if (length != echo.length) {
                assertEquals(NONE, challenges.ageNanos(PEER, Arrays.copyOf(echo, length), SECOND));
            }
        }
        for (int bit = 0; bit < echo.length * 8; bit++) {
            byte[] forged = echo.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            assertEquals(NONE, challenges.ageNanos(PEER, forged, SECOND));
        }
        assertEquals(0, challenges.ageNanos(PEER, echo, SECOND));
    }

    @Test
    @Requirement("R9175-030")
    void hasACodeOfSixtyFourBits() {
        byte[] echo = challenges.issue(PEER, SECOND);
        assertEquals(4 + 64 / 8, echo.length);
        assertTrue(StandardOptions.ECHO.allowsLength(echo.length));
        assertArrayEquals(echo, challenges.issue(PEER, SECOND));
    }

    @Test
    @Requirement("R9175-033")
    void doesNotShowForHowLongTheServerHasRun() {
        byte[] one = new Challenges(new SplittableRandom(8)).issue(PEER, 0);
        byte[] other = new Challenges(new SplittableRandom(9)).issue(PEER, 0);
        assertFalse(Arrays.equals(one, 0, 4, other, 0, 4));
    }
}
