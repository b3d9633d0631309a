package dev.pipit.coap.dtls.bc;

import dev.pipit.coap.dtls.session.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.bouncycastle.tls.TlsContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the master secrets of handshakes to a file, in the format of SSLKEYLOGFILE, so that Wireshark can show what was said:
 * {@code CLIENT_RANDOM <random> <master secret>}, both in hexadecimal. From any thread.
 */
final class KeyLog {
    private static final Logger LOG = LoggerFactory.getLogger(KeyLog.class);

    private final Path file;
    private @Nullable FileChannel channel; // guarded by this
    private boolean broken; // guarded by this

    KeyLog(Path file) {
        this.file = file;
    }

    /** Opens the file, where it is not yet, and says loudly what that means. */
    synchronized void open() {
        if (channel != null || broken) {
            return;
        }
        try {
            channel = PrivateFile.append(file);
            LOG.warn(
                    "KEY LOG: the secrets of all DTLS associations are written to {}; whoever reads it can read and forge"
                            + " all that is said under them. Never leave this on in production.",
                    file);
        } catch (IOException e) {
            broken = true;
            LOG.warn("KEY LOG: {} is not written, {}", file, e.toString());
        }
    }

    synchronized void close() {
        try {
            if (channel != null) {
                channel.close();
                channel = null;
            }
        } catch (IOException e) {
            LOG.debug("{}: {}", file, e.toString());
        }
    }

    /** A handshake is done. */
    void write(TlsContext context) {
        HexFormat hex = HexFormat.of();
        byte[] random = context.getSecurityParametersConnection().getClientRandom();
        String line = "CLIENT_RANDOM " + hex.formatHex(random) + " "
                + hex.formatHex(HandshakeSecrets.masterSecret(context)) + "\n";
        write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
    }

    private synchronized void write(ByteBuffer line) {
        if (channel == null || broken) {
            return;
        }
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException e) {
            broken = true;
            LOG.warn("KEY LOG: {} is written no more, {}", file, e.toString());
        }
    }
}
