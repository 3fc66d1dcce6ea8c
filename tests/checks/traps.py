#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""traps.py ROOT: each trap of EspoCRM that tests/sync/traps.tsv names has a test, and that test exists."""
import os
import re
import sys

from tap import blank, read, report

ROOT = sys.argv[1]
TABLE = 'tests/sync/traps.tsv'
LATER = 'later'
# Each is a way in which EspoCRM surprises who synchronises with it: none is forgotten.
WANTED = 27


def rows():
    for number, line in enumerate(read(ROOT, TABLE).splitlines(), 1):
        if line and not line.startswith('#'):
            yield number, line.split('\t')


def exists(path, test):
    """C: the name in a call that adds a test; Python: a case of that name."""
    if not os.path.exists(os.path.join(ROOT, path)):
        return False
    text = read(ROOT, path)
    if path.endswith('.py'):
        return re.search(rf'^@(?:case|both)\ndef {re.escape(test)}\(', text, re.MULTILINE) is not None
    return re.search(rf'\b(?:engine_test_add|g_test_add\w*|ADD) \(\s*"{re.escape(test)}"',
                     blank(text, strings=False)) is not None


def tests():
    wrong = []
    for number, row in rows():
        if len(row) != 3 or not all(row):
            wrong.append(f'{TABLE}:{number}: not a trap, a file and a test')
        elif row[1] == LATER:
            print(f'# later: {row[0]}: {row[2]}')
        elif not exists(*row[1:]):
            wrong.append(f'{TABLE}:{number}: {row[1]} has no test {row[2]}')
    return wrong


def traps():
    found = [row for _, row in rows()]
    wrong = [f'{TABLE}: twice: {" ".join(row)}' for row in found if found.count(row) > 1]
    n_traps = len({row[0] for row in found})
    return wrong if n_traps == WANTED else wrong + [f'{TABLE}: {n_traps} traps, not {WANTED}']


report([
    ('every trap names a test that exists', tests),
    ('no trap was dropped', traps),
])
