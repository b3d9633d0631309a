package dev.pipit.coap.peer;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * Addresses as the keys of a map. The hash that the JDK gives them is a sum, so that whoever has a network of IPv6 addresses,
 * or forges those of IPv4, could have all of them lie in one place of the map; this one nobody can foresee.
 */
final class AddressKeys {
    // One for each part: with factors that are known, parts can be chosen whose products make up for each other.
    private final long highFactor;
    private final long lowFactor;
    private final long portFactor;

    /**
     * Keys that are comparable with each other, and with no others.
     *
     * @param random what the hash depends on; unguessable outside of tests
     */
    AddressKeys(RandomGenerator random) {
        highFactor = random.nextLong() | 1;
        lowFactor = random.nextLong() | 1;
        portFactor = random.nextLong() | 1;
    }

    /** The key for an address. */
    Object keyOf(InetSocketAddress address) {
        return new AddressKey(address, hash(address));
    }

    private int hash(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        long high = 0;
        long low;
        if (ip instanceof Inet4Address) {
            low = ip.hashCode(); // which is all of it
        } else if (ip != null) {
            ByteBuffer bytes = ByteBuffer.wrap(ip.getAddress());
            high = bytes.getLong();
            low = bytes.getLong();
        } else {
            low = address.getHostString().hashCode();
        }
        return (int) ((high * highFactor + low * lowFactor + address.getPort() * portFactor) >>> 32);
    }

    private static final class AddressKey {
        private final InetSocketAddress address;
        private final int hash;

        AddressKey(InetSocketAddress address, int hash) {
            this.address = address;
            this.hash = hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof AddressKey key && hash == key.hash && address.equals(key.address);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
