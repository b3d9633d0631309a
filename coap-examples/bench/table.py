#!/usr/bin/env python3
"""usage: table.py RESULTS.jsonl     the medians for each scenario, and their ratios to the reference, as tables

A ratio is the median, with quartiles, over all repetitions of the server's figure divided by that of the reference in
the window just before.
"""
import json
import statistics
import sys

COLUMNS = [
    ('req/s', lambda r: r.get('rps'), '%.0f'),
    ('µs CPU/req', lambda r: r.get('server_us_per_req', r.get('us_per_req')), '%.2f'),
    ('without JIT', lambda r: r.get('server_us_without_jit'), '%.1f'),
    ('p50 µs', lambda r: r['us']['p50'] if 'us' in r else r.get('p50'), '%.0f'),
    ('p99 µs', lambda r: r['us']['p99'] if 'us' in r else r.get('p99'), '%.0f'),
    ('max µs', lambda r: r['us'].get('max') if r.get('mode') == 'latency' else None, '%.0f'),
    ('threads', lambda r: r.get('threads'), '%.0f'),
    ('resumed', lambda r: r.get('resumed'), '%.0f'),
    ('MB/s', lambda r: r.get('mb_per_s'), '%.1f'),
    ('server CPU %', lambda r: r.get('server_cpu_pct'), '%.0f'),
    ('generator CPU %', lambda r: r.get('client_busy_pct'), '%.0f'),
    ('lost', lambda r: r.get('lost'), '%.0f'),
    ('RSS MB', lambda r: r['server_rss_kb'] / 1024 if 'server_rss_kb' in r else None, '%.0f'),
    ('peak live heap MB', lambda r: r.get('peak_heap_mb'), '%.0f'),
    ('first response ms', lambda r: r.get('first_response_ms'), '%.0f'),
    ('idle RSS MB', lambda r: r['idle_rss_kb'] / 1024 if 'idle_rss_kb' in r else None, '%.0f'),
    ('bytes kept each', lambda r: r.get('bytes_each'), '%.0f'),
]


def read(path):
    scenarios = {}
    with open(path) as file:
        for line in file:
            row = json.loads(line)
            scenarios.setdefault(row['scenario'], {}).setdefault(row['server'], []).append(row)
    return scenarios


def fine(rows):
    return [row for row in rows if 'error' not in row['result']]


def pairs(rows):
    return sorted(row['result']['rps'] / row['reference']['rps'] for row in fine(rows) if row.get('reference') and row['reference']['rps'])


def costs(rows, result, reference):
    """CPU time a request as a share of the reference's, pair by pair."""
    return sorted(row['result'][result] / row['reference'][reference] for row in fine(rows)
                  if row.get('reference') and row['reference'].get(reference) and row['result'].get(result))


def ratios(path):
    return {(scenario, server): statistics.median(pairs(rows))
            for scenario, servers in read(path).items() for server, rows in servers.items() if pairs(rows)}


def spread(values):
    return '%.2f (%.2f–%.2f)' % (statistics.median(values), values[len(values) // 4], values[3 * len(values) // 4])


def shares(rows):
    """What of the CPU time is compared over DTLS: all of it, and that of others than the JIT compiler."""
    if not any('work' in (row.get('reference') or {}) for row in rows):
        return []
    return [c for c in (('CPU', 'server_us_per_req', 'us'), ('CPU without JIT', 'server_us_without_jit', 'work')) if costs(rows, c[1], c[2])]


def write(path, out):
    for scenario, servers in read(path).items():
        rows = [row for each in servers.values() for row in fine(each)]
        columns = [c for c in COLUMNS if any(c[1](row['result']) is not None for row in rows)]
        compared = next((row['reference']['server'] for row in rows if row.get('reference')), None)
        titles = ['server'] + [c[0] for c in columns] + (['rate to ' + compared] if compared else []) + ['%s to %s' % (name, compared) for name, _, _ in shares(rows)]
        out.write('\n### %s\n\n| %s |\n|%s\n' % (scenario, ' | '.join(titles), '---|' * len(titles)))
        for server, all_rows in servers.items():
            good = fine(all_rows)
            if not good:
                out.write('| %s | %s |\n' % (server, all_rows[0]['result']['error']))
                continue
            cells = [server]
            for _, value, form in columns:
                values = [value(row['result']) for row in good if value(row['result']) is not None]
                cells.append(form % statistics.median(values) if values else '')
            if compared:
                cells.append(spread(pairs(good)) if pairs(good) else '')
            for _, result, reference in shares(rows):
                cells.append(spread(costs(good, result, reference)) if costs(good, result, reference) else '')
            out.write('| %s |\n' % ' | '.join(cells))


if __name__ == '__main__':
    write(sys.argv[1], sys.stdout)
