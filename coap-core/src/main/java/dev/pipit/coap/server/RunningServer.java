package dev.pipit.coap.server;

import dev.pipit.coap.endpoint.CoapEndpoint;
import dev.pipit.coap.endpoint.EndpointConfig;
import dev.pipit.coap.event.Counter;
import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.observe.ObserverQuota;
import dev.pipit.coap.port.DatagramPort;
import dev.pipit.coap.port.IncomingRequest;
import dev.pipit.coap.port.RequestPort;
import dev.pipit.coap.resource.Loop;
import dev.pipit.coap.resource.LoopTask;
import dev.pipit.coap.resource.ResourceConfig;
import dev.pipit.coap.resource.ResourceLayer;
import dev.pipit.coap.resource.ResourceTree;
import dev.pipit.coap.transport.Binding;
import dev.pipit.coap.worker.BoundedThreads;
import dev.pipit.coap.worker.WorkerThreads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One run of a server, from start to stop: its bindings and its workers. */
final class RunningServer {
    private static final long LOOP_LIMIT_NANOS = 100_000_000;
    private static final Response STOPPING =
            Response.error(Code.SERVICE_UNAVAILABLE, "the server is stopping").maxAge(10);

    private final ServerConfig config;
    private final EndpointConfig endpointConfig;
    private final ResourceTree resources;
    private final ObserverQuota observers;
    private final BoundedThreads workers;
    private final LoopWatchdog watchdog = new LoopWatchdog(LOOP_LIMIT_NANOS);
    private final List<Binding> bindings = new ArrayList<>();
    private final List<ServedScheme> served = new ArrayList<>();
    private final Map<Binding, ResourceLayer> entrances = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    private RunningServer(ServerConfig config, ResourceTree resources, EndpointConfig endpointConfig) {
        this.endpointConfig = endpointConfig;
        this.config = config;
        this.resources = resources;
        this.observers = new ObserverQuota(config.observe().maxRelations());
        this.workers = new BoundedThreads(
                config.maxConcurrentRequests(), WorkerThreads.create("pipit-worker"), this::wakeLoops);
    }

    static RunningServer start(ServerConfig config, List<ServedScheme> schemes, ResourceTree resources)
            throws IOException {
        int endpoints = schemes.stream()
                .mapToInt(each -> each.addresses().stream()
                        .mapToInt(each.transport()::bindings)
                        .sum())
                .sum();
        RunningServer server =
                new RunningServer(config, resources, config.endpoint().dividedBy(Math.max(1, endpoints)));
        try {
            for (ServedScheme each : schemes) {
                server.bind(each);
            }
            return server;
        } catch (IOException e) {
            server.free();
            throw e;
        }
    }

    private void bind(ServedScheme asked) throws IOException {
        List<InetSocketAddress> taken = new ArrayList<>();
        for (InetSocketAddress address : asked.addresses()) {
            List<Binding> bound = asked.transport()
                    .bind(address, (binding, port, random) -> createEndpoint(asked.scheme(), binding, port, random));
            bindings.addAll(bound);
            taken.add(bound.get(0).localAddress());
        }
        served.add(asked.at(taken));
    }

    private CoapEndpoint createEndpoint(String scheme, Binding binding, DatagramPort port, RandomGenerator random) {
        ResourceConfig resourceConfig =
                new ResourceConfig(scheme, binding::localAddress, config.direct(), watchdog, config.fresh());
        Entrance entrance = new Entrance();
        CoapEndpoint endpoint = new CoapEndpoint(endpointConfig, port, entrance, random);
        entrance.resources = new ResourceLayer(
                resources,
                resourceConfig,
                new HandOver(binding, workers),
                new BindingLoop(binding),
                endpoint.counters());
        entrance.resources.observers(endpoint.observers(config.observe(), observers));
        entrance.resources.challenges(endpoint.challenges());
        entrances.put(binding, entrance.resources);
        return endpoint;
    }

    private void wakeLoops() {
        for (Binding binding : entrances.keySet()) {
            binding.wakeUp();
        }
    }

    private record BindingLoop(Binding binding) implements Loop {
        @Override
        public boolean execute(LoopTask task) {
            return binding.execute(task::run);
        }

        @Override
        public boolean executeAtPause(LoopTask task) {
            return binding.executeLazily(task::run);
        }

        @Override
        public boolean isCurrent() {
            return binding.inLoop();
        }
    }

    /** Lets requests in to the resources, until the server stops. */
    private final class Entrance implements RequestPort.Receiver {
        private @Nullable ResourceLayer resources;

        @Override
        public void handleRequest(IncomingRequest request, long nowNanos) {
            ResourceLayer layer = resources;
            if (stopping || layer == null) {
                request.respond(STOPPING, nowNanos);
            } else {
                layer.handleRequest(request, nowNanos);
            }
        }

        @Override
        public void admit(IncomingRequest block, RequestPort.Admission admission, long nowNanos) {
            ResourceLayer layer = resources;
            if (stopping || layer == null) {
                block.respond(STOPPING, nowNanos);
            } else {
                layer.admit(block, admission, nowNanos);
            }
        }
    }

    /** What was asked for, with the ports that were taken. */
    List<ServedScheme> served() {
        return List.copyOf(served);
    }

    /** All addresses, those included that the transports have added. */
    List<InetSocketAddress> addresses() {
        return bindings.stream().map(Binding::localAddress).distinct().toList();
    }

    void stop(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        stopping = true;
        // Observers learn that nothing more comes, and when to ask again.
        entrances.forEach((binding, layer) -> binding.execute(now -> layer.endObservations(STOPPING, now)));
        while (System.nanoTime() < deadline && !isQuiet(deadline)) {
            LockSupport.parkNanos(5_000_000);
        }
        free();
    }

    /** Asks each endpoint on its loop, as nobody else may touch it. */
    private boolean isQuiet(long deadline) {
        for (Binding binding : bindings) {
            CompletableFuture<Boolean> quiet = new CompletableFuture<>();
            binding.execute(now -> quiet.complete(binding.endpoint().isQuiet()));
            try {
                if (!quiet.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    return false;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            } catch (ExecutionException | TimeoutException e) {
                return false;
            }
        }
        return true;
    }

    private void free() {
        bindings.forEach(binding -> binding.execute(now -> binding.endpoint().endTransfers()));
        workers.close();
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        for (Binding binding : bindings) {
            closing.add(binding.close());
        }
        closing.forEach(CompletableFuture::join);
    }

    Map<Counter, Long> counters() {
        Map<Counter, Long> sum = new EnumMap<>(Counter.class);
        for (Binding binding : bindings) {
            binding.endpoint().counters().snapshot().forEach((counter, value) -> sum.merge(counter, value, Long::sum));
        }
        // The system counts by port, and the sockets of several loops share one.
        Map<Integer, Long> overruns = new HashMap<>();
        bindings.forEach(binding -> overruns.put(binding.localAddress().getPort(), binding.receiveOverruns()));
        overruns.values().forEach(drops -> sum.merge(Counter.RECEIVE_OVERRUNS, drops, Long::sum));
        return sum;
    }
}
