#!/usr/bin/env python3
"""usage: run SET [REPETITIONS] [SERVER…]

  server      requests, blocks and notifications; server and generator on a core each
  smoke       a part of that, for continuous integration; fails below half of what is expected
  two-cores   the same two cores for both; one event loop and two
  transfers   one body after the other, 64 KiB and 16 MiB, with the peak of the server's live heap
  memory      what is left of a million requests of a thousand peers
  dtls        requests and handshakes over DTLS beside Californium, and how soon others are answered meanwhile
  startup     the time until the first response, and the memory of the idle server
  client      requests of one client, 64 in flight, to the C echo

Every window of a server comes right behind one of a reference, and the ratio is taken pair by pair: the speed of a
shared machine drifts within seconds, by a third and more. Results go to target/bench/SET.jsonl and, as tables, to the
output.
"""
import json
import os
import re
import subprocess
import sys
import time

import dtls as over_dtls
import table
from processes import COAPLOAD, Server, command, priority
from servers import ARCHIVE, CLIENTS, DTLS, GROWTH, HANDSHAKES, LOADS, MEMORY, OPEN, SERVERS, SETS, TARGET, WARM_UP, can, is_java, reference

PORT = 6100  # and upwards, one for each server
WINDOW = 0.6  # seconds
TRANSFERS = {
    '64 KiB down': '--block2 -u /large -c 1',
    '64 KiB up': '--block1 -u /sink -p 65536 -c 1',
    '16 MiB down': '--block2 -u /huge -c 1',
    '16 MiB up': '--block1 -u %s -p 16777216 -c 1',
}
EXPECTED = {'con-64x4': 0.78, 'con-1000': 0.75, 'block2': 0.65}


class Results:
    def __init__(self, name):
        self.path = os.path.join(TARGET, name + '.jsonl')
        self.file = open(self.path, 'w')

    def add(self, **row):
        self.file.write(json.dumps(row) + '\n')
        self.file.flush()
        print(row['server'], row['scenario'], row['repetition'], row['result'], file=sys.stderr, flush=True)

    def tables(self):
        self.file.close()
        table.write(self.path, sys.stdout)


def loads(name, repetitions, chosen):
    """All servers run at once, idle but for the one that is measured, so that the windows come closely together."""
    scenarios, servers = SETS[name]
    if os.environ.get('LOADS'):
        scenarios = [s for s in scenarios if s in os.environ['LOADS'].split(',')]
    wanted = [s for s in chosen or servers if s in SERVERS]
    names = list(dict.fromkeys([reference(s) for s in scenarios] + wanted))
    cpus = '0,1' if name == 'two-cores' else '0'
    results = Results(name)
    running = []
    try:
        for i, server in enumerate(names):
            running.append(Server(server, cpus, PORT + i))
            running[-1].warm([s for s in WARM_UP if s in scenarios and can(server, s)], 4 if name == 'smoke' else 24)
        by_name = {server.name: server for server in running}
        for repetition in range(repetitions):
            for scenario in scenarios:
                for server in running if repetition % 2 == 0 else running[::-1]:
                    if server.name in wanted and can(server.name, scenario):
                        pair(results, by_name[reference(scenario)], server, scenario, repetition, cpus)
    finally:
        for server in running:
            server.stop()
    results.tables()
    return results


def pair(results, other, server, scenario, repetition, cpus):
    generator, spin = ('0,1', '') if cpus == '0,1' else ('1', ' --spin')
    before = other.measure(LOADS[scenario] + spin, generator, WINDOW)
    result = server.measure(LOADS[scenario] + spin, generator, WINDOW)
    results.add(server=server.name, scenario=scenario, repetition=repetition, result=result, reference=as_reference(other.name, before))


def as_reference(name, result):
    return {'server': name, 'rps': result['rps'], 'us': result['server_us_per_req'], 'p50': result['us']['p50'], 'p99': result['us']['p99']}


def smoke(repetitions, chosen):
    results = loads('smoke', repetitions, chosen)
    ratios = table.ratios(results.path)
    slow = ['%s: %.2f of %s (expected: more than %.2f)' % (s, ratios[s, 'pipit'], reference(s), e / 2)
            for s, e in EXPECTED.items() if ratios.get((s, 'pipit'), e) < e / 2]
    if slow:
        raise SystemExit('too slow: ' + '; '.join(slow))


def transfers(repetitions, chosen):
    results = Results('transfers')
    for repetition in range(repetitions):
        for name in chosen or ['pipit', 'californium', 'java-coap']:
            sink = '/pour' if name.startswith(('pipit', 'other')) else '/sink'
            for scenario, args in TRANSFERS.items():
                log = os.path.join(TARGET, 'gc.log')
                # A small young generation, so that what a collection leaves is looked at often.
                server = Server(name, '0', PORT, '-Xmx1g -Xmn8m -XX:+UseSerialGC -Xlog:gc:file=%s' % log)
                try:
                    server.load('-c 1 -w 1', '0,1', 3, 0)
                    args = args % sink if '%s' in args else args
                    # One peer has 65,536 message IDs; what comes beyond them is a duplicate.
                    for _ in range(3):
                        server.load(args, '0,1', 1, 0)
                    result = server.load(args + ' --spin', '1', 1, 0)
                    result['peak_heap_mb'] = peak_heap_mb(log)
                    results.add(server=name, scenario=scenario, repetition=repetition, result=result)
                finally:
                    server.stop()
    results.tables()


