#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_files.py PROGRAM FULL_DISK_MODULE: files of records, attached, found, saved, backed up, restored."""
import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import stat
import sys

from office import UID, case, equal, main

FULL_DISK = os.path.abspath(sys.argv.pop(2))


def write(office, name, data=b'abc'):
    path = os.path.join(office.folder, name)
    with open(path, 'wb') as file:
        file.write(data)
    return path


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def kept(office, path=None):
    folder = (path or office.path) + '-files'
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


@case
def attach_and_save(office):
    client = office.add('clients', 'name=Дністер')
    data = os.urandom(300000)
    one, two = write(office, 'Акт № 5.bin', data), write(office, 'лист.txt', 'привіт'.encode())
    done = office.out('attach', client, one, two).split()
    assert len(done) == 2 and all(UID.fullmatch(uid) for uid in done), done
    found = office.list('files', '--where', f'about={client}', '--sort', 'name')
    equal([(file['name'], file['size'], file['checksum'], file['about']['uid']) for file in found],
          [('Акт № 5.bin', 300000, hashlib.sha256(data).hexdigest(), client),
           ('лист.txt', 12, hashlib.sha256('привіт'.encode()).hexdigest(), client)])
    # Found by their names; the story of the client tells of them.
    equal([file['name'] for file in office.list('files', '--query', 'лист')], ['лист.txt'])
    assert done[0] in {entry['uid'] for entry in office.history('clients', client, own=False)}
    os.unlink(one)
    out = os.path.join(office.folder, 'out.bin')
    office.run('save-file', done[0], out)
    equal(read(out), data)
    equal(stat.S_IMODE(os.stat(out).st_mode), 0o600)
    office.refuse('save-file', done[0], out, says='is there already')
    office.refuse('save-file', client, os.path.join(office.folder, 'x'))
    # Both are one action; they wait to be sent, as their client does.
    equal(office.status()['waiting'], 3)
    office.run('undo')
    equal(office.list('files'), [])
    office.run('redo')
    equal(len(office.list('files')), 2)
    office.run('delete', 'clients', client, '--yes')
    equal(office.list('files'), [])
    office.run('undo')
    equal(len(office.list('files')), 2)
    office.check()


@case
def refused(office):
    client = office.add('clients', 'name=Дністер')
    good = write(office, 'a.txt')
    office.refuse('attach', client, good, os.path.join(office.folder, 'gone.txt'), says='gone.txt')
    office.refuse('attach', client, good, write(office, 'empty.txt', b''), says='empty')
    office.refuse('attach', client, good, office.folder, says='folder')
    office.refuse('attach', '01900000-0000-7000-8000-000000000000', good)
    equal(office.list('files'), [])                             # all or none
    uid = office.out('attach', client, good).strip()
    office.refuse('attach', client, good, says='already')
    office.refuse('attach', uid, good, says='Files')
    # They are made out of files only, and what they are cannot be typed.
    office.refuse('add', 'files', 'name=x', f'about={client}', status=2, says='attach')
    office.refuse('import', 'files', write(office, 'x.csv', b'name\nx\n'), status=2, says='attach')
    office.refuse('set', 'files', uid, 'checksum=' + '0' * 64)
    office.refuse('set', 'files', uid, 'size=5')
    # Whatever it is called: it is no path.
    office.run('set', 'files', uid, 'name=../../../etc/passwd')
    out = os.path.join(office.folder, 'out.txt')
    office.run('save-file', uid, out)
    equal(read(out), b'abc')
    office.check()


@case
def full_disk(office):
    client = office.add('clients', 'name=Дністер')
    path = write(office, 'a.bin', b'x' * 300000)
    env = {'LD_PRELOAD': FULL_DISK, 'FULL_DISK_BYTES': '200000', 'ASAN_OPTIONS': 'verify_asan_link_order=0'}
    office.refuse('attach', client, path, env=env, says='no room')
    equal(kept(office), [])
    uid = office.out('attach', client, path).strip()
    files = office.files()
    office.refuse('save-file', uid, os.path.join(office.folder, 'out.bin'), env=env, says='out.bin')
    equal(office.files(), files)
    office.check()


