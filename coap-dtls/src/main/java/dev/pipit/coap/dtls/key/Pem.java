package dev.pipit.coap.dtls.key;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads PEM (RFC 7468); text between the blocks is passed over, as openssl writes some. */
final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private Pem() {}

    /** All blocks, at least one. */
    static List<PemBlock> parse(String source, String text) {
        String[] lines = text.split("\r\n|\n|\r", -1);
        List<PemBlock> blocks = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
                int end = end(source, lines, i, line.substring(BEGIN.length(), line.length() - DASHES.length()));
                blocks.add(block(source, lines, i, end));
                i = end;
            } else if (line.startsWith(END)) {
                throw new CredentialException(
                        source + " line " + (i + 1) + ": " + line + " without its BEGIN (expected: whole PEM blocks)");
            }
        }
        if (blocks.isEmpty()) {
            throw new CredentialException(source + ": no PEM block (expected: -----BEGIN ...-----)");
        }
        return List.copyOf(blocks);
    }

    private static int end(String source, String[] lines, int begin, String label) {
        for (int i = begin + 1; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.equals(END + label + DASHES)) {
                return i;
            }
            if (line.startsWith(DASHES)) {
                throw new CredentialException(
                        source + " line " + (i + 1) + ": " + line + " (expected: " + END + label + DASHES + ")");
            }
        }
        throw new CredentialException(source + " line " + (begin + 1) + ": BEGIN " + label
                + " without an end (expected: " + END + label + DASHES + ")");
    }

    private static PemBlock block(String source, String[] lines, int begin, int end) {
        String label = lines[begin].strip();
        label = label.substring(BEGIN.length(), label.length() - DASHES.length());
        StringBuilder base64 = new StringBuilder();
        for (int i = begin + 1; i < end; i++) {
            String line = lines[i].strip();
            // RFC 7468 has no headers; those of RFC 1421 mark keys encrypted in openssl's old way.
            if (line.startsWith("Proc-Type:") && line.contains("ENCRYPTED")) {
                throw PrivateKeys.encrypted(source + " line " + (begin + 1), source);
            }
            if (!line.matches("[A-Za-z0-9+/=]*")) {
                throw new CredentialException(source + " line " + (i + 1) + ": not Base64 (expected: the " + label
                        + " that began in line " + (begin + 1) + ")");
            }
            base64.append(line);
        }
        try {
            byte[] der = Base64.getDecoder().decode(base64.toString());
            if (der.length > 0) {
                return new PemBlock(source, begin + 1, label, der);
            }
        } catch (IllegalArgumentException e) {
            throw new CredentialException(source + " line " + (begin + 1) + ": " + label
                    + " is not Base64 as a whole (expected: nothing missing or added)");
        }
        throw new CredentialException(source + " line " + (begin + 1) + ": " + label + " is empty");
    }
}
