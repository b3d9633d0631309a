package dev.pipit.coap.testkit.compliance;

import java.util.Set;

/**
 * One row of a requirement table.
 *
 * @param id for example {@code R7252-012}
 * @param section the section, or sections, of the RFC that say so
 * @param level the RFC 2119 keyword, or {@code FACT} for defined behaviour that the text states without one
 * @param role who has to: client, server, both, proxy or cache
 * @param statement the requirement in short
 */
record Row(String id, String section, String level, String role, String statement) {
    private static final Set<String> ENDPOINT_ROLES = Set.of("client", "server", "both");
    private static final Set<String> BINDING_LEVELS = Set.of("MUST", "MUST NOT");

    Row {
        if (!id.matches("R\\d{4,5}-\\d{3}")) {
            throw new IllegalArgumentException("id: " + id + " (expected: R, the RFC, a dash and three digits)");
        }
        if (!Level.ALL.contains(level)) {
            throw new IllegalArgumentException(id + ": level " + level + " (expected: one of " + Level.ALL + ")");
        }
    }

    /** Whether an endpoint, which is a client or a server, cannot do without it. */
    boolean bindsEndpoint() {
        return BINDING_LEVELS.contains(level) && ENDPOINT_ROLES.contains(role);
    }
}
