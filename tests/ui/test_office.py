#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_office.py COUNT_TESTS: which cases of windows begin anew, and that all of it is told at the end of all tests."""
import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile

import office
from driver import TooLate

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'checks'))
from tap import report  # noqa: E402


def fails(*errors):
    """A case that goes wrong so many times."""
    left = list(errors)

    def case(_):
        if left:
            raise left.pop(0)
    return case


def told(*errors):
    """Whether the run passed, and the end of what is said of all tests."""
    said = io.StringIO()
    case = fails(*errors)
    case.__name__ = 'sends'
    with contextlib.redirect_stdout(said):
        try:
            office.run([case], 'cli', 'program')
        except SystemExit as end:
            passed = not end.code
    program = {'name': 'window', 'result': 'OK' if passed else 'FAIL', 'stdout': said.getvalue()}
    with tempfile.TemporaryDirectory() as folder:
        log, stages = (os.path.join(folder, name) for name in ('log', 'stages'))
        with open(log, 'w', encoding='utf-8') as file:
            json.dump(program, file)
        with open(stages, 'w', encoding='utf-8') as file:
            file.write(f'tests {log}\n')
        counted = subprocess.run([sys.argv[1], stages], capture_output=True, text=True, check=False)
    assert (counted.returncode == 0) == passed, counted
    return passed, counted.stdout[-200:]


def case(errors, passes, *words):
    def run():
        passed, end = told(*errors)
        good = passed == passes and all(word in end for word in words)
        return [] if good else [f'passed: {passed}; told: {end!r}']
    return run


LATE = 'a row\nthe row of “Дністер”: not within 30 s'
report([
    ('one that passes', case([], True, '1 passed, 0 failed')),
    ('one that is late once begins anew, and that is told',
     case([TooLate(LATE)], True, 'Unsteady:\n  window sends: the row of “Дністер”: not within',
          '1 passed, 0 failed')),
    ('one that is late twice fails, with the reason',
     case([TooLate(LATE), TooLate(LATE)], False, 'Failed:\n  window sends: the row of “Дністер”: not within',
          '0 passed, 1 failed')),
    ('what is wrong fails at once, with the reason',
     case([AssertionError('other names')], False, 'Failed:\n  window sends: AssertionError: other names')),
])
