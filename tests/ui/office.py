# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""An office in a folder of its own: the window works in it, the command line looks into it."""
import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from itertools import islice

from driver import Atspi, TooLate, Window

# Of the side list, in the order of their keys.
PAGES = 'Today', 'Clients', 'Contracts', 'Deliveries', 'Presentations', 'Activities'
# What one record of each is called.
RECORDS = None, 'Client', 'Contract', 'Delivery', 'Presentation', 'Activity'
# What a window can begin with, once the office is open.
WELCOME = 'Welcome to Dyryhent'
FIRST = *PAGES, 'Sync', 'Edit history', 'Duplicates', WELCOME


class Office:
    def __init__(self, folder, cli, program):
        self.folder = folder
        self.path = os.path.join(folder, 'office.db')
        self.config = os.path.join(folder, 'config')
        os.mkdir(self.config)
        self.programs = cli, program
        self.window = None
        self.windows = []

    def cli(self, *arguments, **environment):
        return subprocess.run([self.programs[0], '--database', self.path, *arguments], check=True,
                              capture_output=True, text=True, env={**os.environ, **environment}).stdout.strip()

    def add(self, kind, **values):
        """The uid of the new record; a field is named with _ for -."""
        return self.cli('add', kind, *(f'{key.replace("_", "-")}={value}'
                                       for key, value in values.items()))

    def rows(self, kind, *arguments):
        return json.loads(self.cli('list', kind, '--format', 'json', *arguments))

    def until(self, kind, what, condition):
        """Waits until the command line sees on disk what the window was told."""
        self.window.wait(lambda: condition(self.rows(kind)), what)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return path

    def start(self, **environment):
        """Settings are kept between two starts, in the folder too."""
        self.window = Window(self.programs[1], '--database', self.path,
                             environment={'LANGUAGE': 'en', 'GSETTINGS_BACKEND': 'keyfile',
                                          'XDG_CONFIG_HOME': self.config, **environment})
        self.windows.append(self.window)
        return self.window

    def open(self, **environment):
        window = self.start(**environment)
        # Everything else of the window is there before the office is, and takes no keys yet.
        window.wait(lambda: any(window.role(a) == 'panel' and a.get_name() in FIRST
                                for a in window.all()), 'the office is open')
        return window

    def is_page(self, number):
        window = self.window
        items = islice((a for a in window.all() if window.role(a) == 'list item'), len(PAGES))
        return any(n == number and window.has(item, Atspi.StateType.SELECTED)
                   for n, item in enumerate(items, 1))

    def page(self, number):
        """Goes there; returns what is on that page of records."""
        self.window.keys(f'ctrl+{number}')
        self.window.wait(lambda: self.is_page(number), f'page {number}')
        return self.area(number)

    def area(self, number):
        """The page itself."""
        return self.window.panel(PAGES[number - 1])

    def detail(self, area):
        """The record that is shown on a page of records."""
        return self.window.find('panel', RECORDS[PAGES.index(area.get_name())], inside=area)

    def search(self, text):
        """Types into the search and goes to the first line found."""
        self.window.keys('ctrl+f')
        self.window.type('Search', text)
        self.window.keys('Return')

    def lines(self, area):
        """Names of the rows of its table, from above."""
        window = self.window
        return [a.get_name() for a in window.all(area) if window.role(a) == 'table row'][1:]

    def end(self):
        if self.window is not None and self.window.process.poll() is None:
            self.window.kill()

    def check(self):
        """No window found anything wrong in itself."""
        found = [line for window in self.windows for line in window.complaints()]
        assert not found, found


def crashed_in_gtk(window):
    """GTK 4.8, asked by assistive technology for its windows while one is just about to be shown, looks for a path
    that this one has not got yet, and crashes (GetChildren and GetChildAtIndex of the root, in gtkatspiroot.c)."""
    return (window.process.poll() == -signal.SIGSEGV
            and 'g_variant_new_object_path' in window.said().strip().rpartition('\n')[2])


def attempt(case, cli, program):
    """Gives the case an office of its own. What was wrong, its last line says it; and whether that may be nothing of
    the program: GTK crashed, or something did not come on a machine that does other things, too."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(folder, os.path.abspath(cli), os.path.abspath(program))
        try:
            case(office)
            office.check()
        except Exception as error:
            said = ''.join(window.said() for window in office.windows)
            by_gtk = any(map(crashed_in_gtk, office.windows))
            return said + traceback.format_exc(), by_gtk or isinstance(error, TooLate)
        finally:
            office.end()
    return '', False


def run(cases, cli, program):
    """Says what came of each case as TAP. One that may have failed by chance begins anew, once; that it did is told
    with all tests, as somebody has to look at it."""
    print(f'1..{len(cases)}')
    failed = False
    for number, case in enumerate(cases, 1):
        wrong, by_chance = attempt(case, cli, program)
        if by_chance:
            show(wrong)
            print(f'# UNSTEADY {case.__name__}: {wrong.splitlines()[-1]}')
            wrong, _ = attempt(case, cli, program)
        show(wrong)
        print(f'{"not ok" if wrong else "ok"} {number} {case.__name__}', flush=True)
        failed = failed or bool(wrong)
    sys.exit(failed)


def show(text):
    for line in text.splitlines():
        print(f'# {line}')
