package dev.pipit.coap.reliability;

import dev.pipit.coap.port.MessagePort;
import org.jspecify.annotations.Nullable;

/**
 * The NON responses that one peer was sent of late, for the Reset that it may answer with (RFC 7641 §4.5). A ring that
 * grows while its entries are younger than {@link #LIFETIME_NANOS}, up to {@link #MOST}; then the oldest goes: its Reset
 * counts as lost, and a later notification gets another.
 */
final class RecentResponses {
    static final int MOST = 16;
    static final long LIFETIME_NANOS = 5_000_000_000L;
    private static final int FIRST = 2;

    private char[] messageIds = new char[FIRST];
    private long[] times = new long[FIRST];
    private MessagePort.@Nullable DeliveryListener[] listeners = new MessagePort.DeliveryListener[FIRST];
    private int next;

    void add(int messageId, MessagePort.DeliveryListener listener, long nowNanos) {
        if (listeners[next] != null && nowNanos - times[next] < LIFETIME_NANOS && messageIds.length < MOST) {
            grow();
        }
        messageIds[next] = (char) messageId;
        times[next] = nowNanos;
        listeners[next] = listener;
        next = (next + 1) & (messageIds.length - 1);
    }

    private void grow() {
        int length = messageIds.length;
        char[] ids = new char[length * 2];
        long[] at = new long[length * 2];
        MessagePort.@Nullable DeliveryListener[] who = new MessagePort.DeliveryListener[length * 2];
        for (int i = 0; i < length; i++) {
            int from = (next + i) & (length - 1);
            ids[i] = messageIds[from];
            at[i] = times[from];
            who[i] = listeners[from];
        }
        messageIds = ids;
        times = at;
        listeners = who;
        next = length;
    }

    /** Whether no Reset is expected any more. */
    boolean isOver(long nowNanos) {
        return nowNanos - times[(next - 1) & (messageIds.length - 1)] >= LIFETIME_NANOS;
    }

    /** Who is to hear of the Reset of a message; null where it is not here any more. */
    MessagePort.@Nullable DeliveryListener take(int messageId) {
        for (int i = 0; i < messageIds.length; i++) {
            MessagePort.DeliveryListener listener = listeners[i];
            if (messageIds[i] == messageId && listener != null) {
                listeners[i] = null;
                return listener;
            }
        }
        return null;
    }
}
