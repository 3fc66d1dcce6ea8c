#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""Duplicates among 1 000 000 clients (and 3 000 000 other records): the warning while one is typed, and finding all.
The office is that of bench-lists.py, made once into build/bench and kept."""
import argparse
import json
import os
import subprocess

from bench_office import make_office

LINES = (('warning while typing, median', 'typed-p50-ms', 'ms'), ('warning while typing, p95', 'typed-p95-ms', 'ms'),
         ('… of its own time, median', 'typed-cpu-p50-ms', 'ms'), ('… of its own time, p95', 'typed-cpu-p95-ms', 'ms'),
         ('clients compared', 'records', ''), ('pairs found', 'pairs', ''), ('all found in', 'find-s', 's'),
         ('memory that took', 'find-mib', 'MiB'))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', required=True)
    parser.add_argument('--output', required=True)
    parser.add_argument('--clients', type=int, default=1_000_000)
    options = parser.parse_args()
    office = make_office(options.build, options.output, options.clients)
    found = json.loads(subprocess.run([os.path.join(options.build, 'tests/bench/duplicates'), office], check=True,
                                      capture_output=True, text=True).stdout)
    with open(options.output, 'w', encoding='utf-8') as file:
        json.dump([{'name': name, 'value': found[key], 'unit': unit, 'bound': None} for name, key, unit in LINES],
                  file, indent=1)


if __name__ == '__main__':
    main()
