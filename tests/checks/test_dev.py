#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_dev.py ROOT: what ./dev and the scripts of another Debian do when something does not work."""
import os
import shutil
import subprocess
import sys
import tempfile

from tap import report

ROOT = sys.argv[1]
SCRIPTS = ('build-aux/debian-tree', 'build-aux/in-tree', 'build-aux/count-tests')
LOG = 'build-test/trixie/gcc/meson-logs/testlog.json'
STALE = '{"name": "of an earlier run", "result": "OK", "returncode": 0, "stdout": ""}\n'

# What is called instead of the programs of these names. Each call is noted in `called`.
NOTE = '#!/bin/bash\nprintf "%s\\n" "${0##*/} $*" >>"$CALLED"\n'
ALL_INSTALLED = "tr -s ' ()' '\\n' <dev | sed 's/$/ installed/'"
GOOD = {
    'dpkg-query': ALL_INSTALLED,
    'mmdebstrap': 'exec tar -c -C "$NEW_TREE" .',
    'bwrap': f'case "$*" in *"meson test"*) mkdir -p $(dirname {LOG}); printf "%s" "$ANSWER" >{LOG} ;; esac',
    'sudo': 'exec "$@"',
    'apt-get': '',
}
ANSWER = '{"name": "here", "result": "OK", "returncode": 0, "stdout": ""}\n'


class Place:
    """A project of only these scripts, with an earlier run and an earlier tree left over in it."""

    def __init__(self, folder, stubs):
        self.root = os.path.join(folder, 'project')
        self.called = os.path.join(folder, 'called')
        for name in ('dev',) + SCRIPTS:
            os.makedirs(os.path.dirname(os.path.join(self.root, name)), exist_ok=True)
            shutil.copy(os.path.join(ROOT, name), os.path.join(self.root, name))
        for name, text in {**GOOD, **stubs}.items():
            self.write(f'../bin/{name}', f'{NOTE}{text}\n', 0o755)
        self.write(LOG, STALE)
        self.write('build-trees/trixie/old', 'of before')
        self.write('build-trees/trixie.packages', 'other packages\n')
        self.write('../new/new', 'of now')
        self.write('../mirror/dists/trixie/InRelease', 'Suite: trixie\n')

    def write(self, name, text, mode=0o644):
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        os.chmod(path, mode)

    def has(self, name):
        return os.path.exists(os.path.join(self.root, name))

    def run(self, *words, mirror='mirror'):
        top = os.path.dirname(self.root)
        environment = {'PATH': f'{top}/bin:{os.environ["PATH"]}', 'HOME': top, 'LC_ALL': 'C.UTF-8',
                       'CALLED': self.called, 'NEW_TREE': f'{top}/new', 'ANSWER': ANSWER,
                       'DYRYHENT_DEBIAN_MIRROR': f'file://{top}/{mirror}'}
        done = subprocess.run(words, cwd=self.root, env=environment, text=True, check=False,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        calls = ''
        if os.path.exists(self.called):
            with open(self.called, encoding='utf-8') as file:
                calls = file.read()
        return done.returncode, done.stdout, calls


def case(look, **stubs):
    def run():
        with tempfile.TemporaryDirectory() as folder:
            return [wrong for wrong in look(Place(folder, stubs)) if wrong]
    return run


def on_trixie(place, **options):
    return place.run('./dev', 'test', '--on', 'trixie', **options)


def tests_pass(place):
    code, said, calls = on_trixie(place)
    return [code and f'exit {code}: {said}',
            '2 passed' not in said and f'not counted: {said}',
            'meson test' not in calls and 'no test was run']


def stale_log(place):
    code, said, _ = on_trixie(place)
    return [not code and 'tests that wrote no log passed', 'of an earlier run' in said and 'an old log was read',
            ' passed' in said and '0 failed' in said and said]


def may_not_run(place):
    code, said, calls = on_trixie(place)
    return [not code and f'nothing was run and it passed: {said}',
            'may not run here' not in said and f'not said: {said}',
            'meson test' in calls and 'the tests were begun', 'mmdebstrap' in calls and 'a Debian was fetched for it']


def no_mirror(place):
    code, said, calls = on_trixie(place, mirror='nowhere')
    return [not code and 'it passed', 'nowhere' not in said and f'the mirror is not named: {said}',
            'DYRYHENT_DEBIAN_MIRROR' not in said and f'no way out is told: {said}',
            'meson' in calls and 'went on without a Debian',
            not place.has('build-trees/trixie/old') and 'the tree of before is gone']


def tree_is_replaced(place):
    code, said, _ = place.run('build-aux/debian-tree', 'trixie', 'build-trees/trixie', 'make')
    return [code and f'exit {code}: {said}', place.has('build-trees/trixie/old') and 'the old tree is there still',
            not place.has('build-trees/trixie/new') and 'the new tree is not there',
            place.has('build-trees/trixie.new') and 'something is left over']


def tree_is_kept(place):
    code, said, _ = place.run('build-aux/debian-tree', 'trixie', 'build-trees/trixie', 'make')
    return [not code and f'exit {code}', not place.has('build-trees/trixie/old') and 'the tree of before is gone',
            not place.has('build-trees/trixie.packages') and 'the tree of before would be fetched again',
            place.has('build-trees/trixie.new') and 'half a tree is left over', 'no space' not in said and said]


def dependencies(place):
    code, said, calls = place.run('./dev', 'deps')
    asked = {word for line in calls.splitlines() if 'install' in line for word in line.split()}
    return [code and f'exit {code}: {said}'] + [
        name not in asked and f'{name} is not installed'
        for name in ('gcc', 'mmdebstrap', 'bubblewrap', 'debian-archive-keyring', 'uidmap')]


report([
    ('tests on another Debian are counted', case(tests_pass)),
    ('the log of an earlier run is not counted', case(stale_log, bwrap='')),
    ('where bwrap may not run, no test passes', case(may_not_run, bwrap='exit 1')),
    ('without a mirror', case(no_mirror)),
    ('a tree with other packages is replaced', case(tree_is_replaced)),
    ('a tree stays until the next one is there', case(tree_is_kept, mmdebstrap='echo no space >&2; exit 1')),
    ('what is to be installed', case(dependencies, **{'dpkg-query': ''})),
])
