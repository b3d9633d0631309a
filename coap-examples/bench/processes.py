"""Servers as processes, pinned to cores, and the load on them."""
import json
import os
import subprocess
import tempfile
import time

from servers import FLOOR_HEAP, HEAP, HERE, JAVA, LOADS, SERVERS, TARGET, is_java

NOISY = 30  # percent of a core that other processes took: above it a window is repeated
COAPLOAD = os.path.join(TARGET, 'coapload')


def priority(nice):
    """Other work on the machine disturbs less where the kernel groups processes by session and allows this (root)."""
    try:
        with open('/proc/self/autogroup', 'w') as file:
            file.write(str(nice))
    except OSError:
        pass


def command(template, port, opts, java=JAVA):
    words = []
    for word in template:
        words += opts.split() if word == '{opts}' else [word.format(port=port, java=java)]
    return words


class Server:
    """A server under test. A JVM starts on both cores, so that it compiles there, and is pinned after its warm-up."""

    def __init__(self, name, cpus, port, heap=None, java=JAVA):
        self.name, self.cpus, self.port, self.java = name, cpus, port, java
        self.opts = heap or (FLOOR_HEAP if name.startswith('netty') else HEAP)
        if cpus == '0':
            self.opts += ' -XX:ActiveProcessorCount=1'
        self.start()

    def start(self):
        environment = dict(os.environ, COAP_OPTS=self.opts) if self.name.startswith(('pipit', 'other')) else None
        cores = '0,1' if is_java(self.name) else self.cpus
        self.log = tempfile.NamedTemporaryFile('w+', prefix='bench-%s-' % self.name, suffix='.log')
        words = command(SERVERS[self.name], self.port, self.opts, self.java)
        self.process = subprocess.Popen(['taskset', '-c', cores, *words], env=environment, stdout=self.log, stderr=self.log)
        self.pid = self.process.pid
        for _ in range(600):
            if self.process.poll() is not None:
                self.log.seek(0)
                raise SystemExit(self.name + ' ended: ' + self.log.read())
            if self.load('-c 1 -w 1', '0,1', 0.03, 0).get('count'):
                return
            time.sleep(0.05)
        raise SystemExit(self.name + ' does not answer')

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def load(self, args, cpus='1', seconds=0.6, warmup=0.15):
        words = ['taskset', '-c', cpus, COAPLOAD, '-P', str(self.port), '--pid', str(self.pid), '-d', str(seconds), '--warmup', str(warmup)]
        result = subprocess.run(words + args.split(), cwd=HERE, capture_output=True, text=True)
        return json.loads(result.stdout) if result.stdout else {'error': result.stderr.strip()}

    def warm(self, scenarios, seconds):
        if not is_java(self.name):
            return
        priority(-15)
        # Twice, as the JIT compiler begins anew with what a change of load makes of its assumptions.
        for scenario in scenarios * 2:
            self.load(LOADS[scenario], '0,1', seconds / len(scenarios) / 2, 0)
        priority(0)
        self.pin()

    def pin(self):
        if self.cpus == '0':
            subprocess.run(['taskset', '-a', '-cp', '0', str(self.pid)], capture_output=True)

    def measure(self, args, cpus, seconds):
        if self.name == 'libcoap':  # it becomes slower with the peers that it remembers
            self.stop()
            self.start()
        best = None
        for _ in range(3):
            priority(-20)
            result = self.load(args, cpus, seconds)
            priority(0)
            if 'error' in result:
                return result
            if best is None or result['others_cpu_pct'] < best['others_cpu_pct']:
                best = result
            if best['others_cpu_pct'] <= NOISY:
                break
        return best

    def live_heap_kb(self):
        """What a full collection leaves."""
        subprocess.run(['jcmd', str(self.pid), 'GC.run'], capture_output=True)
        out = subprocess.run(['jcmd', str(self.pid), 'GC.heap_info'], capture_output=True, text=True).stdout
        used = [line.split('used ')[1].split('K')[0] for line in out.splitlines() if 'garbage-first heap' in line and 'used ' in line]
        return sum(int(kb) for kb in used)
