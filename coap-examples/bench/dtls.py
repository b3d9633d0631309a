"""Pipit and Californium over DTLS: requests, handshakes, and requests beside handshakes that hang."""
import json
import os
import subprocess

from processes import Server, command, priority
from servers import DTLS, DTLS_LATENCY, DTLS_LOAD, HANDSHAKE_LOAD, HANDSHAKES, HEAP, KEYS, OPEN

CLIENT_OPTS = '-Xmx512m -XX:+UseSerialGC'
# A compiler thread that ends takes its CPU time along, which then cannot be told from that of other threads.
SERVER_OPTS = HEAP + ' -XX:-UseDynamicNumberOfCompilerThreads'
WINDOW = 3  # seconds
OPEN_REPETITIONS = 3


def measure(results, port, repetitions, scenarios):
    make_keys()
    servers = [Server('californium-coaps', '0', port, SERVER_OPTS), Server('pipit-coaps', '0', port + 10, SERVER_OPTS)]
    clients = HandshakeClients()
    try:
        for server in servers:
            warm_up(server, clients, scenarios)
        for repetition in range(repetitions):
            for scenario in scenarios:
                if scenario in DTLS:
                    rows = [requests(server, ['warmup=5', *DTLS[scenario]]) for server in servers]
                elif scenario in HANDSHAKES:
                    rows = [clients.window(server, HANDSHAKES[scenario][0] + ' seconds=%d' % WINDOW) for server in servers]
                elif repetition < OPEN_REPETITIONS:
                    rows = [latency(server, OPEN[scenario]) for server in servers]
                else:
                    continue
                add(results, scenario, repetition, *rows)
    finally:
        clients.stop()
        for server in servers:
            server.stop()


def warm_up(server, clients, scenarios):
    """With all loads, twice: the JIT compiler begins anew with what each of them makes of its assumptions."""
    for _ in range(2):
        for scenario in scenarios:
            if scenario in DTLS:
                requests(server, ['warmup=0', 'seconds=8', *DTLS[scenario]])
            elif scenario in HANDSHAKES:
                load, count = HANDSHAKES[scenario]
                clients.window(server, load + ' count=%d' % (count // 2))
            else:
                latency(server, OPEN[scenario])
    server.pin()


def add(results, scenario, repetition, other, pipit):
    results.add(server='californium', scenario=scenario, repetition=repetition, result=other)
    reference = {} if 'error' in other else {'reference': {
        'server': 'californium', 'rps': other['rps'], 'us': other.get('server_us_per_req'), 'work': other.get('server_us_without_jit')}}
    results.add(server='pipit', scenario=scenario, repetition=repetition, result=pipit, **reference)


def make_keys():
    """A certification authority, and what it has issued to the server and to all clients."""
    if os.path.exists(os.path.join(KEYS, 'server.p12')):
        return
    os.makedirs(KEYS, exist_ok=True)
    key = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
    openssl('req -x509 %s -days 365 -subj /CN=bench-ca -addext keyUsage=critical,keyCertSign,cRLSign -keyout ca-key.pem -out ca.pem' % key)
    for name in ('server', 'client'):
        with open(os.path.join(KEYS, name + '.ext'), 'w') as file:
            file.write('basicConstraints = CA:FALSE\nkeyUsage = critical, digitalSignature\n'
                       'extendedKeyUsage = serverAuth, clientAuth\nsubjectAltName = IP:127.0.0.1\n')
        openssl('req -new %s -subj /CN=%s -keyout %s-key.pem -out %s.csr' % (key, name, name, name))
        openssl('x509 -req -in %s.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 365 -sha256 -extfile %s.ext -out %s.pem' % (name, name, name))
    openssl('pkcs12 -export -in server.pem -inkey server-key.pem -name server -passout pass:bench -out server.p12')


def openssl(args):
    subprocess.run(['openssl', *args.split()], cwd=KEYS, check=True, capture_output=True)


def client(template, server, *options):
    words = command(template, server.port + 1, CLIENT_OPTS) + ['pid=%d' % server.pid, *options]
    priority(-20)
    out = subprocess.run(['taskset', '-c', '1', *words], capture_output=True, text=True)
    priority(0)
    line = [x for x in out.stdout.splitlines() if x.startswith('{')]
    return json.loads(line[-1]) if line else {'error': out.stderr[-500:]}


def requests(server, options):
    """Without DTLS the server is on the port before."""
    plain = ['port=%d' % server.port] if 'secure=false' in options else []
    return client(DTLS_LOAD[:-1] if plain else DTLS_LOAD, server, *plain, *options)


def latency(server, handshakes):
    return client(DTLS_LATENCY, server, 'open=%d' % handshakes)


class HandshakeClients:
    """One process for all windows: what it compiles, it compiles once."""

    def __init__(self):
        words = ['taskset', '-c', '1', *command(HANDSHAKE_LOAD, 0, CLIENT_OPTS)]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def window(self, server, options):
        priority(-20)
        self.process.stdin.write('port=%d pid=%d %s\n' % (server.port + 1, server.pid, options))
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        priority(0)
        return json.loads(line) if line else {'error': 'the client has ended'}

    def stop(self):
        self.process.stdin.close()
        self.process.wait(30)
