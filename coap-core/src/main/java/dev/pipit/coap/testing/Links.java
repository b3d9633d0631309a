package dev.pipit.coap.testing;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** The conditions between each two hosts of a {@link VirtualNetwork}, and what is to be lost next. */
final class Links {
    private final Map<Link, LinkConditions> links = new HashMap<>();
    private final Map<Link, Integer> drops = new HashMap<>();
    private LinkConditions otherwise = LinkConditions.PERFECT;

    private record Link(InetAddress from, InetAddress to) {}

    private static Link link(String from, String to) {
        return new Link(Addresses.host(from), Addresses.host(to));
    }

    void setOtherwise(LinkConditions conditions) {
        otherwise = conditions;
    }

    void set(String from, String to, LinkConditions conditions) {
        links.put(link(from, to), conditions);
    }

    void reset(String from, String to) {
        links.remove(link(from, to));
    }

    void dropNext(String from, String to, int count) {
        drops.merge(link(from, to), count, Integer::sum);
    }

    LinkConditions conditions(InetAddress from, InetAddress to) {
        return links.getOrDefault(new Link(from, to), otherwise);
    }

    /** Whether this datagram is one of those that {@link #dropNext} asked for. */
    boolean takeDrop(InetAddress from, InetAddress to) {
        Link link = new Link(from, to);
        int left = drops.getOrDefault(link, 0);
        if (left > 0) {
            drops.put(link, left - 1);
        }
        return left > 0;
    }
}
