#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""Lists of 1 000 000 clients (and 3 000 000 other records): opening, moving, sorting and memory beside
the same column view over constant strings, a GListStore of the same clients and an empty window; one
edit and one of 100 000 records beside the bare SQL. Interleaved, medians. The office is made once
into build/bench and kept.

--only sync: the window on an office of 20 000 clients, scrolled and searched over and over alone, while
100 000 more come in from the fake CRM, and alone again; one run, so that the three stand side by
side. Work is processor time of the main thread, which a busy machine does not change."""
import argparse
import contextlib
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import tempfile
import time

from bench_office import make_office

RUNS = 5
SYNC_CLIENTS = 20_000
KEY = '0123456789abcdef0123456789abcdef'
STORE_RUNS = 1  # it takes seconds, and half a gigabyte


def pss(process):
    """MiB of memory that is this process's part, once it changes no more."""
    last = None
    while True:
        with open(f'/proc/{process.pid}/smaps_rollup', encoding='ascii') as file:
            now = next(int(line.split()[1]) for line in file if line.startswith('Pss:'))
        if last is not None and abs(now - last) < 64:
            return now / 1024
        last = now
        try:
            process.wait(0.5)
        except subprocess.TimeoutExpired:
            pass


def run(arguments):
    """What a window measured, and its memory afterwards."""
    process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    figures = json.loads(process.stdout.readline())
    figures = figures if isinstance(figures, dict) else {}
    figures['pss'] = pss(process)
    process.stdin.close()
    process.wait()
    return figures


def medians(runs):
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def measure_windows(build, office):
    program = os.path.join(build, 'tests/bench/lists-window')
    empty = os.path.join(build, 'tests/bench/start-empty')
    runs = {'office': [], 'constants': [], 'store': [], 'empty': []}
    run([program, 'office', office])  # warm
    for i in range(RUNS):
        for name in ('office', 'constants'):
            runs[name].append(run([program, name, office]))
        now = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
        runs['empty'].append(run([empty, 'window', str(now)]))
        if i < STORE_RUNS:
            runs['store'].append(run([program, 'store', office]))
    return {name: medians(values) for name, values in runs.items()}


def measure_writes(build, office):
    with tempfile.TemporaryDirectory(dir=os.path.dirname(office)) as folder:
        ours, bare = os.path.join(folder, 'ours.db'), os.path.join(folder, 'bare.db')
        shutil.copyfile(office, ours)
        shutil.copyfile(office, bare)
        return json.loads(subprocess.run(
            [os.path.join(build, 'tests/bench/lists-write'), ours, bare], check=True,
            capture_output=True, text=True).stdout)


