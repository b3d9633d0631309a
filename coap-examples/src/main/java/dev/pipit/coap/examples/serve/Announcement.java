package dev.pipit.coap.examples.serve;

import dev.pipit.coap.message.IpLiteral;
import dev.pipit.coap.server.CoapServer;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** What a server says when it has started: where it is, and how to ask it. */
final class Announcement {
    private Announcement() {}

    static void print(CoapServer server, List<String> schemes, PrintStream out) {
        List<String> uris = new ArrayList<>();
        schemes.forEach(scheme -> uris.addAll(uris(server, scheme)));
        uris.forEach(out::println);
        out.println("Try: coap discover " + uris.get(0).substring("coap://".length()));
        out.flush();
    }

    private static List<String> uris(CoapServer server, String scheme) {
        List<String> uris = new ArrayList<>();
        for (InetSocketAddress address : server.addresses(scheme)) {
            if (address.getAddress().isAnyLocalAddress()) {
                uris.add(scheme + "://localhost:" + address.getPort());
                hosts().forEach(host -> uris.add(uri(scheme, host, address.getPort())));
            } else {
                uris.add(uri(scheme, address.getAddress(), address.getPort()));
            }
        }
        return uris;
    }

    private static String uri(String scheme, InetAddress address, int port) {
        String literal = IpLiteral.format(address).split("%", 2)[0];
        return scheme + "://" + (literal.indexOf(':') < 0 ? literal : "[" + literal + "]") + ":" + port;
    }

    /** The addresses at which other machines reach this one. */
    private static List<InetAddress> hosts() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }
}
