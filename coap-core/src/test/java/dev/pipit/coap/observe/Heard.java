package dev.pipit.coap.observe;

import dev.pipit.coap.message.CoapException;
import dev.pipit.coap.message.Response;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down all that an observation tells. */
final class Heard implements ObservationListener {
    final List<String> all = new ArrayList<>();
    boolean broken; // throws whatever it is told

    @Override
    public void onNotification(Response state) {
        note(state.text());
    }

    @Override
    public void onStale() {
        note("stale");
    }

    @Override
    public void onLost(CoapException reason) {
        note("lost " + reason.getClass().getSimpleName());
    }

    @Override
    public void onServerMoved(InetSocketAddress server) {
        note("moved " + server.getAddress().getHostAddress());
    }

    @Override
    public void onReregistered() {
        note("reregistered");
    }

    @Override
    public void onEnd(@Nullable CoapException reason) {
        note("end " + (reason == null ? "null" : reason.getClass().getSimpleName()));
    }

    private void note(String what) {
        all.add(what);
        if (broken) {
            throw new IllegalStateException("listener of a test");
        }
    }

    /** The states without what was told of the observation itself, and without repetitions. */
    List<String> states() {
        List<String> states = new ArrayList<>();
        for (String each : all) {
            boolean state = Character.isDigit(each.charAt(0));
            if (state && (states.isEmpty() || !states.get(states.size() - 1).equals(each))) {
                states.add(each);
            }
        }
        return states;
    }

    String last() {
        return all.get(all.size() - 1);
    }
}
