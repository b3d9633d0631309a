package dev.pipit.coap.examples.sensors;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A Raspberry Pi's files, as a real tree in a directory: one text file unfolded, since some names suit no checkout. */
public record PiTree(Path root) {

    public static PiTree in(Path directory) throws IOException {
        PiTree tree = new PiTree(directory);
        try (InputStream in = Objects.requireNonNull(PiTree.class.getResourceAsStream("pi-tree.txt"))) {
            for (String entry :
                    new String(in.readAllBytes(), UTF_8).substring(3).split("\n== ", -1)) {
                int end = entry.indexOf('\n');
                tree.write(entry.substring(0, end), entry.substring(end + 1).replace("\\0", "\0") + "\n");
            }
        }
        return tree;
    }

    List<Sensor> sensors() {
        return Sensors.discover(root, LedAccess.READ_ONLY);
    }

    Sensor sensor(String path) {
        return find(sensors(), path);
    }

    Led writableLed(String path) {
        return (Led) find(Sensors.discover(root, LedAccess.WRITABLE), path);
    }

    public void write(String file, String text) throws IOException {
        Path path = path(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }

    public String read(String file) throws IOException {
        return Files.readString(path(file)).strip();
    }

    public void delete(String file) throws IOException {
        Files.delete(path(file));
    }

    Path path(String file) {
        return root.resolve(file.substring(1));
    }

    private static Sensor find(List<Sensor> sensors, String path) {
        return sensors.stream()
                .filter(sensor -> sensor.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " is not among "
                        + sensors.stream().map(Sensor::path).toList()));
    }
}
