package dev.pipit.coap.testkit.compliance;

import java.util.List;

/** The requirement levels, strictest first: the keywords of RFC 2119, and {@code FACT}. */
final class Level {
    static final List<String> ALL =
            List.of("MUST", "MUST NOT", "FACT", "SHOULD", "SHOULD NOT", "RECOMMENDED", "NOT RECOMMENDED", "MAY");

    private Level() {}
}
