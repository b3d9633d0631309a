package dev.pipit.coap.examples.cli;

import dev.pipit.coap.option.EntityTag;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A download that is not complete: {@code F.part}, and beside it {@code F.part.etag} that says of which representation
 * it is. It takes the place of {@code F} when it is complete.
 */
final class PartialFile {
    private final Path file;
    private final Path part;
    private final Path note;

    /** What was there when it broke off. */
    record Beginning(long bytes, EntityTag tag) {}

    private PartialFile(Path file) {
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        this.note = file.resolveSibling(file.getFileName() + ".part.etag");
    }

    /** That of a file, which need not exist; where it is a link, it stays one. */
    static PartialFile of(Path file) throws IOException {
        return new PartialFile(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath());
    }

    /** The file that the bytes are in. */
    Path part() {
        return part;
    }

    /** What there is of a resource; empty where there is nothing, or nothing that can be gone on with. */
    Optional<Beginning> beginning(String uri) throws IOException {
        try {
            List<String> lines = Files.readAllLines(note);
            long bytes = Files.size(part);
            if (bytes == 0 || lines.size() != 2 || !lines.get(1).equals(uri)) {
                return Optional.empty();
            }
            return Optional.of(new Beginning(bytes, EntityTag.of(HexFormat.of().parseHex(lines.get(0)))));
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Opens it for what comes, and notes of which representation that is; without a tag, that nobody knows.
     *
     * @param offset how many of the bytes that are there are kept
     * @throws IOException if it cannot be written, or another program does so
     */
    OutputStream open(long offset, String uri, Optional<EntityTag> tag) throws IOException {
        FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            lock(channel);
            if (tag.isPresent()) {
                Files.write(note, List.of(HexFormat.of().formatHex(tag.get().toByteArray()), uri));
            } else {
                Files.deleteIfExists(note);
            }
            channel.truncate(offset);
            channel.position(offset);
            return Channels.newOutputStream(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** It is held until the channel is closed. */
    private void lock(FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // Somebody in this process has it.
        }
        throw new IOException(part + ": is being written by another program");
    }

    /** Puts it where it belongs. */
    void complete() throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(note);
    }

    /** Removes it. */
    void discard() throws IOException {
        Files.deleteIfExists(note);
        Files.deleteIfExists(part);
    }
}
