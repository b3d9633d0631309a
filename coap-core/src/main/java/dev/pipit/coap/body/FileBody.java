package dev.pipit.coap.body;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The content of a file; of a pipe or device, too, but that has no length and is read once. */
final class FileBody implements Body {
    private final Path file;
    private final OptionalLong length;

    private FileBody(Path file, OptionalLong length) {
        this.file = file;
        this.length = length;
    }

    static FileBody of(Path file) {
        try {
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file.toString(), null, "no such file");
            }
            if (Files.isDirectory(file) || !Files.isReadable(file)) {
                throw new IOException(file + ": (expected: a file that can be read)");
            }
            return new FileBody(
                    file, Files.isRegularFile(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Override
    public OptionalLong length() {
        return length;
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
