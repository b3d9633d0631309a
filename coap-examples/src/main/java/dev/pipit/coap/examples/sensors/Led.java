package dev.pipit.coap.examples.sensors;

import java.math.BigDecimal;
import java.util.List;

/**
 * A light of the machine, {@code /sys/class/leds/*}. Its reading is its brightness, 0 when it is off; what
 * {@link #read} gives is what {@link #write(String)} takes.
 */
public final class Led implements Sensor {
    private static final String CLASS = "/sys/class/leds/";

    private final Tree tree;
    private final String name;
    private final String path;
    private final LedAccess access;

    Led(Tree tree, String name, String path, LedAccess access) {
        this.tree = tree;
        this.name = name;
        this.path = path;
        this.access = access;
    }

    static void discover(Tree tree, LedAccess access, Found found) {
        for (String name : tree.list(CLASS)) {
            if (tree.isFile(CLASS + name + BRIGHTNESS)) {
                found.add(new Led(tree, name, found.claim("leds/" + Names.segment(name)), access));
            }
        }
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String title() {
        return "LED " + name;
    }

    @Override
    public String resourceType() {
        return "led";
    }

    /** Whether {@link #write} was asked for when the LED was found. */
    public boolean isWritable() {
        return access == LedAccess.WRITABLE;
    }

    /**
     * The brightest it can be.
     *
     * @throws SensorException if the LED cannot be read
     */
    public int maxBrightness() throws SensorException {
        String file = CLASS + name + "/max_brightness";
        long max = Decimals.whole(file, tree.read(file));
        if (max < 1 || max > Integer.MAX_VALUE) {
            throw SensorException.unexpected(file, Long.toString(max), "1 or more");
        }
        return (int) max;
    }

    @Override
    public List<Reading> read() throws SensorException {
        String file = CLASS + name + BRIGHTNESS;
        BigDecimal brightness = BigDecimal.valueOf(Decimals.whole(file, tree.read(file)));
        return List.of(new Reading.Measured("", brightness, Unit.NONE));
    }

    /**
     * Sets the brightness, and ends what the kernel made the light show until now (its trigger), which would soon
     * overwrite it.
     *
     * @param brightness 0 (off) to {@link #maxBrightness()}
     * @throws IllegalArgumentException if the brightness is out of range
     * @throws IllegalStateException if the LED is not {@linkplain #isWritable() writable}
     * @throws SensorException if the LED cannot be set
     */
    public void write(int brightness) throws SensorException {
        requireWritable();
        int max = maxBrightness();
        if (brightness < 0 || brightness > max) {
            throw new IllegalArgumentException("brightness: " + brightness + " (expected: 0-" + max + ")");
        }
        String trigger = CLASS + name + "/trigger";
        if (tree.isFile(trigger)) {
            tree.write(trigger, "none\n");
        }
        tree.write(CLASS + name + BRIGHTNESS, brightness + "\n");
    }

    /**
     * Sets the brightness from words: {@code on} (the brightest), {@code off}, or a number.
     *
     * @throws IllegalArgumentException if the words are neither, or the number is out of range
     * @throws IllegalStateException if the LED is not {@linkplain #isWritable() writable}
     * @throws SensorException if the LED cannot be set
     */
    public void write(String words) throws SensorException {
        requireWritable();
        String word = words.strip();
        if (word.equalsIgnoreCase("on")) {
            write(maxBrightness());
        } else if (word.equalsIgnoreCase("off")) {
            write(0);
        } else if (Names.isNumber(word) && word.length() <= 9) {
            write(Integer.parseInt(word));
        } else {
            throw new IllegalArgumentException(
                    "brightness: neither on, off nor a number (expected: on, off or 0-" + maxBrightness() + ")");
        }
    }

    private void requireWritable() {
        if (!isWritable()) {
            throw new IllegalStateException("LED " + name + ": read-only");
        }
    }

    private static final String BRIGHTNESS = "/brightness";
}
