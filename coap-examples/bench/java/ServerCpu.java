import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * CPU time of a process, as Linux counts it.
 *
 * @param all of all its threads, in seconds
 * @param jit of those of the JIT compilers
 */
record ServerCpu(double all, double jit) {
    private static final double TICKS_A_SECOND = 100;

    static ServerCpu of(String pid) throws IOException {
        Path process = Path.of("/proc", pid);
        double jit = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
            for (Path thread : threads) {
                jit += Files.readString(thread.resolve("comm")).matches("C[12] Compiler.*\\s") ? seconds(thread) : 0;
            }
        } catch (NoSuchFileException e) {
            return of(pid); // a thread has ended meanwhile
        }
        return new ServerCpu(seconds(process), jit);
    }

    private static double seconds(Path process) throws IOException {
        String line = Files.readString(process.resolve("stat"));
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    }

    static int threads(String pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                .filter(line -> line.startsWith("Threads:"))
                .mapToInt(line -> Integer.parseInt(line.substring(8).strip()))
                .sum();
    }
}
