package dev.pipit.coap.option;

/**
 * The value of a Block1 or Block2 option (RFC 7959 §2.2): which block, whether more follow, and how large blocks are.
 *
 * @param number the block's number, 0 to 2^20-1
 * @param more whether more blocks follow
 * @param sizeExponent SZX: blocks are of 2^(SZX+4) bytes; 0 to 6, and 7 which is reserved over datagrams
 */
public record Block(int number, boolean more, int sizeExponent) {
    /** The largest block number. */
    public static final int MAX_NUMBER = (1 << 20) - 1;

    /** The exponent of the largest blocks, 1024 bytes. */
    public static final int LARGEST = 6;

    /** How options hold it. */
    static final OptionFormat<Block> FORMAT = OptionFormat.of(
            "block",
            block -> Uint.encode((long) block.number << 4 | (block.more ? 8 : 0) | block.sizeExponent),
            (bytes, offset, length) -> ofBits((int) Uint.decode(bytes, offset, length)));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a part is out of its range
     */
    public Block {
        if (number < 0 || number > MAX_NUMBER) {
            throw new IllegalArgumentException("block number: " + number + " (expected: 0-" + MAX_NUMBER + ")");
        }
        if (sizeExponent < 0 || sizeExponent > 7) {
            throw new IllegalArgumentException("block size exponent: " + sizeExponent + " (expected: 0-7)");
        }
    }

    private static Block ofBits(int bits) {
        return new Block((bits >>> 4) & MAX_NUMBER, (bits & 8) != 0, bits & 7);
    }

    /**
     * The exponent for blocks of this size.
     *
     * @throws IllegalArgumentException if it is none of 16, 32, 64, 128, 256, 512, 1024
     */
    public static int exponentOf(int size) {
        if (size < 16 || size > 1024 || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException(
                    "block size: " + size + " (expected: 16, 32, 64, 128, 256, 512 or 1024)");
        }
        return Integer.numberOfTrailingZeros(size) - 4;
    }

    /** Whether the exponent is the reserved one. */
    public boolean isReserved() {
        return sizeExponent == 7;
    }

    /** Bytes of a block. */
    public int size() {
        return 1 << (sizeExponent + 4);
    }

    /** Where the block starts in the body, in bytes. */
    public long offset() {
        return (long) number << (sizeExponent + 4);
    }

    /** In the notation of RFC 7959 §2.2: number/more/size. */
    @Override
    public String toString() {
        return number + "/" + (more ? 1 : 0) + "/" + size();
    }
}
