package dev.pipit.coap.dtls.key;

/** One block of a PEM file (RFC 7468). */
final class PemBlock {
    private final String source;
    private final int line;
    private final String label;
    private final byte[] der;

    /**
     * Makes one.
     *
     * @param source the file, for messages
     * @param line where it begins, from 1
     * @param label CERTIFICATE, PRIVATE KEY, …
     * @param der what was in Base64; not copied
     */
    PemBlock(String source, int line, String label, byte[] der) {
        this.source = source;
        this.line = line;
        this.label = label;
        this.der = der;
    }

    String source() {
        return source;
    }

    String label() {
        return label;
    }

    byte[] der() {
        return der;
    }

    /** Where it is, for messages. */
    String where() {
        return source + " line " + line;
    }

    /** Without the content, which may be a key. */
    @Override
    public String toString() {
        return where() + ": " + label;
    }
}
