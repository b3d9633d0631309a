package dev.pipit.coap.freshness;

/**
 * What a server does before it sends a peer more than three times the bytes that came from there, while it does not know
 * whether anybody receives at that address (RFC 7252 §11.3, RFC 9175 §2.4).
 */
public enum AmplificationMitigation {
    /** Nothing: for networks where no address can be forged, and for load generators. */
    OFF,
    /**
     * The peer is pinged, and the response waits for the answer, which every CoAP endpoint gives (RFC 7252 §4.3). Where
     * none comes, the response goes in a small block with an Echo option.
     */
    PING,
    /** GET and FETCH are answered 4.01 with an Echo option; other responses go in a small block with one. */
    ECHO
}
