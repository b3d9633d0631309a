package dev.pipit.coap.message;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** IP addresses written out, never looked up. */
public final class IpLiteral {
    private IpLiteral() {}

    /** The address, where the text is an IPv4 or IPv6 literal (with or without brackets, with or without a zone). */
    public static Optional<InetAddress> parse(String text) {
        boolean brackets = text.startsWith("[") && text.endsWith("]");
        String bare = brackets ? text.substring(1, text.length() - 1) : text;
        boolean shaped = bare.indexOf(':') >= 0 ? isIpv6Shaped(bare) : !brackets && isIpv4(bare);
        if (!shaped) {
            return Optional.empty();
        }
        try {
            // Of this shape, getByName parses and asks no name service.
            return Optional.of(InetAddress.getByName(bare.indexOf(':') >= 0 ? "[" + bare + "]" : bare));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Whether the text is an IPv4 or IPv6 literal without brackets; its zone need not exist on this machine. */
    static boolean isLiteral(String text) {
        return isIpv4(text) || isIpv6(text);
    }

    /** Whether the text is an IPv6 literal without brackets; its zone need not exist on this machine. */
    static boolean isIpv6(String text) {
        return normalizeIpv6(text).isPresent();
    }

    /** An IPv6 literal in the form of RFC 5952, its zone, unchanged, after a %; empty where the text is none. */
    static Optional<String> normalizeIpv6(String text) {
        int percent = text.indexOf('%');
        String address = percent < 0 ? text : text.substring(0, percent);
        String zone = percent < 0 ? "" : text.substring(percent);
        return zone.length() == 1 || address.indexOf(':') < 0
                ? Optional.empty()
                : parse(address).map(parsed -> format(parsed) + zone);
    }

    private static boolean isIpv6Shaped(String text) {
        int zone = text.indexOf('%');
        for (int i = 0; i < (zone < 0 ? text.length() : zone); i++) {
            char c = text.charAt(i);
            if (c != ':' && c != '.' && Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            // RFC 3986 §3.2.2: a dec-octet has no leading zeros (some read them as octal).
            boolean digits =
                    part.length() == 1 || ((part.length() == 2 || part.length() == 3) && part.charAt(0) != '0');
            for (int i = 0; digits && i < part.length(); i++) {
                digits = part.charAt(i) >= '0' && part.charAt(i) <= '9';
            }
            if (!digits || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    /** The address as text, IPv6 in the form of RFC 5952 and with its zone, without brackets. */
    public static String format(InetAddress address) {
        if (!(address instanceof Inet6Address ipv6)) {
            return address.getHostAddress();
        }
        int[] groups = new int[8];
        byte[] bytes = ipv6.getAddress();
        for (int i = 0; i < 8; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
        }
        int start = 0;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && groups[i + run] == 0) {
                run++;
            }
            // RFC 5952 §4.2.3: the longest run is shortened, of equal ones the first; §4.2.2: never a single group
            if (run > length) {
                start = i;
                length = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (length > 1 && i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        String host = ipv6.getHostAddress();
        int zone = host.indexOf('%');
        return zone < 0 ? text.toString() : text.append(host.substring(zone)).toString();
    }
}
