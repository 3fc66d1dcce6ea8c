#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_databases.py CLI PROGRAM FULL_DISK_MODULE: the window on a database that cannot be used
says why and what to do, and leaves the file as it was."""
import hashlib
import os
import sqlite3
import sys

from office import run

CLI, PROGRAM, FULL_DISK = (os.path.abspath(path) for path in sys.argv[1:4])
TROUBLE = 'The office could not be opened'


def on_full_disk(n):
    """Room for that many bytes; settings are not what is looked at."""
    return {'LD_PRELOAD': FULL_DISK, 'FULL_DISK_BYTES': str(n), 'GSETTINGS_BACKEND': 'memory'}


def digest(office):
    with open(office.path, 'rb') as file:
        return hashlib.sha256(file.read()).hexdigest()


def connect(office):
    return sqlite3.connect(office.path, isolation_level=None)


def fill(office, data):
    with open(office.path, 'wb') as file:
        file.write(data)


def refused(office, says, **environment):
    before = digest(office)
    window = office.start(**environment)
    window.find_text(TROUBLE)
    window.find_text(says)
    for button in ('Try again', 'Open another office…', 'Quit'):
        window.find('push button', button)
    assert digest(office) == before, 'the file was written over'


def damaged(office):
    fill(office, b'SQLite format 3\0' + b'\xff' * 5000)
    refused(office, 'Restore a backup')


def garbage(office):
    fill(office, b'name;phone\n' * 1000)
    refused(office, 'no database of Dyryhent')


def newer(office):
    office.add('clients', name='Ключ')
    with connect(office) as other:
        other.execute('PRAGMA user_version = 9999')
        other.execute('PRAGMA wal_checkpoint (TRUNCATE)')
    other.close()
    refused(office, 'newer version')


def locked(office):
    """Nothing can be made while another program holds the file; then a second try succeeds."""
    other = connect(office)
    other.execute('PRAGMA journal_mode = WAL')
    other.execute('BEGIN IMMEDIATE')
    office.start()
    office.window.find_text('in use by another program')
    other.execute('ROLLBACK')
    other.close()
    office.window.click('Try again')
    office.window.find_text('Welcome to Dyryhent')


def on_read_only_disk(office):
    """Nobody may write there, an administrator neither."""
    return {'LD_PRELOAD': FULL_DISK, 'READ_ONLY_FOLDER': office.folder,
            'GSETTINGS_BACKEND': 'memory'}


def read_only(office):
    """It is not written over, nor anything left beside it; a second try finds it as it was."""
    office.add('clients', name='Ключ')
    there = sorted(os.listdir(office.folder))
    refused(office, 'cannot be written', **on_read_only_disk(office))
    assert sorted(os.listdir(office.folder)) == there
    office.end()
    office.open()
    office.window.wait(lambda: office.lines(office.page(2)) == ['Ключ'], 'the client is there')


def new_in_a_read_only_folder(office):
    there = sorted(os.listdir(office.folder))
    office.start(**on_read_only_disk(office))
    office.window.find_text(TROUBLE)
    office.window.find_text('office.db')
    office.window.find_text('Choose a folder that you may write to')
    assert sorted(os.listdir(office.folder)) == there


def full_disk(office):
    """An edit that finds no room is told, and the value that is stored is shown again."""
    office.add('clients', name='Ключ', website='https://old.example')
    window = office.open(**on_full_disk(34000))
    window.expected = 'The daily backup could not be made'
    office.page(2)
    window.find('label', 'Ключ')
    window.keys('ctrl+f', 'Return')
    stored = 'https://old.example'

    def is_stored(text):
        return text in office.cli('list', 'clients', '--format', 'json')

    def answer(text):
        """The copy of the day may find the disk full, too: what counts is what becomes of the text."""
        if is_stored(text):
            return 'stored'
        full = any('is full' in window.words(a) for a in window.all())
        return 'full' if full and window.text('Website') == stored else None
    for number in range(100):
        new = f'https://new-{number}.example'
        window.type('Website', new)
        window.keys('Tab')
        if window.wait(lambda: answer(new), 'an answer') == 'full':
            break
        stored = new
    else:
        raise AssertionError('the disk is never full')
    office.end()
    assert is_stored(stored)
    office.cli('check')


def new_on_a_full_disk(office):
    office.start(**on_full_disk(32))
    office.window.find_text(TROUBLE)
    office.window.find_text('is full')


def another_office(office):
    """The file is asked for, and opened in the place of the damaged one."""
    office.add('clients', name='Ключ')
    good = office.path
    office.path = os.path.join(office.folder, 'damaged.db')
    fill(office, b'SQLite format 3\0' + b'\xff' * 5000)
    before = digest(office)
    window = office.start()
    window.find_text(TROUBLE)
    window.click('Open another office…')
    window.pick('Open another office', good)
    window.find('push button', 'Main menu')
    window.wait(lambda: office.lines(office.page(2)) == ['Ключ'], 'what the other office has')
    assert digest(office) == before


run((damaged, garbage, newer, locked, read_only, new_in_a_read_only_folder, full_disk,
     new_on_a_full_disk, another_office),
    CLI, PROGRAM)
