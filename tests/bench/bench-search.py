#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""Search as one types, in 1 000 000 clients and 3 000 000 other records, beside what other programs
would do with the same clients: SQL LIKE '%word%', a full-text table asked plainly for beginnings of
words, a GtkFilterListModel over a GListStore. All of them give the clients in order; only ours finds
all types, the wrong keyboard layout and the other script besides. Interleaved; the office is that of
bench-lists. Then the same words are typed into the window, into its list and into the search over
everything: how long the turns of its main loop are."""
import argparse
import json
import os
import statistics
import subprocess

from bench_office import make_office

RUNS = 3
# Words that everybody has, some have, one has, nobody has; another script, the wrong layout, digits.
WORDS = ('ромашка', 'ТОВ', 'логістика', 'київ', 'Їжакевич', '0671234', '4711/26', 'карпатський трейд',
         'Romashka', 'hjvfirf', 'дзвінок', '24.12', 'нічогонемає')


def run(program, office):
    """What each key took."""
    output = subprocess.run([program, office, *WORDS], check=True, capture_output=True, text=True)
    return [json.loads(line) for line in output.stdout.splitlines()]


def measure_window(program, office):
    """What typing costs the thread that has to answer the keys; painting aside."""
    output = subprocess.run([program, office, *WORDS], check=True, capture_output=True, text=True).stdout
    window = json.loads(output)
    lines = [('list in the window, a key to its first rows, median', window['list']['key_p50'], 'ms', None),
             ('… p95', window['list']['key_p95'], 'ms', None)]
    for name, what in (('list', 'a letter at a time into the list: longest turn, its work'),
                       ('list_fast', 'a letter a frame into the list: longest turn, its work'),
                       ('everything_fast', 'a letter a frame into the search: longest turn, its work')):
        lines.append((what, window[name]['longest_work'], 'ms', None))
    return lines


def p95(values):
    return sorted(values)[int(0.95 * (len(values) - 1))]


def collect(runs, name):
    """The middle of all runs for each key, in milliseconds."""
    return [statistics.median(run[i][name] for run in runs) / 1000 for i in range(len(runs[0]))]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', required=True)
    parser.add_argument('--output', required=True)
    parser.add_argument('--clients', type=int, default=1_000_000)
    options = parser.parse_args()
    build = os.path.abspath(options.build)
    office = make_office(build, options.output, options.clients)
    keys, filters = (os.path.join(build, 'tests/bench', name) for name in ('search-keys', 'search-filter'))
    ours, others = [], []
    run(keys, office)  # warm
    for _ in range(RUNS):
        ours.append(run(keys, office))
        others.append(run(filters, office))
    times = {name: collect(ours, name) for name in
             ('find', 'find_cpu', 'first', 'list', 'like', 'fts')}
    times['filter'] = collect(others, 'filter')
    lines = [('search of all types, a key, p95', p95(times['find']), 'ms', 30),
             ('… processor time alone', p95(times['find_cpu']), 'ms', None)]
    for name, what in (('first', 'list of clients, first rows, p95'), ('list', '… the whole list'),
                       ('like', "SQL LIKE '%word%'"), ('fts', 'plain FTS5, beginnings of words'),
                       ('filter', 'GtkFilterListModel')):
        lines.append((what, p95(times[name]), 'ms', None))
    for name, what in (('like', "SQL LIKE / whole list, p95"), ('fts', 'plain FTS5 / whole list'),
                       ('filter', 'GtkFilterListModel / whole list')):
        lines.append((what, p95(times[name]) / p95(times['list']), 'x', None))
    lines += measure_window(os.path.join(build, 'tests/bench/typing-window'), office)
    with open(options.output, 'w', encoding='utf-8') as file:
        json.dump([{'name': n, 'value': round(v, 3), 'unit': u, 'bound': b} for n, v, u, b in lines],
                  file, indent=1)


if __name__ == '__main__':
    main()
