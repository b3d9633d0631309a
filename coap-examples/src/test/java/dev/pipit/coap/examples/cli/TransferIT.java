package dev.pipit.coap.examples.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pipit.coap.examples.Program;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.ContentFormat;
import dev.pipit.coap.option.EntityTag;
import dev.pipit.coap.testing.CoapServerExtension;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Files that go up and come down. */
class TransferIT {
    private static final AtomicReference<byte[]> STORED = new AtomicReference<>(new byte[0]);
    private static final EntityTag ONE = EntityTag.of(new byte[] {1});
    private static final EntityTag TWO = EntityTag.of(new byte[] {2});

    @RegisterExtension
    static final CoapServerExtension server = CoapServerExtension.of(builder -> builder.get(
                    "/image",
                    context -> Response.content(STORED.get(), ContentFormat.OCTET_STREAM)
                            .etag(EntityTag.ofContent(STORED.get())))
            .put("/image", context -> {
                STORED.set(context.request().payload());
                return Response.changed();
            })
            .get("/valid", context -> Response.builder(Code.VALID).build()));

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void chooseFile() {
        file = folder.resolve("image.bin");
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private Path part() {
        return folder.resolve("image.bin.part");
    }

    @Test
    void fileGoesUpInBlocks() throws IOException {
        byte[] body = bytes(20_000);
        Files.write(file, body);

        Program run = Program.run("put", "--file", file.toString(), "-b", "256", server.uri("/image"));

        assertEquals(new Program(0, "", "2.04 Changed\n"), run);
        assertArrayEquals(body, STORED.get());
    }

    @Test
    void inputGoesUpWhateverItsLength() {
        for (int length : new int[] {0, 1, 5000, (1 << 20) - 1, 1 << 20, (1 << 20) + 1000}) {
            String text = "x".repeat(length);

            Program run = Program.runWithInput(text, "put", "-f", "-", server.uri("/image"));

            assertEquals(new Program(0, "", "2.04 Changed\n"), run);
            assertEquals(text, new String(STORED.get(), ISO_8859_1));
        }
    }

    @Test
    void bodyComesDownToAFile() throws IOException {
        STORED.set(bytes(20_000));
        Files.writeString(file, "old");

        assertEquals(new Program(0, "", ""), Program.run("get", "--output", file.toString(), server.uri("/image")));
        assertArrayEquals(STORED.get(), Files.readAllBytes(file));
        assertEquals(List.of("image.bin"), files());
    }

    @Test
    void bodyComesDownToTheOutputAsItIs() {
        STORED.set("line\n".repeat(5000).getBytes(ISO_8859_1));

        assertEquals(
                new Program(0, "line\n".repeat(5000), ""),
                Program.runForPeople("get", "-o", "-", server.uri("/image")));
    }

    @Test
    void whatIsNoContentLeavesTheFileAsItIs() throws IOException {
        Files.writeString(file, "old");

        assertEquals(
                4, Program.run("get", "-o", file.toString(), server.uri("/no")).exitCode());
        assertEquals(
                new Program(0, "", "2.03 Valid\n"), Program.run("get", "-o", file.toString(), server.uri("/valid")));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("image.bin"), files());
    }

    @Test
    void linkStaysALink() throws IOException {
        STORED.set(bytes(3000));
        Path real = Files.createDirectory(folder.resolve("there")).resolve("real");
        Files.createFile(real);
        Files.createSymbolicLink(file, real);

        assertEquals(
                0,
                Program.run("get", "-o", file.toString(), server.uri("/image")).exitCode());
        assertTrue(Files.isSymbolicLink(file));
        assertArrayEquals(STORED.get(), Files.readAllBytes(real));
    }

