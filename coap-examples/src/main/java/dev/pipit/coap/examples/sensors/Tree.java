package dev.pipit.coap.examples.sensors;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file tree with the kernel's files in it: the machine's own, or a recorded one. Files are named as they are on the
 * machine, {@code /proc/loadavg}, wherever the tree's root is. Reads are bounded and never wait for a writer.
 */
record Tree(Path root) {

    /** Whether this is the machine's own tree, so that the JDK may be asked about it as well. */
    boolean isMachine() {
        Path absolute = root.toAbsolutePath().normalize();
        return absolute.equals(absolute.getRoot());
    }

    boolean isFile(String file) {
        return Files.isRegularFile(path(file));
    }

    /**
     * The file's text, without white space or NUL at its ends.
     *
     * @throws SensorException if there is no such regular file, it cannot be read, or it exceeds 64 KiB
     */
    String read(String file) throws SensorException {
        byte[] bytes = bytes(file);
        if (bytes.length > MAX_BYTES) {
            throw new SensorException(file + ": too long (expected: at most " + MAX_BYTES + " bytes)", null);
        }
        return text(bytes);
    }

    /** The file's first line, however long the file is. */
    String firstLine(String file) throws SensorException {
        String text = text(bytes(file));
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    /** As {@link #read}, or null where that throws: for files that only add to what is known. */
    @Nullable
    String readIfPresent(String file) {
        try {
            return isFile(file) ? read(file) : null;
        } catch (SensorException e) {
            return null;
        }
    }

    /** Replaces the file's content; never creates one. */
    void write(String file, String text) throws SensorException {
        Path path = path(file);
        if (!Files.isRegularFile(path)) {
            throw missing(file, path);
        }
        try (OutputStream out =
                Files.newOutputStream(path, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /** The names in a directory, in {@link Names#compare order}; none if it cannot be read, 1024 at most. */
    List<String> list(String directory) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(directory))) {
            for (Path entry : entries) {
                if (names.size() == MAX_ENTRIES) {
                    break;
                }
                names.add(String.valueOf(entry.getFileName()));
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        names.sort(Names::compare);
        return names;
    }

    /** How many entries of a directory have a number for a name: in {@code /proc}, the processes. */
    int countNumbers(String directory) throws SensorException {
        int count = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(directory))) {
            for (Path entry : entries) {
                if (Names.isNumber(String.valueOf(entry.getFileName()))) {
                    count++;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new SensorException(directory + ": cannot be listed", e);
        }
        return count;
    }

    private Path path(String file) {
        return root.resolve(file.substring(1));
    }

    private byte[] bytes(String file) throws SensorException {
        Path path = path(file);
        // A named pipe would keep the reader waiting.
        if (!Files.isRegularFile(path)) {
            throw missing(file, path);
        }
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replace('\0', ' ').strip();
    }

    private static SensorException missing(String file, Path path) {
        return new SensorException(file + (Files.exists(path) ? ": not a regular file" : ": no such file"), null);
    }

    private static SensorException failed(String file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new SensorException(file + ": no such file", e);
        }
        if (e instanceof AccessDeniedException) {
            return new SensorException(file + ": permission denied", e);
        }
        // What the kernel says of a device that does not answer, such as "Input/output error".
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return new SensorException(file + ": " + (reason == null ? "cannot be read or written" : reason), e);
    }

    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_ENTRIES = 1024;
}
