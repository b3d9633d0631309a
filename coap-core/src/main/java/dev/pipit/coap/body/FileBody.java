package dev.pipit.coap.body;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** The content of a file; of a pipe or device, too, but that has no length and is read once. */
final class FileBody implements Body {
    private final Path file;
    private final OptionalLong length;
    private final OptionalLong version;

    private FileBody(Path file, boolean regular) throws IOException {
        this.file = file;
        this.length = regular ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
        this.version = regular ? OptionalLong.of(versionOf(file)) : OptionalLong.empty();
    }

    private static long versionOf(Path file) throws IOException {
        return Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS) * 31 + Files.size(file);
    }

    static FileBody of(Path file) {
        try {
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file.toString(), null, "no such file");
            }
            if (Files.isDirectory(file) || !Files.isReadable(file)) {
                throw new IOException(file + ": (expected: a file that can be read)");
            }
            return new FileBody(file, Files.isRegularFile(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Override
    public OptionalLong length() {
        return length;
    }

    @Override
    public OptionalLong version() {
        return version;
    }

    @Override
    public boolean isRepeatable() {
        return length.isPresent();
    }

    @Override
    public BodySource open(Execution execution, int readAheadBytes) {
        return new BufferedSource(
                execution,
                this,
                readAheadBytes,
                (into, offset) -> new StreamSupply(execution, into, () -> openAt(offset)));
    }

    private InputStream openAt(long offset) throws IOException {
        InputStream stream = Files.newInputStream(file);
        try {
            if (offset > 0 && version.isPresent() && version.getAsLong() != versionOf(file)) {
                throw new IOException("it has changed");
            }
            stream.skipNBytes(offset);
            return stream;
        } catch (EOFException e) {
            stream.close();
            throw new EOFException("it has less than " + offset + " bytes");
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
