package dev.pipit.coap.examples.sensors;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * The size of a file system and what is left of it for an ordinary user. Only for the machine's own tree: how full a
 * disk is stands in no file, so a recorded tree has none.
 */
record DiskSensor(Path mount, String path) implements Sensor {
    private static final String FILE = "/proc/mounts";

    /** Finds the root file system, and those on local block devices. */
    static void discover(Tree tree, Found found) {
        if (!tree.isMachine()) {
            return;
        }
        found.add(new DiskSensor(tree.root(), found.claim("sensors/disk")));
        String mounts = tree.readIfPresent(FILE);
        if (mounts == null) {
            otherRoots(tree, found);
            return;
        }
        Set<String> devices = new HashSet<>();
        devices.add(deviceOf(mounts, "/"));
        StringTokenizer lines = new StringTokenizer(mounts, "\n");
        while (lines.hasMoreTokens()) {
            StringTokenizer words = new StringTokenizer(lines.nextToken());
            String device = words.hasMoreTokens() ? words.nextToken() : "";
            String mount = words.hasMoreTokens() ? unescape(words.nextToken()) : "";
            // A file system of another machine could keep a reader waiting; one mounted twice is still one.
            if (device.startsWith("/dev/") && mount.startsWith("/") && devices.add(device)) {
                found.add(new DiskSensor(
                        Path.of(mount), found.claim("sensors/disk/" + Names.segment(mount.substring(1)))));
            }
        }
    }

    @Override
    public String title() {
        return "File system " + mount;
    }

    @Override
    public String resourceType() {
        return "disk";
    }

    @Override
    public List<Reading> read() throws SensorException {
        try {
            FileStore store = Files.getFileStore(mount);
            return List.of(bytes("total", store.getTotalSpace()), bytes("available", store.getUsableSpace()));
        } catch (IOException e) {
            throw new SensorException("file system " + mount + ": cannot be asked for its size", e);
        }
    }

    private static void otherRoots(Tree tree, Found found) {
        for (Path root : tree.root().getFileSystem().getRootDirectories()) {
            if (!root.equals(tree.root().toAbsolutePath().normalize())) {
                found.add(new DiskSensor(root, found.claim("sensors/disk/" + Names.segment(root.toString()))));
            }
        }
    }

    private static String deviceOf(String mounts, String mount) {
        String device = "";
        StringTokenizer lines = new StringTokenizer(mounts, "\n");
        while (lines.hasMoreTokens()) {
            StringTokenizer words = new StringTokenizer(lines.nextToken());
            String candidate = words.hasMoreTokens() ? words.nextToken() : "";
            if (words.hasMoreTokens() && words.nextToken().equals(mount)) {
                // The last one mounted is the one that is seen.
                device = candidate;
            }
        }
        return device;
    }

    /** Undoes the octal escapes of white space and backslash, {@code \040}. */
    static String unescape(String mount) {
        if (mount.indexOf('\\') < 0) {
            return mount;
        }
        return mount.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    private static Reading bytes(String name, long value) {
        return new Reading.Measured(name, BigDecimal.valueOf(value), Unit.BYTE);
    }
}
