#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_databases.py CLI PROGRAM FULL_DISK_MODULE: the window on a database that cannot be used says why and what to
do, and leaves the file as it was."""
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
import traceback

from driver import Window

CLI, PROGRAM, FULL_DISK = (os.path.abspath(path) for path in sys.argv[1:4])
TROUBLE = 'The office could not be opened'


class Office:
    def __init__(self, folder):
        self.folder = folder
        self.path = os.path.join(folder, 'office.db')
        self.window = None

    def cli(self, *arguments):
        return subprocess.run([CLI, '--database', self.path, *arguments], check=True,
                              capture_output=True, text=True).stdout

    def connect(self):
        return sqlite3.connect(self.path, isolation_level=None)

    def digest(self):
        with open(self.path, 'rb') as file:
            return hashlib.sha256(file.read()).hexdigest()

    def write(self, data):
        with open(self.path, 'wb') as file:
            file.write(data)

    def open(self, program=PROGRAM, **environment):
        self.window = Window(program, '--database', self.path,
                             environment={'LANGUAGE': 'en', 'G_DEBUG': 'fatal-criticals', **environment})

    def refused(self, says, **environment):
        before = self.digest()
        self.open(**environment)
        self.window.find_text(TROUBLE)
        self.window.find_text(says)
        for button in ('Try again', 'Open another office…', 'Quit'):
            self.window.find('push button', button)
        assert self.digest() == before, 'the file was written over'

    def end(self):
        if self.window is not None and self.window.process.poll() is None:
            self.window.kill()


def damaged(office):
    office.write(b'SQLite format 3\0' + b'\xff' * 5000)
    office.refused('Restore a backup')


def garbage(office):
    office.write(b'name;phone\n' * 1000)
    office.refused('no database of Dyryhent')


def newer(office):
    office.cli('add', 'clients', 'name=Ключ')
    with office.connect() as other:
        other.execute('PRAGMA user_version = 9999')
        other.execute('PRAGMA wal_checkpoint (TRUNCATE)')
    other.close()
    office.refused('newer version')


def locked(office):
    """Nothing can be made while another program holds the file; then a second try succeeds."""
    other = office.connect()
    other.execute('PRAGMA journal_mode = WAL')
    other.execute('BEGIN IMMEDIATE')
    office.open()
    office.window.find_text('in use by another program')
    other.execute('ROLLBACK')
    other.close()
    office.window.click('Try again')
    office.window.find_text('Welcome to Dyryhent')


def read_only(office):
    office.cli('add', 'clients', 'name=Ключ')
    os.chmod(office.path, 0o444)
    os.chmod(office.folder, 0o555)
    try:
        if os.access(office.folder, os.W_OK):
            # An administrator may write anywhere but there.
            office.path = '/proc/office.db'
            office.open()
            office.window.find_text(TROUBLE)
            office.window.find_text('Choose a folder that you may write to')
        else:
            office.refused('cannot be written')
    finally:
        os.chmod(office.folder, 0o755)


def full_disk(office):
    """An edit that finds no room is told, and the value that is stored is shown again."""
    office.cli('add', 'clients', 'name=Ключ', 'website=https://old.example')
    environment = {'LD_PRELOAD': FULL_DISK, 'FULL_DISK_BYTES': '34000'}
    office.open(**environment)
    window = office.window
    window.find('push button', 'Main menu')
    window.keys('ctrl+2')
    window.find('label', 'Ключ')
    window.keys('ctrl+f')
    window.keys('Return')
    stored = 'https://old.example'

    def is_stored(text):
        return text in office.cli('list', 'clients', '--format', 'json')

    def is_full():
        return any('is full' in (a.get_name() or '') for a in window.all())
    for number in range(100):
        new = f'https://new-{number}.example'
        window.type('Website', new)
        window.keys('Tab')
        window.wait(lambda: is_full() or is_stored(new), 'an answer')
        if is_full():
            break
        stored = new
    assert is_full()
    window.wait(lambda: window.text('Website') == stored, 'the stored value is back')
    office.end()
    assert is_stored(stored)
    office.cli('check')


def new_on_a_full_disk(office):
    office.open(LD_PRELOAD=FULL_DISK, FULL_DISK_BYTES='32')
    office.window.find_text(TROUBLE)
    office.window.find_text('is full')


CASES = (damaged, garbage, newer, locked, read_only, full_disk, new_on_a_full_disk)


def main():
    print(f'1..{len(CASES)}')
    failed = False
    for number, case in enumerate(CASES, 1):
        with tempfile.TemporaryDirectory() as folder:
            office = Office(folder)
            try:
                case(office)
                print(f'ok {number} {case.__name__}', flush=True)
            except Exception:
                failed = True
                for line in traceback.format_exc().splitlines():
                    print(f'# {line}')
                print(f'not ok {number} {case.__name__}', flush=True)
            finally:
                office.end()
    sys.exit(failed)


if __name__ == '__main__':
    main()
