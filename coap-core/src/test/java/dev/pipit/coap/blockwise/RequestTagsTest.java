package dev.pipit.coap.blockwise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.option.StandardOptions;
import dev.pipit.coap.peer.PeerIdentity;
import dev.pipit.coap.peer.PeerSlot;
import dev.pipit.coap.peer.PeerTable;
import dev.pipit.coap.testkit.Requirement;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestTagsTest {
    private final PeerTable peers = new PeerTable(2, 1, new Random(1));
    private final RequestTags tags = new RequestTags();

    private PeerSlot peer(int port) {
        InetSocketAddress address = InetSocketAddress.createUnresolved("a", port);
        return Objects.requireNonNull(peers.touch(address, PeerIdentity.NONE, 0));
    }

    private static byte[] tagIn(Request request) {
        return request.options().all(StandardOptions.REQUEST_TAG).get(0);
    }

    @Test
    void givesNoTagWhereNothingElseIsUnderWay() {
        Request put = Request.builder(Code.PUT).path("/a").build();
        Request post = Request.builder(Code.POST).path("/a").build();
        Request other = Request.builder(Code.PUT).path("/b").build();

        assertSame(put, tags.claim(peer(1), put).applyTo(put));
        assertSame(put, tags.claim(peer(2), put).applyTo(put));
        assertSame(post, tags.claim(peer(1), post).applyTo(post));
        assertSame(other, tags.claim(peer(1), other).applyTo(other));
    }

    @Test
    @Requirement("R9175-024")
    void givesTagsThatAreNotInUse() {
        Request put = Request.builder(Code.PUT).path("/a").build();
        RequestTags.Claim first = tags.claim(peer(1), put);
        RequestTags.Claim second = tags.claim(peer(1), put);
        RequestTags.Claim third = tags.claim(peer(1), put);
        assertArrayEquals(new byte[] {1}, tagIn(second.applyTo(put)));
        assertArrayEquals(new byte[] {2}, tagIn(third.applyTo(put)));

        tags.release(second);
        second = tags.claim(peer(1), put);
        assertArrayEquals(new byte[] {1}, tagIn(second.applyTo(put)));
        tags.release(first);
        tags.release(second);
        assertEquals(1, tags.size());
        tags.release(third);
        assertEquals(0, tags.size());
    }
}
