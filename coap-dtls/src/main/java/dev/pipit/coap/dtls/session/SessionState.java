package dev.pipit.coap.dtls.session;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What has to be known of a session to resume it (RFC 5246 §7.3). It has an extended master secret: others are not
 * resumed (RFC 7627 §5.3). The arrays are not copied.
 *
 * @param id 1-32 bytes
 * @param masterSecret 48 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares sessions
public record SessionState(byte[] id, byte[] masterSecret, Terms terms, Proof proof) {
    private static final int MAX_CERTIFICATES = 16;

    /**
     * What was agreed on.
     *
     * @param suite the cipher suite
     * @param maxFragmentLength the code of RFC 6066 §4; 0 for none
     * @param serverName the name that the client asked for (RFC 6066 §3), or empty
     * @param createdSeconds when the full handshake was, in seconds since 1970
     */
    public record Terms(int suite, int maxFragmentLength, String serverName, long createdSeconds) {}

    /**
     * Who has proved what.
     *
     * @param pskIdentity the identity of the pre-shared key, or empty
     * @param certificateType the type of the peer's certificates (RFC 7250); 0 is X.509
     * @param certificates the peer's, its own first; empty with a pre-shared key
     * @param credential stands for our own credential of that time, without giving it away
     */
    @SuppressWarnings("ArrayRecordComponent") // as above
    public record Proof(String pskIdentity, int certificateType, List<byte[]> certificates, byte[] credential) {}

    /** All of it in one array. */
    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, id);
            write(out, masterSecret);
            out.writeShort(terms.suite);
            out.writeByte(terms.maxFragmentLength);
            out.writeUTF(terms.serverName);
            out.writeLong(terms.createdSeconds);
            out.writeUTF(proof.pskIdentity);
            out.writeByte(proof.certificateType);
            out.writeByte(proof.certificates.size());
            for (byte[] certificate : proof.certificates) {
                write(out, certificate);
            }
            write(out, proof.credential);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, byte[] part) throws IOException {
        out.writeShort(part.length);
        out.write(part);
    }

    /** What {@link #encode} has written. */
    static SessionState decode(byte[] encoded) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded));
        byte[] id = read(in);
        byte[] masterSecret = read(in);
        int suite = in.readUnsignedShort();
        int maxFragmentLength = in.readUnsignedByte();
        String serverName = in.readUTF();
        Terms terms = new Terms(suite, maxFragmentLength, serverName, in.readLong());
        String pskIdentity = in.readUTF();
        int certificateType = in.readUnsignedByte();
        List<byte[]> certificates = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            certificates.add(read(in));
        }
        byte[] credential = read(in);
        if (in.available() > 0) {
            throw new IOException("a session with " + in.available() + " bytes too many");
        }
        return new SessionState(
                id,
                masterSecret,
                terms,
                new Proof(pskIdentity, certificateType, List.copyOf(certificates), credential));
    }

    private static byte[] read(DataInputStream in) throws IOException {
        byte[] part = new byte[in.readUnsignedShort()];
        in.readFully(part);
        return part;
    }

    /** Whether {@link #encode} can write it. */
    boolean isStorable() {
        return proof.certificates.size() <= MAX_CERTIFICATES
                && proof.certificates.stream().allMatch(certificate -> certificate.length <= 0xffff);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "SessionState[" + terms + "]";
    }
}
