package dev.pipit.coap.dtls.key;

/**
 * Why a peer's certificate is not accepted.
 *
 * @param reason for programs, and to be counted
 * @param message one line for people, with what was found and what was expected
 */
public record CertificateProblem(Reason reason, String message) {
    /** The kinds of problems. */
    public enum Reason {
        /** The peer sent no certificate. */
        NO_CERTIFICATE,
        /** More certificates than are looked at. */
        CHAIN_TOO_LONG,
        /** A certificate of the chain is not valid any more. */
        EXPIRED,
        /** A certificate of the chain is not valid yet, or the clock is wrong. */
        NOT_YET_VALID,
        /** No trust anchor has issued the chain. */
        UNKNOWN_ISSUER,
        /** A certificate was not signed by who it says. */
        BAD_SIGNATURE,
        /** An issuer in the chain is no certification authority, or not for chains of this length. */
        NOT_AN_AUTHORITY,
        /** A key or hash that is too weak for the JVM's {@code jdk.certpath.disabledAlgorithms}. */
        WEAK_ALGORITHM,
        /** The certificate's key usage or extended key usage is another one. */
        NOT_FOR_THIS_USE,
        /** The certificate is another host's. */
        WRONG_HOST,
        /** The chain is not valid for another reason (RFC 5280 §6). */
        INVALID_CHAIN
    }
}
