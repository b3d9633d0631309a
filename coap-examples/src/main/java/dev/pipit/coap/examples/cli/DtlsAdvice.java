package dev.pipit.coap.examples.cli;

import dev.pipit.coap.dtls.AlertReceivedException;
import dev.pipit.coap.dtls.CertificateRefusedException;
import dev.pipit.coap.dtls.HandshakeTimeoutException;
import dev.pipit.coap.dtls.RawKeyRefusedException;
import dev.pipit.coap.dtls.UnknownIdentityException;
import dev.pipit.coap.dtls.WrongKeyException;
import dev.pipit.coap.dtls.key.CertificateProblem;

/** What to do where there is no association with a server. */
final class DtlsAdvice {
    private DtlsAdvice() {}

    static String of(Exception failure) {
        if (failure instanceof WrongKeyException) {
            return "check identity and key (-u and -k, or --psk-file): the server must have the same";
        }
        if (failure instanceof UnknownIdentityException) {
            return "check the identity (-u, or --psk-file), or give the server a key for it";
        }
        if (failure instanceof HandshakeTimeoutException) {
            return "check host, port (5684 is the usual one for coaps) and firewall";
        }
        if (failure instanceof CertificateRefusedException refused) {
            return of(refused.reason());
        }
        if (failure instanceof RawKeyRefusedException) {
            return "add the key to the file of --trusted-keys, if you have it from the server's owner";
        }
        if (failure instanceof AlertReceivedException received) {
            return of(received.alert());
        }
        return "ask again; if it stays so, the server does not speak DTLS 1.2 as it should";
    }

    private static String of(CertificateProblem.Reason reason) {
        return switch (reason) {
            case EXPIRED -> "the server needs a new certificate, if the clock here is right";
            case NOT_YET_VALID -> "check the clocks";
            case WRONG_HOST -> "ask by the name that the certificate is for, or give the server one for this name";
            case UNKNOWN_ISSUER -> "give -C the certificate of the authority that issued it, if you believe it";
            default -> "the server needs another certificate";
        };
    }

    /** RFC 5246 §7.2.2: what the server may mean. */
    private static String of(int alert) {
        return switch (alert) {
            case 42, 44 -> "the server does not take our certificate: give -c another";
            case 43 -> "the server does not take certificates or raw public keys of this kind: give -c, or -M";
            case 46 ->
                "the server does not know our raw public key, or take our certificate: give it the key, or -M or -c"
                        + " another";
            case 45 -> "the server finds our certificate expired: give -c a new one, if the server's clock is right";
            case 48 -> "the server does not trust who issued our certificate: give -c one of an authority that it has";
            case 112 -> "check the host of the URI: the server has no certificate for it";
            default -> "check what the server asks for: -u and -k, -c and -C, or -M; and which cipher suites it has";
        };
    }
}
