package dev.pipit.coap.examples.sensors;

/** Finds the kernel's thermal zones, {@code /sys/class/thermal/thermal_zone*}, by their type. */
final class ThermalZones {
    private static final String CLASS = "/sys/class/thermal/";

    private ThermalZones() {}

    static void discover(Tree tree, Found found) {
        for (String zone : tree.list(CLASS)) {
            String file = CLASS + zone + "/temp";
            if (zone.startsWith("thermal_zone") && tree.isFile(file)) {
                String type = tree.readIfPresent(CLASS + zone + "/type");
                String name = type == null || type.isEmpty() ? zone : type;
                String path = found.claim("sensors/temperature/" + Names.segment(name));
                Measure measure = Measure.of("temperature", Unit.CELSIUS, "1000");
                found.add(new FileSensor(tree, file, path, "Temperature of " + name, measure));
            }
        }
    }
}
