package dev.pipit.coap.examples.sensors;

/** Whether the LEDs of a machine may be changed. */
public enum LedAccess {
    /** They can be looked at. */
    READ_ONLY,
    /** They can be set, as far as the file system permits. */
    WRITABLE
}
