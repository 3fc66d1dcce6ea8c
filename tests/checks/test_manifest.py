#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_manifest.py ROOT: what manifest.py says of a manifest that cannot be used."""
import os
import shutil
import subprocess
import sys
import tempfile

from tap import read, report

ROOT = sys.argv[1]
MANIFEST = 'flatpak/org.dyryhent.Dyryhent.json'
CHECK = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'manifest.py')


def says(change, *parts):
    """What is missing in the check's answer when the manifest's text was changed; None takes the file away."""
    def case():
        with tempfile.TemporaryDirectory() as root:
            shutil.copytree(os.path.join(ROOT, 'flatpak'), os.path.join(root, 'flatpak'))
            shutil.copy(os.path.join(ROOT, 'meson.build'), root)
            path, text = os.path.join(root, MANIFEST), change(read(ROOT, MANIFEST))
            if text is None:
                os.remove(path)
            else:
                with open(path, 'w', encoding='utf-8') as file:
                    file.write(text)
            done = subprocess.run([sys.executable, CHECK, root], capture_output=True, text=True, check=False)
        lines = done.stdout.splitlines()
        return ([f'exit {done.returncode}'] * (done.returncode != 1) +
                [f'on stderr: {line}' for line in done.stderr.splitlines()] +
                ['no four answers'] * (sum('ok ' in line[:7] for line in lines) != 4) +
                [f'not said: {part}' for part in parts
                 if not any(line.startswith('# ') and part in line for line in lines)])
    return case


def without_comma(text):
    """Noticed where the next line begins: line 3, after four blanks."""
    return text.replace('",\n', '"\n', 1)


report([
    ('a comma is missing', says(without_comma, f'{MANIFEST}:3:5: this is no JSON', 'missing or surplus comma')),
    ('half a file', says(lambda text: text[:text.index('"modules"')], 'this is no JSON')),
    ('YAML', says(lambda text: 'id: org.dyryhent.Dyryhent\n', f'{MANIFEST}:1:1: this is no JSON')),
    ('an empty file', says(lambda text: '', f'{MANIFEST}:1:1: this is no JSON')),
    ('no file', says(lambda text: None, f'{MANIFEST}: No such file')),
    ('no object', says(lambda text: '[]', f'{MANIFEST}:1: the manifest has to be an object')),
    ('a key of the wrong kind', says(lambda text: text.replace('"49"', '49'),
                                     f'{MANIFEST}:4: "runtime-version" has to be a text')),
    ('no permissions', says(lambda text: text.replace('finish-args', 'end-args'),
                            f'{MANIFEST}: "finish-args" has to be a list')),
    ('a module without sources', says(lambda text: text.replace('"sources"', '"source"', 1), '"modules" has to be')),
    ('a module is missing', says(lambda text: text.replace('"name": "libcsv"', '"name": "libcvs"'),
                                 'csv shall come from `libcsv`, which the manifest does not build',
                                 'libcvs is built by the manifest, but nothing needs it')),
    ('a wide permission', says(lambda text: text.replace('--device=dri', '--device=all'), '--device=all is too wide')),
])
