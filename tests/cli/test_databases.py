#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_databases.py PROGRAM FULL_DISK_MODULE: databases that cannot be used are refused and stay what they are."""
import os
import resource
import shutil
import signal
import sqlite3
import sys

import office as support
from office import case, equal, main

FULL_DISK = os.path.abspath(sys.argv.pop(2))
NEEDS_IT = (('list', 'clients'), ('show', 'clients', '01900000-0000-7000-8000-000000000000'), ('undo',), ('status',),
            ('check',), ('delete', 'clients', '01900000-0000-7000-8000-000000000000'), ('backup', 'copy.db'),
            ('set', 'clients', '01900000-0000-7000-8000-000000000000', 'name=x'), ('sample', '--remove'),
            ('history', 'clients', '01900000-0000-7000-8000-000000000000'), ('export', 'clients', 'out.csv'))
MAKES_IT = (('add', 'clients', 'name=x'), ('sample', '--clients', '1'), ('import', 'clients', 'list.csv'))


def write(office, text):
    with open(office.path, 'wb') as file:
        file.write(text)


def refused(office, commands, says):
    """All refuse with these words and leave the file and its folder as they were."""
    with open(os.path.join(office.folder, 'list.csv'), 'w', encoding='utf-8') as file:
        file.write('name\nКлюч\n')
    before = office.digest(), office.files()
    for words in commands:
        done = office.refuse(*words, says=says)
        assert office.path in done.err or os.path.basename(office.path) in done.err, done
        equal((office.digest(), office.files()), before)


@case
def no_database(office):
    for words in NEEDS_IT:
        office.refuse(*words, says='There is no database')
    equal(office.files(), [])
    nowhere = os.path.join(office.folder, 'no', 'where', 'x.db')
    office.refuse('list', 'clients', database=nowhere)
    equal(office.files(), [])                                   # looking makes no folders
    office.add('clients', 'name=Ключ', database=nowhere)        # the first record makes all of it
    office.refuse('list', 'clients', database=office.folder)
    office.refuse('add', 'clients', 'name=x', database=office.folder)
    office.refuse('add', 'clients', 'name=x', database='/dev/null/x.db')


@case
def empty_file(office):
    write(office, b'')
    refused(office, NEEDS_IT, 'is empty')
    office.add('clients', 'name=Ключ')                          # where one may be made, it becomes one


@case
def garbage(office):
    for text in (b'x', b'name;phone\n' * 1000, b'SQLite format 3\0' + b'\xff' * 5000, b'\0' * 8192):
        write(office, text)
        refused(office, NEEDS_IT + MAKES_IT, 'Restore a backup')


@case
def another_program(office):
    connection = sqlite3.connect(office.path)
    connection.execute('CREATE TABLE theirs (a)')
    connection.commit()
    connection.close()
    refused(office, NEEDS_IT + MAKES_IT, 'another program')


@case
def newer(office):
    office.add('clients', 'name=Ключ')
    with office.other_program() as other:
        other.execute('PRAGMA user_version = 9999')
    refused(office, NEEDS_IT + MAKES_IT, 'newer version')


