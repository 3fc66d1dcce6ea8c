# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""What the tests of dyryhent-cli share: an office in a temporary folder, and running the program on it."""
import concurrent.futures
import contextlib
import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'checks'))
from tap import report  # noqa: E402

PROGRAM = os.path.abspath(sys.argv[1])
UID = re.compile(r'[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}')
CASES = []


def case(function):
    """Marks a test; it gets an office of its own."""
    CASES.append(function)
    return function


class Done:
    """A run of the program that has ended."""

    def __init__(self, words, status, out, err):
        self.words, self.status, self.out, self.err = words, status, out, err

    def __str__(self):
        return f'dyryhent-cli {" ".join(map(str, self.words))}: status {self.status}\n{self.out}{self.err}'


class Office:
    """A database in a folder of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.path = os.path.join(folder, 'office.db')
        self.env = dict(os.environ, HOME=folder, XDG_DATA_HOME=os.path.join(folder, 'data'),
                        XDG_CONFIG_HOME=os.path.join(folder, 'config'), G_DEBUG='fatal-criticals')
        self.env.pop('COLUMNS', None)

    def command(self, *words, database=None):
        return [PROGRAM, '--database', database or self.path, *map(os.fspath, words)]

    def start(self, *words, database=None, env=None, **options):
        """Runs the program beside the test."""
        options = {'stdin': subprocess.DEVNULL, 'stdout': subprocess.PIPE, 'stderr': subprocess.PIPE, **options}
        return subprocess.Popen(self.command(*words, database=database), env={**self.env, **(env or {})},
                                cwd=self.folder, **options)

    def run(self, *words, status=0, **options):
        """Runs the program; it must end with that status (None: with any)."""
        process = self.start(*words, **options)
        out, err = process.communicate()
        done = Done(words, process.returncode, (out or b'').decode(errors='replace'),
                    (err or b'').decode(errors='replace'))
        assert status is None or done.status == status, f'{done}(status {status} was expected)'
        assert status != 0 or 'CRITICAL' not in done.err, done
        return done

    def out(self, *words, **options):
        return self.run(*words, **options).out

    def refuse(self, *words, status=1, says=None, **options):
        """The program must refuse: a message that says this, and nothing on standard output."""
        done = self.run(*words, status=status, **options)
        assert done.out == '', done
        assert done.err.startswith('dyryhent-cli: '), done
        assert says is None or says in done.err, f'{done}(“{says}” was expected)'
        return done

    def add(self, kind, *fields, **options):
        """Adds a record; its uid."""
        uid = self.out('add', kind, *fields, **options).rstrip('\n')
        assert UID.fullmatch(uid), uid
        return uid

    def show(self, kind, uid):
        return json.loads(self.out('show', kind, uid, '--format', 'json'))

    def list(self, kind, *words):
        return json.loads(self.out('list', kind, *words, '--format', 'json'))

    def history(self, kind, uid, own=True):
        """Changes, newest first; `own`: only of the record itself."""
        return [entry for entry in json.loads(self.out('history', kind, uid, '--format', 'json'))
                if not own or entry['uid'] == uid]

    def status(self):
        return json.loads(self.out('status', '--format', 'json'))

    def check(self):
        assert self.out('check') == 'All is well.\n'

    def bytes(self):
        with open(self.path, 'rb') as file:
            return file.read()

    def digest(self):
        """Changes when a byte of the database does."""
        return hashlib.sha256(self.bytes()).hexdigest()

    def files(self):
        return sorted(os.listdir(self.folder))

    @contextlib.contextmanager
    def other_program(self):
        """A connection of another program to the same file."""
        connection = sqlite3.connect(self.path, isolation_level=None)
        try:
            yield connection
        finally:
            connection.close()


def equal(found, expected):
    assert found == expected, f'{found!r:.2000} instead of {expected!r:.2000}'


def run_case(function):
    with tempfile.TemporaryDirectory(prefix='dyryhent-cli-') as folder:
        try:
            function(Office(folder))
        except Exception:                                       # whatever it was, it is a failure
            return traceback.format_exc().splitlines()
    return []


def main(at_once=1):
    """Runs all cases, some of them beside one another where most of their time they wait."""
    wanted = sys.argv[2:]                                       # by hand: only these
    cases = [function for function in CASES if not wanted or function.__name__ in wanted]
    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        report([(function.__name__.replace('_', ' '), done.result)
                for function, done in [(function, pool.submit(run_case, function)) for function in cases]])