    @Test
    void brokenDownloadIsGoneOnWith() throws IOException {
        byte[] body = bytes(1000);
        try (BreakingServer breaking = new BreakingServer(body, ONE, 10)) {
            Files.writeString(file, "old");

            Program broken = Program.run("get", "-o", file.toString(), "-b", "64", breaking.uri());

            assertEquals(3, broken.exitCode());
            assertTrue(
                    broken.err().startsWith(part() + " has what came of it: --resume goes on with that\n"),
                    broken::err);
            assertEquals("old", Files.readString(file));
            assertEquals(List.of("image.bin", "image.bin.part", "image.bin.part.etag"), files());
            assertEquals(640, Files.size(part()));

            breaking.change(ONE, 100);
            Program resumed = Program.run("get", "--resume", "-o", file.toString(), "-b", "64", "-v", breaking.uri());

            assertEquals(0, resumed.exitCode(), resumed::err);
            assertTrue(resumed.err().lines().findFirst().orElseThrow().contains("Block2:9/0/64"), resumed::err);
            assertArrayEquals(body, Files.readAllBytes(file));
            assertEquals(List.of("image.bin"), files());
        }
    }

    @Test
    void completePartIsGoneOnWithToo() throws IOException {
        STORED.set(bytes(1024));
        Files.write(part(), STORED.get());
        Files.write(
                folder.resolve("image.bin.part.etag"),
                List.of(EntityTag.ofContent(STORED.get()).toString().replace("0x", ""), server.uri("/image")));

        Program resumed = Program.run("get", "--resume", "-o", file.toString(), server.uri("/image"));

        assertEquals(new Program(0, "", ""), resumed);
        assertArrayEquals(STORED.get(), Files.readAllBytes(file));
    }

    @Test
    void changedResourceComesDownAnew() throws IOException {
        byte[] body = bytes(1000);
        try (BreakingServer breaking = new BreakingServer(body, ONE, 10)) {
            Program.run("get", "-o", file.toString(), "-b", "64", breaking.uri());
            Files.write(part(), new byte[640]);
            breaking.change(TWO, 100);

            Program resumed = Program.run("get", "--resume", "-o", file.toString(), "-b", "64", breaking.uri());

            assertEquals(
                    new Program(
                            0,
                            "",
                            "cannot go on with " + part()
                                    + ", the resource has changed: starting from the beginning\n"),
                    resumed);
            assertArrayEquals(body, Files.readAllBytes(file));
            assertEquals(List.of("image.bin"), files());
        }
    }

    @Test
    void partOfAnotherResourceIsNotGoneOnWith() throws IOException {
        STORED.set(bytes(2000));
        Files.write(part(), new byte[1000]);
        Files.write(
                folder.resolve("image.bin.part.etag"),
                List.of(EntityTag.ofContent(STORED.get()).toString().replace("0x", ""), server.uri("/other")));

        Program resumed = Program.run("get", "--resume", "-o", file.toString(), server.uri("/image"));

        assertEquals(
                new Program(0, "", "nothing to go on with in " + part() + ": starting from the beginning\n"), resumed);
        assertArrayEquals(STORED.get(), Files.readAllBytes(file));
    }

    @Test
    void withoutEntityTagNothingIsKept() throws IOException {
        try (BreakingServer breaking = new BreakingServer(bytes(1000), null, 10)) {
            Program broken = Program.run("get", "-o", file.toString(), "-b", "64", breaking.uri());

            assertEquals(3, broken.exitCode());
            assertTrue(broken.err().startsWith("the server sends no ETag"), broken::err);
            assertEquals(List.of(), files());
        }
    }

    @Test
    void twoDownloadsToOneFileDoNotMix() throws IOException {
        STORED.set(bytes(2000));
        try (FileChannel other = FileChannel.open(part(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertFalse(other.lock().isShared());

            Program refused = Program.run("get", "-o", file.toString(), server.uri("/image"));

            assertEquals(1, refused.exitCode());
            assertEquals("coap get: " + part() + ": is being written by another program\n", refused.err());
            assertEquals(List.of("image.bin.part"), files());
        }
    }
}
