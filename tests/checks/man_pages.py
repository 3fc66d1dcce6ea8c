#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""man_pages.py ROOT DYRYHENT-CLI [DYRYHENT]: each command and option has its place in the manual page."""
import os
import re
import subprocess
import sys

from tap import read, report

ROOT = sys.argv[1]
PROGRAMS = dict(zip(('dyryhent-cli', 'dyryhent'), sys.argv[2:]))


def page(name):
    return read(ROOT, f'data/man/{name}.1').replace('\\-', '-')


def section(name, title):
    """The section of a page; its entries are the lines after .TP."""
    found = re.search(rf'^\.SH {title}\n(.*?)(?=^\.SH |\Z)', page(name), re.MULTILINE | re.DOTALL)
    return re.findall(r'^\.TP\n\.\w+ (.*)$', found[1], re.MULTILINE) if found else []


def said(name, title):
    """The paragraph of --help with this title."""
    done = subprocess.run([os.path.abspath(PROGRAMS[name]), '--help'], capture_output=True, text=True, check=True)
    return re.search(rf'^{title}:\n((?: .*\n)+)', done.stdout, re.MULTILINE)[1]


def differ(what, told, written):
    return ([f'{what} {name} is not in the manual page' for name in sorted(told - written)] +
            [f'the manual page has {what} {name}, the program has not' for name in sorted(written - told)])


def commands():
    told = set(re.findall(r'^  ([a-z][\w-]*)', said('dyryhent-cli', 'Commands'), re.MULTILINE))
    written = {word for entry in section('dyryhent-cli', 'COMMANDS') for word in re.findall(r'[a-z][\w-]*', entry)}
    return differ('command', told, written) if told else ['--help has no commands']


def options(name, titles):
    def case():
        told = {word for title in titles for word in re.findall(r'(--[\w-]+)', ''.join(
            re.split(r'\s{2,}', line.strip())[0] + '\n' for line in said(name, title).splitlines()))}
        # They belong to the library and list its own options.
        told -= {'--help-all', '--help-gapplication'}
        written = {word for entry in section(name, 'OPTIONS') for word in re.findall(r'--[\w-]+', entry)}
        return differ('option', told, written) if told else ['--help has no options']
    return case


def files_are_opened():
    """An argument of a desktop entry, %U, is a file or its address: the manual page tells of it."""
    entry = read(ROOT, 'data/org.dyryhent.Dyryhent.desktop.in')
    synopsis = re.search(r'^\.SH SYNOPSIS\n(.*?)(?=^\.SH )', page('dyryhent'), re.MULTILINE | re.DOTALL)[1]
    return ['the synopsis lacks [FILE ...]'] * ('Exec=dyryhent %U' in entry and '[ FILE ...]' not in synopsis)


report([('every command of dyryhent-cli', commands),
        ('every option of dyryhent-cli', options('dyryhent-cli', ['Options']))] +
       ([('every option of dyryhent', options('dyryhent', ['Help Options', 'Application Options'])),
         ('files that dyryhent opens', files_are_opened)] if 'dyryhent' in PROGRAMS else []))
