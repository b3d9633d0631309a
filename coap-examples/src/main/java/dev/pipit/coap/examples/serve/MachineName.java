package dev.pipit.coap.examples.serve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This machine's name, as it stands in SenML: the same whoever asks, and by whatever address. */
final class MachineName {
    private static final String NAME = find();

    private MachineName() {}

    static String get() {
        return NAME;
    }

    private static String find() {
        String name = "";
        try {
            name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException notLinux) {
            try {
                name = InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                // It has none.
            }
        }
        return name.matches("[A-Za-z0-9][A-Za-z0-9.-]*") ? name : "localhost";
    }
}
