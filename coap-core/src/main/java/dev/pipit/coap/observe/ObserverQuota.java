package dev.pipit.coap.observe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** How many observers there may be at all endpoints of a server together. For any thread. */
public final class ObserverQuota {
    private static final VarHandle TAKEN;

    static {
        try {
            TAKEN = MethodHandles.lookup().findVarHandle(ObserverQuota.class, "taken", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int most;

    @SuppressWarnings("UnusedVariable") // through its VarHandle
    private volatile int taken;

    /** Room for so many observers. */
    public ObserverQuota(int most) {
        this.most = most;
    }

    /** Takes a place; false where none is left. */
    boolean tryTake() {
        int before = taken();
        while (before < most) {
            if (TAKEN.compareAndSet(this, before, before + 1)) {
                return true;
            }
            before = taken();
        }
        return false;
    }

    /** Takes a place in any case: for who is about to give one back. */
    void take() {
        TAKEN.getAndAdd(this, 1);
    }

    void giveBack() {
        TAKEN.getAndAdd(this, -1);
    }

    /** How many places are taken. */
    public int taken() {
        return (int) TAKEN.getVolatile(this);
    }
}
