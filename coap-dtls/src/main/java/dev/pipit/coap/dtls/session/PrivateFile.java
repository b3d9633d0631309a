package dev.pipit.coap.dtls.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files for their owner alone. */
public final class PrivateFile {
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rw-------");

    private PrivateFile() {}

    /** Replaces a file as a whole: at each moment there is the old one or the new one, also after a loss of power. */
    static void replace(Path file, byte[] contents) throws IOException {
        Path directory = directoryOf(file);
        Path next = Files.createTempFile(directory, file.getFileName() + ".", ".new", attributes(directory));
        try {
            try (FileChannel out = FileChannel.open(next, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(contents);
                while (left.hasRemaining()) {
                    out.write(left);
                }
                out.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /**
     * Opens a file to write at its end; where it was not there, it is made for its owner alone.
     *
     * @throws IOException if that cannot be, or others can read it
     */
    public static FileChannel append(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null
                && Files.exists(file)
                && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
            throw new IOException("others can read it (run: chmod 600 " + file + ")");
        }
        Set<OpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        return FileChannel.open(file, options, attributes(directoryOf(file)));
    }

    private static Path directoryOf(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException("is a directory (expected: a file)");
        }
        return directory;
    }

    private static FileAttribute<?>[] attributes(Path directory) throws IOException {
        return Files.getFileStore(directory).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNERS)}
                : new FileAttribute<?>[0];
    }
}
