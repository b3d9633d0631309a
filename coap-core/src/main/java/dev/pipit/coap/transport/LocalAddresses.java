package dev.pipit.coap.transport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of this machine that need a socket of their own beside the wildcard's.
 *
 * <p>From a wildcard socket the system chooses the source address of each datagram, and where a machine has several
 * addresses of a family (a second one by hand, the temporary ones of IPv6) it may choose another than the one that was
 * asked. But RFC 7252 §5.3.2 has the client ignore a response from another address.
 */
final class LocalAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(LocalAddresses.class);

    private LocalAddresses() {}

    /** Those addresses, as they are now. */
    static List<InetAddress> ambiguous() {
        List<InetAddress> all = new ArrayList<>();
        try {
            NetworkInterface.networkInterfaces()
                    .filter(LocalAddresses::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .forEach(all::add);
        } catch (SocketException e) {
            LOG.debug("no list of network interfaces", e);
        }
        return ambiguous(all);
    }

    private static boolean isUp(NetworkInterface candidate) {
        try {
            return candidate.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    /** Of these, the ones of a family that has several to choose from; those of narrow scope are no choice. */
    static List<InetAddress> ambiguous(List<InetAddress> all) {
        List<InetAddress> chosen = new ArrayList<>(ifSeveral(all, Inet4Address.class::isInstance));
        chosen.addAll(ifSeveral(all, address -> !(address instanceof Inet4Address)));
        return chosen;
    }

    private static List<InetAddress> ifSeveral(List<InetAddress> all, Predicate<InetAddress> family) {
        List<InetAddress> wide = all.stream()
                .filter(family)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
        return wide.size() > 1 ? wide : List.of();
    }
}
