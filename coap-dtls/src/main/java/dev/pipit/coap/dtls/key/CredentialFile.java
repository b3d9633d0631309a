package dev.pipit.coap.dtls.key;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Reads a file of text, within limits, and where it holds secrets only if not everybody can. */
final class CredentialFile {
    private static final long MAX_BYTES = 1 << 20;

    private CredentialFile() {}

    static String read(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new CredentialException(file + ": is a directory (expected: a file)");
            }
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new CredentialException(
                        file + ": " + size + " bytes (expected: at most " + MAX_BYTES + " for credentials)");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CredentialException(
                    file + ": not text (expected: PEM or UTF-8; a DER certificate is converted by: "
                            + "openssl x509 -inform DER -in " + file + " -out FILE.pem)");
        } catch (NoSuchFileException e) {
            throw new CredentialException(file + ": no such file");
        } catch (FileSystemException e) {
            throw new CredentialException(file + ": cannot be read, " + reason(e), e);
        } catch (IOException e) {
            throw new CredentialException(file + ": cannot be read, " + e.getMessage(), e);
        }
    }

    /** Reads a file with private keys or pre-shared ones. */
    static String readSecret(Path file) {
        String text = read(file);
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (view == null) {
                return text; // a file system without such permissions
            }
            Set<PosixFilePermission> permissions = view.readAttributes().permissions();
            if (permissions.contains(PosixFilePermission.OTHERS_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new CredentialException(
                        file + ": holds secrets, and its permissions are " + PosixFilePermissions.toString(permissions)
                                + " (expected: nothing for others; run: chmod 600 " + file + ")");
            }
            return text;
        } catch (IOException e) {
            throw new CredentialException(file + ": its permissions cannot be read, " + e.getMessage(), e);
        }
    }

    private static String reason(FileSystemException e) {
        return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    }
}
