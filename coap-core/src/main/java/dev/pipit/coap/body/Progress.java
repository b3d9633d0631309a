package dev.pipit.coap.body;

import java.util.OptionalLong;

/**
 * How far a body has come.
 *
 * @param done bytes that the other side has confirmed, or that have come in
 * @param total bytes in all, where it is known; what a peer announced may turn out to be wrong
 */
public record Progress(long done, OptionalLong total) {
    /** As "512 of 2048 bytes". */
    @Override
    public String toString() {
        return total.isPresent() ? done + " of " + total.getAsLong() + " bytes" : done + " bytes";
    }
}
