package dev.pipit.coap.crypto;

import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One message of AES-128-CCM-8 with 13 bytes of additional data, as DTLS has it; in place. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class AesCcmBenchmark {
    private final SecretKey key = new SecretKeySpec(new byte[16], "AES");
    private final SecretKey otherKey =
            new SecretKeySpec(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, "AES");
    private final AesCcm ccm = new AesCcm(key, 8);
    private final byte[] nonce = new byte[12];
    private final byte[] aad = new byte[13];
    private boolean other;
    private byte[] sealed = {};
    private byte[] buffer = {};

    /** Length of the plaintext in bytes. */
    @Param({"64", "1024"})
    public int length;

    /** Makes the message that is decrypted. */
    @Setup
    public void seal() {
        sealed = new byte[length + 8];
        buffer = new byte[length + 8];
        ccm.encrypt(nonce, aad, sealed, 0, length, sealed, 0);
    }

    /** Plaintext to ciphertext. */
    @Benchmark
    public int encrypt() {
        return ccm.encrypt(nonce, aad, buffer, 0, length, buffer, 0);
    }

    /** Ciphertext to plaintext. */
    @Benchmark
    public int decrypt() {
        return ccm.decrypt(nonce, aad, sealed, 0, length + 8, buffer, 0);
    }

    /** Plaintext to ciphertext, where the instance had another key before. */
    @Benchmark
    public int rekeyAndEncrypt() {
        other = !other;
        ccm.rekey(other ? otherKey : key, 8);
        return ccm.encrypt(nonce, aad, buffer, 0, length, buffer, 0);
    }
}
