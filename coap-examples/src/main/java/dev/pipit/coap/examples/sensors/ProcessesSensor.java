package dev.pipit.coap.examples.sensors;

import java.math.BigDecimal;
import java.util.List;
import java.util.StringTokenizer;

/** How many processes there are, how many threads they have, and how many of those run or could. */
record ProcessesSensor(Tree tree) implements Sensor {

    @Override
    public String path() {
        return "sensors/processes";
    }

    @Override
    public String title() {
        return "Processes and threads";
    }

    @Override
    public String resourceType() {
        return "processes";
    }

    @Override
    public List<Reading> read() throws SensorException {
        String line = tree.firstLine(LoadSensor.FILE);
        // "0.42 0.35 0.30 2/187 4711": the fourth word counts runnable and all scheduling entities.
        StringTokenizer words = new StringTokenizer(line, " /");
        if (words.countTokens() != 6) {
            throw SensorException.unexpected(LoadSensor.FILE, line, "load averages and running/total threads");
        }
        for (int i = 0; i < 3; i++) {
            words.nextToken();
        }
        long running = Decimals.whole(LoadSensor.FILE, words.nextToken());
        long threads = Decimals.whole(LoadSensor.FILE, words.nextToken());
        return List.of(
                count("processes", tree.countNumbers("/proc")), count("threads", threads), count("running", running));
    }

    private static Reading count(String name, long value) {
        return new Reading.Measured(name, BigDecimal.valueOf(value), Unit.COUNT);
    }
}
