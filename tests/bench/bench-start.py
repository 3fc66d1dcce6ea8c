#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""Start to the first painted list of 300 clients and memory at rest, beside an empty libadwaita
window and one with the same column view of constants; interleaved, medians."""
import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time

RUNS = 15


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


def start(arguments):
    """Milliseconds to the painted list, KiB at rest."""
    began = monotonic()
    process = subprocess.Popen([*arguments, str(began)], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE)
    painted = int(process.stdout.readline()) / 1000
    memory = pss(process)
    process.stdin.close()
    process.wait()
    return painted, memory


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', required=True)
    parser.add_argument('--output', required=True)
    options = parser.parse_args()
    build = os.path.abspath(options.build)
    empty = os.path.join(build, 'tests/bench/start-empty')
    office = os.path.join(build, 'tests/bench/start-office')
    with tempfile.TemporaryDirectory() as folder:
        database = os.path.join(folder, 'office.db')
        subprocess.run([os.path.join(build, 'src/cli/dyryhent-cli'), '--database', database,
                        'sample', '--clients', '300', '--locale', 'uk'], check=True,
                       stdout=subprocess.DEVNULL)
        commands = {'window': [empty, 'window'], 'list': [empty, 'list'],
                    'office': [office, database]}
        times, memory = {n: [] for n in commands}, {n: [] for n in commands}
        for name in commands:
            start(commands[name])  # warm
        for _ in range(RUNS):
            for name, command in commands.items():
                painted, kib = start(command)
                times[name].append(painted)
                memory[name].append(kib / 1024)
    medians = {n: statistics.median(v) for n, v in times.items()}
    kept = {n: statistics.median(v) for n, v in memory.items()}
    lines = [
        ('empty window, first paint', medians['window'], 'ms', None),
        ('column view of constants, first paint', medians['list'], 'ms', None),
        ('300 clients, first painted list', medians['office'], 'ms', None),
        ('300 clients / column view of constants', medians['office'] / medians['list'], 'x', 2),
        ('empty window, PSS', kept['window'], 'MiB', None),
        ('300 clients, PSS', kept['office'], 'MiB', None),
        ('PSS / empty window', kept['office'] / kept['window'], 'x', 1.5),
    ]
    with open(options.output, 'w', encoding='utf-8') as file:
        json.dump([{'name': n, 'value': round(v, 3), 'unit': u, 'bound': b}
                   for n, v, u, b in lines], file, indent=1)


if __name__ == '__main__':
    main()
