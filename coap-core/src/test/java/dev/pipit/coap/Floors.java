package dev.pipit.coap;

import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Set;

/** Which floor of the stack each package stands on; an import points to a lower floor only. */
final class Floors {
    static final String ROOT = "dev.pipit.coap";

    private static final Map<String, Integer> FLOORS = Map.ofEntries(
            entry("server", 12),
            entry("client", 12),
            entry("proxy", 12),
            entry("directory", 12),
            entry("pubsub", 12),
            entry("testing", 12),
            entry("transport", 11),
            entry("worker", 11),
            entry("endpoint", 10),
            entry("resource", 9),
            entry("observe", 8),
            entry("blockwise", 7),
            entry("exchange", 6),
            entry("freshness", 6),
            entry("reliability", 5),
            entry("cache", 4),
            entry("port", 4),
            entry("event", 3),
            entry("timer", 3),
            entry("codec", 2),
            entry("link", 2),
            entry("peer", 2),
            entry("message", 1),
            entry("option", 0),
            entry("body", 0),
            entry("crypto", 0));

    /** Floors up to this one do no I/O. */
    private static final int HIGHEST_CORE_FLOOR = 10;

    private static final Set<String> DOORS = Set.of("server", "client");
    private static final Set<String> USERS_OF_DOORS = Set.of("proxy", "directory", "pubsub", "testing");

    private Floors() {}

    /** The package below the root that the class is in, whole or in part: {@code transport} for transport.udp. */
    static String packageOf(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        if (!name.startsWith(ROOT + ".")) {
            return "";
        }
        String below = name.substring(ROOT.length() + 1);
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }

    static boolean isKnown(String floorPackage) {
        return FLOORS.containsKey(floorPackage);
    }

    static boolean isCore(JavaClass type) {
        Integer floor = FLOORS.get(packageOf(type));
        return floor != null && floor <= HIGHEST_CORE_FLOOR;
    }

    /** The one place where bytes pass between the event loop and other threads (docs/architecture/decisions.md). */
    static boolean isBetweenThreads(JavaClass type) {
        return packageOf(type).equals("body");
    }

    static boolean mayImport(String from, String to) {
        return from.equals(to)
                || FLOORS.get(to) < FLOORS.get(from)
                || USERS_OF_DOORS.contains(from) && DOORS.contains(to);
    }
}
