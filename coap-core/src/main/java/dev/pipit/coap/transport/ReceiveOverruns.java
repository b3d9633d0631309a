package dev.pipit.coap.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Linux's count of the datagrams that found a socket's receive buffer full: the last column of /proc/net/udp. */
final class ReceiveOverruns {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));

    private ReceiveOverruns() {}

    /** The drops of all sockets on a port, 0 where the system does not tell. */
    static long of(int port) {
        long drops = 0;
        for (Path table : TABLES) {
            drops += read(table, port);
        }
        return drops;
    }

    private static long read(Path table, int port) {
        try {
            return parse(Files.readAllLines(table, StandardCharsets.US_ASCII), port);
        } catch (IOException e) {
            return 0;
        }
    }

    static long parse(List<String> lines, int port) {
        String suffix = String.format(":%04X", port);
        long drops = 0;
        for (String line : lines) {
            String[] columns = line.strip().split("\\s+", -1);
            if (columns.length > 12 && columns[1].endsWith(suffix)) {
                drops += Long.parseLong(columns[columns.length - 1]);
            }
        }
        return drops;
    }
}