def measure_sync(build, output, records):
    program = os.path.join(build, 'tests/bench/sync-window')
    office = make_office(build, output, SYNC_CLIENTS)
    environment = dict(os.environ, DYRYHENT_API_KEY=KEY, SECRET_BACKEND='file')
    with tempfile.TemporaryDirectory(dir=os.path.dirname(office)) as folder:
        database = os.path.join(folder, 'office.db')
        shutil.copyfile(office, database)
        # As those of a sample office: they never leave.
        with contextlib.closing(sqlite3.connect(database)) as connection, connection:
            connection.execute('UPDATE record SET origin = 3, push = 0, seq = NULL')
        crm = subprocess.Popen([os.path.join(build, 'tests/support/fake-espocrm'), '--mode', 'extension',
                                '--until-eof', '--records', str(records)],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        url = crm.stdout.readline().strip()
        output = subprocess.run([program, database, url], check=True, capture_output=True, text=True,
                                env=environment).stdout
        crm.stdin.close()
        crm.wait()
    return json.loads(output)


def lines_of_sync(phases, records):
    before, during, after = (phases[name] for name in ('before', 'during', 'after'))
    lines = [(f'{records} clients came in', during['took'], 's', None)]
    for title, name, bound in (('work of a round of scrolling and typing', 'work', None),
                               ('work for a frame, p99', 'frame_p99', 1.5),
                               ('work for a frame, longest', 'frame_longest', None),
                               ('longest turn of the main loop, its work', 'longest_work', None),
                               ('from frame to frame, median', 'interval_p50', None),
                               ('from frame to frame, p99', 'interval_p99', None),
                               ('from a letter to its frame, median', 'key_p50', None)):
        alone = (before[name] + after[name]) / 2
        lines += [(title + ', alone', before[name], 'ms', None),
                  ('… while they came in', during[name], 'ms', bound * alone if bound else None),
                  ('… alone with them', after[name], 'ms', None)]
    return lines


def lines_of(windows, writes):
    office, constants, store, empty = (
        windows[name] for name in ('office', 'constants', 'store', 'empty'))
    return [
        ('column view of constants opened', constants['opened'], 'ms', None),
        ('clients opened, first rows painted', office['opened'], 'ms', 250 + constants['opened']),
        ('GListStore opened', store['opened'], 'ms', None),
        ('row objects alive, at most', office['alive'], '', 1000),
        ('frame while scrolling, p99', office['scroll_p99'], 'ms', None),
        ('… / constants', office['scroll_p99'] / constants['scroll_p99'], 'x', 1.5),
        ('frame while jumping, p99', office['jump_p99'], 'ms', None),
        ('… / constants', office['jump_p99'] / constants['jump_p99'], 'x', 1.5),
        ('work for a frame while scrolling, p99', office['scroll_work'], 'ms',
         1.5 * constants['scroll_work']),
        ('… of constants', constants['scroll_work'], 'ms', None),
        ('work for a frame while jumping, p99', office['jump_work'], 'ms',
         1.5 * constants['jump_work']),
        ('… of constants', constants['jump_work'], 'ms', None),
        ('sorted by city', office['sort_city'], 'ms', 400),
        ('sorted by next contact', office['sort_date'], 'ms', 400),
        ('GListStore sorted by city', store['sort_city'], 'ms', None),
        ('longest turn of the main loop while sorting, painting aside', office['turn'], 'ms', 16),
        ('… of the GListStore', store['turn'], 'ms', None),
        ('a field edit saved, p95', writes['edit_ours_p95'], 'ms', None),
        ('bare UPDATE and INSERT, p95', writes['edit_bare_p95'], 'ms', None),
        ('edit / bare, p95', writes['edit_ours_p95'] / writes['edit_bare_p95'], 'x', 3),
        (f'edit of {writes["bulk_n"]} records', writes['bulk_ours'], 'ms', None),
        ('bare UPDATE of them', writes['bulk_bare'], 'ms', None),
        ('its undo', writes['bulk_undo'], 'ms', None),
        ('its redo', writes['bulk_redo'], 'ms', None),
        ('its undo, change by change', writes['bulk_undo_each'], 'ms', None),
        ('undo / bulk edit', writes['bulk_undo'] / writes['bulk_ours'], 'x', 1.5),
        ('bulk edit / bare UPDATE', writes['bulk_ours'] / writes['bulk_bare'], 'x', 5),
        ('PSS, scrolled', office['pss'], 'MiB', 1.5 * empty['pss'] + 40),
        ('PSS of an empty window', empty['pss'], 'MiB', None),
        ('PSS of the GListStore', store['pss'], 'MiB', None),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', required=True)
    parser.add_argument('--output', required=True)
    parser.add_argument('--clients', type=int, default=1_000_000)
    parser.add_argument('--records', type=int, default=100_000, help='that come in')
    parser.add_argument('--only', choices=('lists', 'sync'))
    options = parser.parse_args()
    build = os.path.abspath(options.build)
    lines = []
    if options.only in (None, 'lists'):
        office = make_office(build, options.output, options.clients)
        lines += lines_of(measure_windows(build, office), measure_writes(build, office))
    if options.only in (None, 'sync'):
        lines += lines_of_sync(measure_sync(build, options.output, options.records), options.records)
    with open(options.output, 'w', encoding='utf-8') as file:
        json.dump([{'name': n, 'value': round(v, 3), 'unit': u,
                    'bound': round(b, 3) if b is not None else None} for n, v, u, b in lines],
                  file, indent=1)


if __name__ == '__main__':
    main()
