#!/usr/bin/env python3
"""usage: chart.py RESULTS.jsonl > CHART.svg     bars: the rate of each server as a share of the reference's"""
import statistics
import sys
from html import escape

import table

LEFT, WIDTH, BAR, GAP = 190, 420, 16, 30
COLOURS = {'pipit': '#0b7285', 'pipit-workers': '#66b2bf', 'pipit-2-loops': '#3d97a6', 'other': '#5f3dc4'}
GREY = '#adb5bd'


def main():
    rows, y = [], 30
    for scenario, servers in table.read(sys.argv[1]).items():
        named = [(server, table.pairs(each), each) for server, each in servers.items() if table.pairs(each)]
        if not named:
            continue
        reference = table.fine(named[0][2])[0]['reference']['server']
        rows.append('<text x="10" y="%d" class="title">%s, share of %s</text>' % (y, escape(scenario), escape(reference)))
        y += 10
        for server, pairs, _ in sorted(named, key=lambda n: -statistics.median(n[1])):
            rows += bar(server, statistics.median(pairs), y)
            y += BAR + 4
        y += GAP
    print('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">' % (LEFT + WIDTH + 60, y))
    print('<style>.title{font-weight:bold}</style><rect width="100%" height="100%" fill="#fff"/>')
    print('\n'.join(rows))
    print('</svg>')


def bar(server, share, y):
    width = min(share, 1.3) / 1.3 * WIDTH
    return ['<text x="%d" y="%d" text-anchor="end">%s</text>' % (LEFT - 8, y + 13, escape(server)),
            '<rect x="%d" y="%d" width="%.0f" height="%d" fill="%s"/>' % (LEFT, y, width, BAR, COLOURS.get(server, GREY)),
            '<text x="%.0f" y="%d">%.2f</text>' % (LEFT + width + 6, y + 13, share)]


if __name__ == '__main__':
    main()
