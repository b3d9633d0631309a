"""What is measured: the servers, the loads, and who is compared with whom."""
import glob
import os
import shlex

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.normpath(os.path.join(HERE, '..', 'target', 'bench'))
COAP = os.path.normpath(os.path.join(HERE, '..', 'bin', 'coap'))
JAVA = os.path.join(os.environ['JAVA_HOME'], 'bin', 'java') if os.environ.get('JAVA_HOME') else 'java'
NEWER_JAVA = next(iter(sorted(glob.glob('/usr/lib/jvm/*25*/bin/java'))), None)

HEAP = '-Xms1g -Xmx3g -XX:+UseG1GC'
FLOOR_HEAP = '-Xms256m -Xmx256m -XX:+UseSerialGC'


ARCHIVE = os.path.join(TARGET, 'hello.jsa')
KEYS = os.path.join(TARGET, 'keys')  # made when they are needed
CERTIFICATES = ['--cert', os.path.join(KEYS, 'server.pem'), '--key', os.path.join(KEYS, 'server-key.pem'), '--ca', os.path.join(KEYS, 'ca.pem')]


def jvm(main, *args):
    """A Java server of this directory; {opts} and {java} are filled in when it is started."""
    own = os.path.join(TARGET, 'bench.jar')
    if main in ('NettyEcho', 'PipitClient', 'PipitHello'):  # with what coap-core needs, as a program that embeds it has
        library = os.path.join(TARGET, '..', 'lib')
        libraries = ':'.join(jar for name in ('coap-core', 'netty', 'slf4j') for jar in sorted(glob.glob(os.path.join(library, name + '*.jar'))))
    elif main in ('DtlsLoad', 'DtlsLatency', 'HandshakeLoad'):
        libraries = os.path.join(TARGET, '..', 'lib', '*')
    else:
        libraries = os.path.join(TARGET, 'lib', '*')
    return ['{java}', '{opts}', '--enable-native-access=ALL-UNNAMED', '-cp', own + ':' + libraries, main, *args]


SERVERS = {
    'c-echo': [os.path.join(TARGET, 'coapfloor'), '{port}', '64'],
    'netty-echo': jvm('NettyEcho', 'port={port}'),
    'netty-echo-2': jvm('NettyEcho', 'port={port}', 'threads=2'),
    'pipit': [COAP, 'serve', '--bench', '--port', '{port}'],
    'pipit-coaps': [COAP, 'serve', '--bench', '--psk', 'bench:0123456789abcdef', *CERTIFICATES, '--port', '{port}'],
    'californium-coaps': jvm('CaliforniumServer', 'port={port}', 'secure=true', 'keys=' + KEYS),
    'pipit-hello': jvm('PipitHello', 'port={port}'),
    'pipit-hello-archive': jvm('PipitHello', 'port={port}'),
    'coap-serve': [COAP, 'serve', '--port', '{port}'],
    'pipit-workers': [COAP, 'serve', '--bench', '--workers', '--port', '{port}'],
    'pipit-10': [COAP, 'serve', '--bench', '--resources', '10', '--port', '{port}'],
    'pipit-100000': [COAP, 'serve', '--bench', '--resources', '100000', '--port', '{port}'],
    'pipit-2-loops': [COAP, 'serve', '--bench', '--loops', '2', '--port', '{port}'],
    'californium': jvm('CaliforniumServer', 'port={port}'),
    'californium-defaults': jvm('CaliforniumServer', 'port={port}', 'tuned=false'),
    'java-coap': jvm('JavaCoapServer', 'port={port}'),
    'java-coap-2M': jvm('JavaCoapServer', 'port={port}', 'duplicates=2000000'),
    'libcoap': [os.path.join(TARGET, 'libcoap-server'), '{port}'],
}
if os.environ.get('OTHER'):  # another build of Pipit, or anything else: a command with {port} in it
    SERVERS['other'] = shlex.split(os.environ['OTHER'])
if not os.path.exists(SERVERS['libcoap'][0]):
    del SERVERS['libcoap']

