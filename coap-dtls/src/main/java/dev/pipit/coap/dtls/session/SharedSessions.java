package dev.pipit.coap.dtls.session;

import dev.pipit.coap.dtls.SessionFile;
import dev.pipit.coap.dtls.SessionLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of one server or client, for its event loops: the first one that begins has them loaded, the last one that
 * ends has them saved. A file that cannot be read or written is told in one line of the log, and nothing else suffers.
 */
public final class SharedSessions {
    private static final Logger LOG = LoggerFactory.getLogger(SharedSessions.class);
    private static final long MAX_FILE_BYTES = 1L << 30;

    private final SessionStore store;
    private final @Nullable Path path;
    private final @Nullable SessionCipher cipher;
    private int users; // guarded by this
    private boolean loaded; // guarded by this

    /** Those of a server or client; without a file they are kept in memory alone. */
    public SharedSessions(SessionLimits limits, @Nullable SessionFile file, boolean server) {
        this.store = new SessionStore(limits);
        this.path = file == null ? null : file.path();
        this.cipher = file == null
                ? null
                : new SessionCipher(file.key(), server ? SessionCipher.Role.SERVER : SessionCipher.Role.CLIENT);
    }

    /** The sessions. */
    public SessionStore store() {
        return store;
    }

    /** An event loop begins to use them. */
    public synchronized void open(long nowSeconds) {
        users++;
        if (!loaded && path != null && cipher != null) {
            load(path, cipher, nowSeconds);
        }
        loaded = true;
    }

    /** An event loop uses them no more. */
    public synchronized void close(long nowSeconds) {
        users--;
        if (users == 0 && path != null && cipher != null) {
            save(path, cipher, nowSeconds);
        }
    }

    private void load(Path file, SessionCipher decryption, long nowSeconds) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new IOException("more than " + MAX_FILE_BYTES + " bytes");
            }
            int count = read(decryption.decrypt(Files.readAllBytes(file)), nowSeconds);
            LOG.info("{}: {} DTLS sessions loaded", file, count);
        } catch (NoSuchFileException e) {
            LOG.debug("{}: no DTLS sessions there yet", file);
        } catch (IOException e) {
            LOG.warn("{}: no DTLS sessions loaded, {}", file, reason(e));
        }
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return e.getClass() == IOException.class && message != null ? message : e.toString();
    }

    private int read(byte[] sessions, long nowSeconds) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(sessions));
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            String key = in.readUTF();
            int length = in.readInt();
            if (length < 0 || length > in.available()) {
                throw new IOException("damaged: a session of " + length + " bytes");
            }
            byte[] encoded = new byte[length];
            in.readFully(encoded);
            store.put(key, SessionState.decode(encoded));
        }
        store.removeOver(nowSeconds);
        return store.size();
    }

    private void save(Path file, SessionCipher encryption, long nowSeconds) {
        try {
            ByteArrayOutputStream sessions = new ByteArrayOutputStream();
            int count = write(sessions, nowSeconds);
            PrivateFile.replace(file, encryption.encrypt(sessions.toByteArray()));
            LOG.info("{}: {} DTLS sessions saved", file, count);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{}: the DTLS sessions are not saved, {}", file, e.toString());
        }
    }

    private int write(ByteArrayOutputStream sessions, long nowSeconds) throws IOException {
        store.removeOver(nowSeconds);
        try (DataOutputStream out = new DataOutputStream(sessions)) {
            out.writeInt(store.size());
            store.forEach((key, encoded) -> {
                try {
                    out.writeUTF(key);
                    out.writeInt(encoded.length);
                    out.write(encoded);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return store.size();
    }
}
