package dev.pipit.coap.dtls.bc;

import com.sun.management.OperatingSystemMXBean;
import dev.pipit.coap.dtls.DtlsConfig;
import dev.pipit.coap.dtls.DtlsConfigBuilder;
import dev.pipit.coap.dtls.PskStore;
import dev.pipit.coap.dtls.SessionFile;
import dev.pipit.coap.dtls.key.TestCertificates;
import dev.pipit.coap.dtls.key.TrustAnchors;
import dev.pipit.coap.dtls.key.X509Credential;
import dev.pipit.coap.dtls.session.SharedSessions;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.event.Counters;
import dev.pipit.coap.transport.DatagramSecurity;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * What a restart costs with and without the sessions of before: handshakes of many devices with one server, all in one
 * process and in memory, so that the CPU time is that of both sides. Arguments: how many devices, 10,000 by default.
 */
public final class RestartBenchmark {
    private static final String PAST = "2020-01-01T00:00:00Z";
    private static final String FUTURE = "2100-01-01T00:00:00Z";
    private static final int WARM_UP = 500;

    private RestartBenchmark() {}

    /** Measures. */
    public static void main(String[] arguments) throws Exception {
        measure(arguments.length == 0 ? 10_000 : Integer.parseInt(arguments[0]));
    }

    static void measure(int devices) throws Exception {
        Path directory = Files.createTempDirectory("restart");
        TestCertificates root = TestCertificates.authority("CN=Root").valid(PAST, FUTURE);
        TrustAnchors trust = new TrustAnchors(List.of(root.selfSigned()));
        measure(
                "PSK",
                devices,
                DtlsConfig.builder().pskStore(PskStore.of(Map.of("me", Pair.KEY))),
                DtlsConfig.psk("me", Pair.KEY),
                directory.resolve("psk"));
        measure(
                "ECDSA",
                devices,
                DtlsConfig.builder()
                        .certificate(credential(
                                new TestCertificates("CN=server")
                                        .names(new GeneralName(GeneralName.iPAddress, "127.0.0.1")),
                                root))
                        .trust(trust),
                DtlsConfig.builder()
                        .certificate(credential(new TestCertificates("CN=sensor-1"), root))
                        .trust(trust)
                        .build(),
                directory.resolve("ecdsa"));
    }

    private static X509Credential credential(TestCertificates subject, TestCertificates root) {
        return new X509Credential(List.of(subject.valid(PAST, FUTURE).issuedBy(root)), subject.keys.getPrivate());
    }

    private static void measure(String name, int count, DtlsConfigBuilder server, DtlsConfig client, Path file)
            throws Exception {
        DtlsConfig unsaved = server.build();
        for (int i = 0; i < 5; i++) {
            new Devices(WARM_UP).connectAll(DtlsSecurity.server(unsaved), DtlsSecurity.client(client));
        }
        SessionFile saved = SessionFile.at(file, Pair.KEY);
        DtlsConfig config = server.sessions(saved).build();
        Devices devices = new Devices(count);
        // The client's sessions outlast its side of the wire in memory, the server's in the file.
        DatagramSecurity.Factory clients = DtlsSecurity.client(client);
        run(name + " full", devices, config, clients);
        System.out.printf("%s file: %d bytes, %.0f each%n", name, Files.size(file), (double) Files.size(file) / count);
        for (int i = 0; i < 3; i++) {
            SharedSessions sessions = new SharedSessions(config.sessionLimits(), saved, true);
            long begun = System.nanoTime();
            sessions.open(System.currentTimeMillis() / 1000);
            long loaded = System.nanoTime();
            sessions.close(System.currentTimeMillis() / 1000);
            System.out.printf(
                    "%s file: %d sessions loaded in %.0f ms, saved in %.0f ms%n",
                    name, sessions.store().size(), (loaded - begun) / 1e6, (System.nanoTime() - loaded) / 1e6);
        }
        run(name + " resumed", devices, config, clients);
    }

    private static void run(String name, Devices devices, DtlsConfig config, DatagramSecurity.Factory clients) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long begun = System.nanoTime();
        Counters counters = devices.connectAll(DtlsSecurity.server(config), clients);
        double seconds = (System.nanoTime() - begun) / 1e9;
        double cpuSeconds = (system.getProcessCpuTime() - cpu) / 1e9;
        long done = counters.get(Counter.HANDSHAKES_COMPLETED);
        System.out.printf(
                "%s: %d handshakes, %d of them resumed, in %.2f s; CPU of both sides %.2f s, %.0f µs each%n",
                name, done, counters.get(Counter.HANDSHAKES_RESUMED), seconds, cpuSeconds, cpuSeconds * 1e6 / done);
    }
}
