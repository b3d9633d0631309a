package dev.pipit.coap.blockwise;

import dev.pipit.coap.option.Block;
import java.time.Duration;

/**
 * What block-wise transfer goes by.
 *
 * @param blockSize the preferred size of blocks in bytes: 16, 32, … 1024; a peer may ask for smaller ones
 * @param maxBodyBytes the largest body assembled: beyond it 4.13 as a server, an exception as a client
 * @param maxTransfersPerPeer how many bodies a server keeps for one peer, those received and those sent counted
 *     together; beyond it the oldest of those sent goes, and where there is none, 5.03
 * @param maxBufferedBytes memory for all bodies that a server keeps, in one endpoint; beyond it the same. As much again
 *     for those that a client assembles; beyond it an exception
 * @param idleTime after how long without a block a server gives a body up; earlier where the peer is forgotten
 */
public record BlockwiseConfig(
        int blockSize, int maxBodyBytes, int maxTransfersPerPeer, long maxBufferedBytes, Duration idleTime) {
    /** Blocks of 1024 bytes, bodies of up to 8 MiB, an eighth of the heap in all, 16 a peer, 247 s. */
    public static final BlockwiseConfig DEFAULT = new BlockwiseConfig(
            1024, 8 << 20, 16, Math.max(64 << 10, Runtime.getRuntime().maxMemory() / 8), Duration.ofSeconds(247));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public BlockwiseConfig {
        Block.exponentOf(blockSize);
        require(maxBodyBytes >= 16, "maxBodyBytes", maxBodyBytes, "at least 16");
        require(maxTransfersPerPeer >= 1, "maxTransfersPerPeer", maxTransfersPerPeer, "at least 1");
        require(maxBufferedBytes >= 1024, "maxBufferedBytes", maxBufferedBytes, "at least 1024");
        require(!idleTime.isNegative() && !idleTime.isZero(), "idleTime", idleTime, "more than 0");
    }

    private static void require(boolean fine, String name, Object value, String expected) {
        if (!fine) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** This configuration with another preferred size of blocks, in bytes. */
    public BlockwiseConfig blockSize(int value) {
        return new BlockwiseConfig(value, maxBodyBytes, maxTransfersPerPeer, maxBufferedBytes, idleTime);
    }

    /** This configuration with another largest body, in bytes. */
    public BlockwiseConfig maxBodyBytes(int value) {
        return new BlockwiseConfig(blockSize, value, maxTransfersPerPeer, maxBufferedBytes, idleTime);
    }

    /** This configuration with another limit of transfers for each peer. */
    public BlockwiseConfig maxTransfersPerPeer(int value) {
        return new BlockwiseConfig(blockSize, maxBodyBytes, value, maxBufferedBytes, idleTime);
    }

    /** This configuration with another limit of memory, in bytes. */
    public BlockwiseConfig maxBufferedBytes(long value) {
        return new BlockwiseConfig(blockSize, maxBodyBytes, maxTransfersPerPeer, value, idleTime);
    }

    /** This configuration with another idle time. */
    public BlockwiseConfig idleTime(Duration value) {
        return new BlockwiseConfig(blockSize, maxBodyBytes, maxTransfersPerPeer, maxBufferedBytes, value);
    }

    int sizeExponent() {
        return Block.exponentOf(blockSize);
    }
}