@case
def backup_with_files(office):
    client = office.add('clients', 'name=Дністер')
    uid = office.out('attach', client, write(office, 'a.txt')).strip()
    bare, whole = os.path.join(office.folder, 'bare.db'), os.path.join(office.folder, 'whole.db')
    office.run('backup', bare)
    equal(kept(office, bare), [])
    office.run('backup', '--files', whole)
    equal(kept(office, whole), kept(office))
    equal(stat.S_IMODE(os.stat(whole + '-files').st_mode), 0o700)
    office.run('backup', '--files', whole)                      # again: nothing is copied twice
    # Everything is lost: only one of them has the file.
    shutil.rmtree(office.path + '-files')
    assert '1 attached file is missing' in office.run('check', status=1).out
    office.refuse('save-file', uid, os.path.join(office.folder, 'out.txt'), says='not on this computer')
    os.unlink(office.path)
    office.run('restore', whole)
    office.check()
    out = os.path.join(office.folder, 'out.txt')
    office.run('save-file', uid, out)
    equal(read(out), b'abc')


@case
def damaged(office):
    client = office.add('clients', 'name=Дністер')
    uid = office.out('attach', client, write(office, 'a.txt')).strip()
    office.run('attach', client, write(office, 'b.txt', b'other'))
    [name] = [name for name in kept(office) if name == hashlib.sha256(b'abc').hexdigest()]
    with open(os.path.join(office.path + '-files', name), 'wb') as file:
        file.write(b'abd')
    office.refuse('save-file', uid, os.path.join(office.folder, 'out.txt'), says='damaged')
    copy = os.path.join(office.folder, 'copy.db')
    office.refuse('backup', '--files', copy, says='1 attached file is damaged')
    equal(kept(office, copy), [hashlib.sha256(b'other').hexdigest()])
    # What is there of the backup can be had back.
    shutil.rmtree(office.path + '-files')
    office.run('restore', copy)
    assert '1 attached file is missing' in office.run('check', status=1).out



@case
def sizes(office):
    """In numbers and words of the reader's language."""
    client = office.add('clients', 'name=Дністер')
    office.run('attach', client, write(office, 'a.txt', b'a' * 2500))
    assert 'On this computer: 1, 2.5 kB\n' in office.out('files')
    assert 'На цьому комп’ютері: 1, 2,5 кБ\n' in office.out('files', env={'LANGUAGE': 'uk'})


@case
def contents(office):
    client = office.add('clients', 'name=Дністер')
    uid = office.out('attach', client, write(office, 'a.txt', b'abc')).strip()
    equal(json.loads(office.out('files', '--format', 'json')),
          {'here': 1, 'here-bytes': 3, 'only-in-crm': 0, 'only-in-crm-bytes': 0, 'can-be-freed': 0,
           'can-be-freed-bytes': 0, 'to-upload': 0, 'to-upload-bytes': 0})
    assert 'On this computer: 1, 3 bytes' in office.out('files')
    # Nothing of it is in a CRM: it cannot be fetched, and is not freed.
    office.run('files', 'fetch', uid, client)
    office.run('files', 'pin', client)
    office.run('files', 'unpin', client)
    office.run('files', 'free')
    equal(json.loads(office.out('files', '--format', 'json'))['here'], 1)
    with contextlib.closing(sqlite3.connect(office.path, isolation_level=None)) as database:
        database.executescript("UPDATE file SET content = 'a'; UPDATE record SET push = 0, seq = NULL, "
                               "remote_id = 'DyrFile/1' WHERE type = 12")
    # Nor what nobody could bring back.
    office.run('files', 'free', uid)
    equal(json.loads(office.out('files', '--format', 'json'))['here'], 1)
    with contextlib.closing(sqlite3.connect(office.path, isolation_level=None)) as database:
        database.execute("INSERT INTO meta (key, value) VALUES ('server', 'https://crm.example/')")
    office.run('files', 'pin', client)
    office.run('files', 'free', uid)
    equal(json.loads(office.out('files', '--format', 'json'))['here'], 1)
    office.run('files', 'unpin', client)
    office.run('files', 'free', uid)
    found = json.loads(office.out('files', '--format', 'json'))
    equal((found['here'], found['only-in-crm'], found['only-in-crm-bytes']), (0, 1, 3))
    office.check()
    office.run('files', 'fetch', client)
    equal(json.loads(office.out('sync', 'status', '--format', 'json'))['files-to-fetch'], 1)
    office.refuse('save-file', uid, os.path.join(office.folder, 'x'), says='not on this computer')
    office.refuse('files', 'eat', uid, status=2, says='files fetch')
    office.refuse('files', 'pin', status=2)
    office.refuse('files', 'fetch', 'nonsense', says='no uid')

main()
