package dev.pipit.coap.dtls.association;

import java.net.InetSocketAddress;

/**
 * The other event loops of a server. A peer with a connection ID may send from a new address, and the system then hands its
 * datagrams to another loop's socket: the ID says whose they are, and they are passed on.
 */
public interface Neighbours {
    /** There are none. */
    Neighbours NONE = new Neighbours() {
        @Override
        public boolean pass(int loop, InetSocketAddress from, byte[] bytes, int length) {
            return false;
        }

        @Override
        public void leave() {}
    };

    /**
     * Passes a datagram on; the bytes are copied.
     *
     * @param loop the number of a loop, as far as the sender of the datagram says so
     * @return false where there is no such loop, or it has too much to do
     */
    boolean pass(int loop, InetSocketAddress from, byte[] bytes, int length);

    /** This loop is there no more. */
    void leave();
}
