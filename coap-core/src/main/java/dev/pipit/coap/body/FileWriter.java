package dev.pipit.coap.body;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes streams to files. */
final class FileWriter {
    private FileWriter() {}

    /** To a file beside it first, which then takes its place. */
    static long replace(Path file, InputStream in) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            try (OutputStream out = Files.newOutputStream(file)) {
                return in.transferTo(out);
            }
        }
        // Where there is a link, it stays, and what it points to is replaced.
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path part = createBeside(target);
        try {
            long count;
            try (OutputStream out = Files.newOutputStream(part)) {
                count = in.transferTo(out);
            }
            move(part, target);
            return count;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    static long append(Path file, InputStream in) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            return in.transferTo(out);
        }
    }

    private static Path createBeside(Path target) throws IOException {
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException(target + " (expected: a file)");
        }
        // As for any new file, the umask decides; a temporary one would be the owner's alone.
        FileAttribute<?>[] access =
                folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-"))
                        }
                        : new FileAttribute<?>[0];
        return Files.createTempFile(folder, "." + target.getFileName() + ".", ".part", access);
    }

    private static void move(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
