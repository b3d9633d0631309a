package dev.pipit.coap.examples.bench;

import java.time.Duration;
import java.util.List;

/**
 * How far a load has come.
 *
 * @param elapsed since its warm-up began
 * @param total how long it takes
 * @param rates answers a second in each slice of the measured time so far
 */
public record LoadProgress(Duration elapsed, Duration total, List<Double> rates) {}
