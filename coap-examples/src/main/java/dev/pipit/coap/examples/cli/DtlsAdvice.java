package dev.pipit.coap.examples.cli;

import dev.pipit.coap.dtls.AlertReceivedException;
import dev.pipit.coap.dtls.HandshakeTimeoutException;
import dev.pipit.coap.dtls.UnknownIdentityException;
import dev.pipit.coap.dtls.WrongKeyException;

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
        if (failure instanceof AlertReceivedException) {
            return "check that the server takes pre-shared keys, and which cipher suites it has";
        }
        return "ask again; if it stays so, the server does not speak DTLS 1.2 as it should";
    }
}
