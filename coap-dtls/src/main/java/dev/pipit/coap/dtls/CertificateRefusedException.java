package dev.pipit.coap.dtls;

import dev.pipit.coap.dtls.key.CertificateProblem;

/** The peer's certificate is not one that we accept; {@link #reason()} and the message say why. */
public final class CertificateRefusedException extends DtlsException {
    private static final long serialVersionUID = 1;

    private final CertificateProblem.Reason reason;

    /** An exception for what a check has found. */
    public CertificateRefusedException(CertificateProblem problem) {
        super(problem.message());
        this.reason = problem.reason();
    }

    /** Why, for programs. */
    public CertificateProblem.Reason reason() {
        return reason;
    }
}