CLIENTS = {
    'c-load': [os.path.join(TARGET, 'coapload'), '-P', '{port}', '-c', '1', '-w', '64', '-d', '3', '--warmup', '1'],
    'pipit': jvm('PipitClient', 'port={port}'),
    'californium': jvm('CaliforniumClient', 'port={port}'),
    'java-coap': jvm('JavaCoapClient', 'port={port}'),
}

DTLS_LOAD = jvm('DtlsLoad', 'port={port}')
DTLS_LATENCY = jvm('DtlsLatency', 'port={port}')
HANDSHAKE_LOAD = jvm('HandshakeLoad', 'keys=' + KEYS)
DTLS = {'coaps GET of 64 bytes': [], 'coap GET of 64 bytes': ['secure=false']}
# And how many to warm up with.
HANDSHAKES = {
    'PSK handshake': ('psk=true', 60000),
    'ECDSA handshake': ('psk=false', 8000),
    'PSK handshake, resumed': ('psk=true resumed=true', 15000),
    'ECDSA handshake, resumed': ('psk=false resumed=true', 10000),
}
OPEN = {'coaps GET beside no handshakes': 0, 'coaps GET beside 1,000 silent handshakes': 1000}

LOADS = {
    'con-1': '-c 1 -w 1',
    'con-64x4': '-c 64 -w 4 --gso',
    'con-1000': '-c 1000 -w 1',
    'non-64x4': '-c 64 -w 4 --gso -t NON',
    'post-64x4': '-c 64 -w 4 --gso -m POST -u /sink -p 32',
    'block2': '--block2 -u /large -c 16',
    'block1': '--block1 -u /sink -p 65536 -c 16',
    'observe-non': '--observe 1000 -c 1000 --trigger -u /obs',
    'observe-con': '--observe 1000 -c 1000 --trigger -u /obsc',
}
WARM_UP = ['con-64x4', 'non-64x4', 'post-64x4', 'block2', 'block1', 'con-1000', 'observe-non', 'observe-con']

RIVALS = ['californium', 'java-coap', 'libcoap']
SETS = {
    # the server on one core, the generator on the other
    'server': (['con-1', 'con-64x4', 'con-1000', 'non-64x4', 'post-64x4', 'block2', 'block1', 'observe-non', 'observe-con'],
               ['netty-echo', 'c-echo', 'pipit', 'pipit-workers', *RIVALS]),
    # a part of it, short enough for continuous integration
    'smoke': (['con-64x4', 'con-1000', 'block2'], ['netty-echo', 'c-echo', 'pipit']),
    # servers and generator share both cores
    'two-cores': (['con-1', 'con-64x4', 'con-1000'], ['netty-echo', 'netty-echo-2', 'pipit', 'pipit-2-loops', *RIVALS]),
}
MEMORY = ['pipit', 'californium-defaults', 'californium', 'java-coap', 'java-coap-2M', *(['libcoap'] if 'libcoap' in SERVERS else [])]

# What a server has been through, on which path, before a thousand peers ask it. The generator has an address of its own
# in each run, so that 20 runs of 5,000 are 100,000 peers.
GROWTH = {
    '100,000 peers': ('pipit', ['-c 5000 -w 1 -n 25000'] * 20, '/bench', '/bench'),
    '100,000 resources': ('pipit-100000', [], '/resources/9', '/resources/99999'),
    '100,000 observers': ('pipit', ['--observe 5000 -c 5000 -u /obs --keep'] * 20, '/bench', '/bench'),
}


def reference(scenario):
    """Whom a figure is divided by: the Netty echo, or the C one, which alone can send blocks and notifications."""
    return 'c-echo' if scenario.startswith(('block', 'observe')) else 'netty-echo'


def is_java(name):
    return name not in ('c-echo', 'libcoap')


def can(name, scenario):
    if name.startswith('netty'):
        return not scenario.startswith(('block', 'observe'))
    return not (name.startswith('java-coap') and scenario == 'observe-non')