def peak_heap_mb(log):
    """The most that a collection has left."""
    with open(log) as lines:
        return max((int(m.group(1)) for m in (re.search(r'->(\d+)M\(', line) for line in lines) if m), default=0)


def memory(repetitions, chosen):
    results = Results('memory')
    for repetition in range(repetitions):
        for name in chosen or MEMORY:
            server = Server(name, '0,1', PORT, '-Xms256m -Xmx5g -XX:+UseG1GC')
            try:
                server.warm(['con-64x4'], 3)
                before = server.live_heap_kb() if is_java(name) else 0
                priority(-15)
                result = server.load('-c 1000 -w 1 -n 1000000', '0,1', 180, 0)
                priority(0)
                after = server.live_heap_kb() if is_java(name) else 0
                result['bytes_each'] = (after - before) * 1024 / max(1, result['count'])
                results.add(server=name, scenario='a million', repetition=repetition, result=result)
            finally:
                server.stop()
    results.tables()


def growth(repetitions, chosen):
    results = Results('growth')
    for scenario, (name, history, small_path, grown_path) in GROWTH.items():
        small, grown = Server('pipit-10', '0', PORT), Server(name, '0', PORT + 1)
        try:
            for server in (small, grown):
                server.warm(['con-1000'], 12)
            for load in history:
                past = grown.load(load, '0,1', 0.2, 0.8)
                if 'error' in past:
                    raise SystemExit('%s: %s' % (scenario, past['error']))
            for repetition in range(repetitions):
                before = small.measure('-c 1000 -w 1 --spin -u ' + small_path, '1', WINDOW)
                result = grown.measure('-c 1000 -w 1 --spin -u ' + grown_path, '1', WINDOW)
                results.add(server='few', scenario=scenario, repetition=repetition, result=before)
                results.add(server='many', scenario=scenario, repetition=repetition, result=result, reference=as_reference('few', before))
        finally:
            small.stop()
            grown.stop()
    results.tables()


def dtls(repetitions, chosen):
    results = Results('dtls')
    scenarios = [*DTLS, *HANDSHAKES, *OPEN]
    if os.environ.get('LOADS'):
        scenarios = [s for s in scenarios if any(load in s for load in os.environ['LOADS'].split(','))]
    over_dtls.measure(results, PORT, repetitions, scenarios)
    results.tables()


def startup(repetitions, chosen):
    results = Results('startup')
    start('pipit-hello', '-Xmx32m -XX:+UseSerialGC -XX:ArchiveClassesAtExit=' + ARCHIVE)
    for repetition in range(repetitions):
        for name in chosen or ['netty-echo', 'pipit-hello', 'pipit-hello-archive', 'coap-serve', 'californium', 'java-coap', 'libcoap']:
            if name not in SERVERS:
                continue
            archive = ' -XX:SharedArchiveFile=' + ARCHIVE if name.endswith('-archive') else ''
            results.add(server=name, scenario='start', repetition=repetition, result=start(name, '-Xmx32m -XX:+UseSerialGC' + archive))
            time.sleep(0.5)
    results.tables()


def start(name, options):
    environment = dict(os.environ, COAP_OPTS='-Xmx32m')
    path = '/sensors/uptime' if name == 'coap-serve' else '/bench'
    words = [COAPLOAD, '-P', str(PORT), '-u', path, '--startup', '--idle', '1', '--', *command(SERVERS[name], PORT, options)]
    priority(-20)
    out = subprocess.run(words, env=environment, capture_output=True, text=True)
    priority(0)
    line = [x for x in out.stdout.splitlines() if x.startswith('{')]
    return json.loads(line[0]) if line else {'error': out.stderr}


def client(repetitions, chosen):
    results = Results('client')
    for repetition in range(repetitions):
        for name in chosen or CLIENTS:
            server = Server('c-echo', '0', PORT)
            try:
                priority(-20)
                words = command(CLIENTS[name], PORT, '-Xms512m -Xmx1g -XX:+UseSerialGC')
                out = subprocess.run(['taskset', '-c', '1', *words], capture_output=True, text=True)
                priority(0)
                line = [x for x in out.stdout.splitlines() if x.startswith('{')]
                results.add(server=name, scenario='client 1x64', repetition=repetition, result=json.loads(line[-1]) if line else {'error': out.stderr[-500:]})
            finally:
                server.stop()
    results.tables()


def main():
    name = sys.argv[1] if len(sys.argv) > 1 else 'server'
    repetitions = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    chosen = sys.argv[3:]
    unknown = [s for s in chosen if s not in SERVERS and s not in CLIENTS]
    if unknown:
        raise SystemExit('server: %s (expected: some of %s)' % (' '.join(unknown), ' '.join(SERVERS)))
    if name == 'smoke':
        smoke(repetitions, chosen)
    elif name in SETS:
        loads(name, repetitions, chosen)
    elif name in ('transfers', 'memory', 'growth', 'dtls', 'startup', 'client'):
        globals()[name](repetitions, chosen)
    else:
        raise SystemExit(__doc__)


def in_a_session_of_its_own():
    """The group of processes whose priority may be raised is a session's."""
    if os.getsid(0) == os.getpid():
        return main()
    child = os.fork()
    if child == 0:
        os.setsid()
        return main()
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


if __name__ == '__main__':
    in_a_session_of_its_own()
