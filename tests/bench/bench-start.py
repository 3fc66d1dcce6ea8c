#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""Start to the first painted list of 300 clients and memory at rest, beside an empty libadwaita
window and one with the same column view of constants; interleaved, medians. Once drawn by GL, as
GTK does where it is not told otherwise, and once by cairo, where an empty window is so small that
the column view of constants alone is past the bound."""
import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time

RUNS = 15
# What the display of the tests sets for cairo, taken away for GTK's own choice.
CAIRO = ('GDK_DEBUG', 'GSK_RENDERER')
RENDERERS = {
    'GL': {name: value for name, value in os.environ.items() if name not in CAIRO},
    'cairo': dict(os.environ),
}


def monotonic():
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000


def pss(process):
    """KiB of memory that is this process's part, once it changes no more."""
    last = None
    while True:
        with open(f'/proc/{process.pid}/smaps_rollup', encoding='ascii') as file:
            now = next(int(line.split()[1]) for line in file if line.startswith('Pss:'))
        if now == last:
            return now
        last = now
        try:
            process.wait(0.5)
        except subprocess.TimeoutExpired:
            pass


def start(arguments, environment):
    """Milliseconds to the painted list, MiB at rest."""
    began = monotonic()
    process = subprocess.Popen([*arguments, str(began)], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, env=environment)
    painted = int(process.stdout.readline()) / 1000
    memory = pss(process) / 1024
    process.stdin.close()
    process.wait()
    return painted, memory


def measure(commands, environment):
    """Medians of the starts of each command: milliseconds, MiB."""
    starts = {name: [] for name in commands}
    for command in commands.values():
        start(command, environment)  # warm
    for _ in range(RUNS):
        for name, command in commands.items():
            starts[name].append(start(command, environment))
    return {name: [statistics.median(values) for values in zip(*runs)]
            for name, runs in starts.items()}


def lines_of(renderer, figures):
    (_, window), (constants, table), (painted, office) = (
        figures[name] for name in ('window', 'list', 'office'))
    return [
        (f'{renderer}: column view of constants, first paint', constants, 'ms', None),
        (f'{renderer}: 300 clients, first painted list', painted, 'ms', None),
        (f'{renderer}: 300 clients / column view of constants', painted / constants, 'x', 2),
        (f'{renderer}: empty window, PSS', window, 'MiB', None),
        (f'{renderer}: column view of constants, PSS', table, 'MiB', None),
        (f'{renderer}: 300 clients, PSS', office, 'MiB', None),
        (f'{renderer}: PSS / empty window', office / window, 'x', 1.5),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', required=True)
    parser.add_argument('--output', required=True)
    options = parser.parse_args()
    build = os.path.abspath(options.build)
    empty = os.path.join(build, 'tests/bench/start-empty')
    office = os.path.join(build, 'tests/bench/start-office')
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        database = os.path.join(folder, 'office.db')
        subprocess.run([os.path.join(build, 'src/cli/dyryhent-cli'), '--database', database,
                        'sample', '--clients', '300', '--locale', 'uk'], check=True,
                       stdout=subprocess.DEVNULL)
        commands = {'window': [empty, 'window'], 'list': [empty, 'list'],
                    'office': [office, database]}
        for renderer, environment in RENDERERS.items():
            lines += lines_of(renderer, measure(commands, environment))
    with open(options.output, 'w', encoding='utf-8') as file:
        json.dump([{'name': n, 'value': round(v, 3), 'unit': u, 'bound': b}
                   for n, v, u, b in lines], file, indent=1)


if __name__ == '__main__':
    main()
