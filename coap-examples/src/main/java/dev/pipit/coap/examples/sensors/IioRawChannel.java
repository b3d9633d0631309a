package dev.pipit.coap.examples.sensors;

import java.math.BigDecimal;
import java.util.List;

/** A channel that counts converter steps; the value is (raw + offset) × scale. */
record IioRawChannel(Tree tree, String directory, String channel, String path, String title, Measure measure)
        implements Sensor {

    @Override
    public String resourceType() {
        return measure.resourceType();
    }

    @Override
    public List<Reading> read() throws SensorException {
        String file = directory + "in_" + channel + "_raw";
        BigDecimal raw = Decimals.decimal(file, tree.read(file));
        BigDecimal offset = factor("offset", BigDecimal.ZERO);
        BigDecimal scale = factor("scale", BigDecimal.ONE);
        return List.of(measure.reading(raw.add(offset).multiply(scale)));
    }

    /** The channel's own, or the one that all channels of its type share, or the given one. */
    private BigDecimal factor(String name, BigDecimal none) throws SensorException {
        String own = directory + "in_" + channel + '_' + name;
        if (tree.isFile(own)) {
            return Decimals.decimal(own, tree.read(own));
        }
        String shared = directory + "in_" + IioDevices.type(channel) + '_' + name;
        return tree.isFile(shared) ? Decimals.decimal(shared, tree.read(shared)) : none;
    }
}