@case
def truncated(office):
    office.run('sample', '--clients', '5')
    whole = office.bytes()
    for length in (len(whole) // 2, 4096, 5000, 512):
        write(office, whole[:length])
        refused(office, NEEDS_IT + MAKES_IT, 'damaged')
    write(office, whole)
    office.check()


@case
def damaged_pages(office):
    """Damage in the middle is found by who reads it, and by check; the rest can still be read."""
    office.run('sample', '--clients', '50')
    whole = bytearray(office.bytes())
    with office.other_program() as other:
        (page,) = other.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'client'").fetchone()
    whole[(page - 1) * 4096:page * 4096] = b'\xa5' * 4096
    write(office, bytes(whole))
    refused(office, (('list', 'clients'), ('add', 'clients', 'name=x')), 'damaged')
    assert len(office.list('contracts')) > 0
    done = office.run('check', status=1)
    assert 'damaged' in done.out + done.err, done


@case
def locked(office):
    """Another program holds it for longer than anybody waits."""
    uid = office.add('clients', 'name=Ключ')
    before = office.digest()
    with office.other_program() as other:
        other.execute('BEGIN IMMEDIATE')
        waiting = [office.start('set', 'clients', uid, 'name=x'), office.start('add', 'clients', 'name=x'),
                   office.start('undo'), office.start('sample', '--clients', '1')]
        for process in waiting:
            out, err = process.communicate()
            equal((process.returncode, out), (1, b''))
            assert b'in use by another program' in err, err
        other.execute('ROLLBACK')
    equal(office.digest(), before)
    equal(office.show('clients', uid)['name'], 'Ключ')
    office.check()


@case
def reading_waits_for_nobody(office):
    """Somebody writes for long: what only reads answers meanwhile, from what was there before."""
    uid = office.add('clients', 'name=Ключ')
    before = office.list('clients')
    with office.other_program() as other:
        other.execute('BEGIN IMMEDIATE')
        other.execute("UPDATE client SET name = 'Замок'")
        for words in (('list', 'clients'), ('list', 'clients', '--query', 'ключ'), ('show', 'clients', uid),
                      ('status',), ('history', 'clients', uid), ('check',), ('backup', 'copy.db'),
                      ('export', 'clients', 'out.csv')):
            equal(office.run(*words).err, '')                   # who waited would be refused
        equal(office.list('clients'), before)
        other.execute('ROLLBACK')


@case
def waits_for_its_turn(office):
    """What is held for a moment is waited for: nothing is refused."""
    uid = office.add('clients', 'name=Ключ')
    with office.other_program() as other:
        other.execute('BEGIN IMMEDIATE')
        process = office.start('set', 'clients', uid, 'name=Замок')
        other.execute("UPDATE client SET segment = 'x'")
        other.execute('COMMIT')
        process.communicate()
    equal(process.returncode, 0)
    equal((office.show('clients', uid)['name'], office.show('clients', uid)['segment']), ('Замок', 'x'))


@case
def read_only(office):
    """A folder and a file that somebody else may only read."""
    office.add('clients', 'name=Ключ')
    folder = os.path.join(office.folder, 'shelf')
    program = os.path.join(office.folder, 'program')
    os.mkdir(folder)
    os.rename(office.path, os.path.join(folder, 'office.db'))
    office.path = os.path.join(folder, 'office.db')
    shutil.copy(support.PROGRAM, program)
    os.chmod(program, 0o755)
    os.chmod(office.folder, 0o755)
    os.chmod(office.path, 0o644)
    os.chmod(folder, 0o555)
    nobody = {'user': 65534, 'group': 65534, 'extra_groups': []} if os.geteuid() == 0 else {}
    before = office.digest()
    support.PROGRAM, ours = program, support.PROGRAM
    try:
        for mode in (0o644, 0o444, 0o666):
            os.chmod(office.path, mode)
            for words in (('list', 'clients'), ('add', 'clients', 'name=x'), ('undo',), ('status',)):
                done = office.refuse(*words, **nobody)
                assert 'cannot be written' in done.err and office.path in done.err, done
            equal((office.digest(), os.listdir(folder)), (before, ['office.db']))
        office.refuse('add', 'clients', 'name=x', database=os.path.join(folder, 'new.db'), says='new.db', **nobody)
        equal(os.listdir(folder), ['office.db'])
    finally:
        support.PROGRAM = ours
        os.chmod(folder, 0o755)
    office.check()


@case
def full_disk(office):
    """No byte more: refused, and what is there stays whole, wherever the end of the disk is."""
    uid = office.add('clients', 'name=Ключ')
    size = os.path.getsize(office.path)
    before = office.list('clients')
    asan = os.environ.get('ASAN_OPTIONS', '') + ':verify_asan_link_order=0'
    refusals = 0
    for most in (0, 32, 4096, 8192, 16384, 20480, 32768, 33000, 40000, 50000, 65536, 100000):
        # The journal begins empty: it has that much room, the database none.
        env = {'LD_PRELOAD': FULL_DISK, 'FULL_DISK_BYTES': str(most), 'ASAN_OPTIONS': asan}
        done = office.run('set', 'clients', uid, 'name=Замок', 'description=' + 'опис ' * 5000, status=None, env=env)
        assert done.status in (0, 1), done
        refusals += done.status
        if done.status == 1:
            assert done.err.startswith('dyryhent-cli: ') and ('full' in done.err or 'cannot be written' in done.err), done
            equal(office.list('clients'), before)
        else:
            equal(office.show('clients', uid)['name'], 'Замок')
            office.run('undo')
        office.check()
    assert refusals > 3, refusals
    assert os.path.getsize(office.path) >= size
    # A new database, a backup, an export: nothing half-made is left.
    env = {'LD_PRELOAD': FULL_DISK, 'FULL_DISK_BYTES': '40000', 'ASAN_OPTIONS': asan}
    files = office.files()
    done = office.refuse('backup', 'copy.db', env=env)
    assert 'copy.db' in done.err, done
    office.run('sample', '--clients', '300')
    done = office.refuse('export', 'activities', 'out.csv', env=env)
    assert 'out.csv' in done.err, done
    equal(office.files(), files)
    done = office.run('sample', '--clients', '50', status=1, env=env)
    assert 'full' in done.err, done
    office.check()


@case
def file_size_limit(office):
    """The same by a limit of the system."""
    uid = office.add('clients', 'name=Ключ')

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (16384, 16384))

    done = office.refuse('set', 'clients', uid, 'description=' + 'опис ' * 9000, preexec_fn=limit)
    assert 'office.db' in done.err, done
    equal(office.show('clients', uid)['description'], None)
    office.check()


main()
