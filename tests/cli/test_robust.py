#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_robust.py PROGRAM: backup, restore, check and repair, by hand and while somebody works."""
import os
import shutil
import sqlite3

from office import case, equal, main


@case
def restore_brings_back(office):
    """What was in the backup is there, what was there before lies beside, and both are databases."""
    uid = office.add('clients', 'name=До')
    office.run('backup', 'copy.db')
    later = office.add('clients', 'name=Після')
    done = office.run('restore', 'copy.db')
    kept = [name for name in office.files() if name.startswith('office.db.before-restore-')]
    equal(len(kept), 1)
    assert kept[0] in done.out, done
    equal([client['uid'] for client in office.list('clients')], [uid])
    office.check()
    equal(os.stat(office.path).st_mode & 0o777, 0o600)
    # Back to what was there before.
    office.run('restore', kept[0])
    equal(sorted(client['uid'] for client in office.list('clients')), sorted([uid, later]))
    office.check()


@case
def odd_locales(office):
    """A locale that this computer does not know, or an old one, changes no letter of what is stored or said."""
    for name in ('xx_YY', 'C', 'POSIX', 'uk_UA.KOI8-U'):
        env = {'LC_ALL': name, 'LANG': name, 'LANGUAGE': ''}
        done = office.run('add', 'clients', 'name=Їжак у ґанку', env=env)
        shown = office.run('show', 'clients', done.out.strip(), env=env)
        assert 'Їжак у ґанку' in shown.out and not shown.err and not done.err, (name, shown, done)
    equal([client['name'] for client in office.list('clients')], ['Їжак у ґанку'] * 4)


@case
def restore_makes_a_store(office):
    """On a new computer there is nothing to keep."""
    office.add('clients', 'name=До')
    office.run('backup', 'copy.db')
    elsewhere = os.path.join(office.folder, 'new', 'office.db')
    equal(office.out('restore', 'copy.db', database=elsewhere), '')
    equal(os.listdir(os.path.dirname(elsewhere)), ['office.db'])
    assert 'До' in office.out('list', 'clients', database=elsewhere)


@case
def restore_refuses_what_is_no_backup(office):
    office.add('clients', 'name=До')
    office.run('backup', 'copy.db')
    with open(os.path.join(office.folder, 'list.csv'), 'w', encoding='utf-8') as file:
        file.write('name\nКлюч\n')
    other = sqlite3.connect(os.path.join(office.folder, 'theirs.db'))
    other.execute('CREATE TABLE theirs (a)')
    other.close()
    newer = os.path.join(office.folder, 'newer.db')
    shutil.copy(os.path.join(office.folder, 'copy.db'), newer)
    other = sqlite3.connect(newer)
    other.execute('PRAGMA user_version = 9999')
    other.close()
    with open(os.path.join(office.folder, 'copy.db'), 'rb') as file, \
            open(os.path.join(office.folder, 'half.db'), 'wb') as half:
        half.write(file.read()[:40960])
    before = office.digest(), office.files()
    for name, says in (('list.csv', 'is no backup'), ('theirs.db', 'is no backup'), ('half.db', 'is no backup'),
                       ('.', 'is no backup'), ('nowhere.db', 'There is no file'), ('newer.db', 'newer version'),
                       ('office.db', 'is the database itself')):
        office.refuse('restore', name, says=says)
        equal((office.digest(), office.files()), before)
    with office.other_program() as other:                       # a window that is open
        other.execute('SELECT count (*) FROM record').fetchone()
        other.execute('BEGIN')
        other.execute('SELECT count (*) FROM record').fetchone()
        office.refuse('restore', 'copy.db', says='in use by another program')
    equal([client['name'] for client in office.list('clients')], ['До'])


@case
def restore_over_a_damaged_database(office):
    office.add('clients', 'name=До')
    office.run('backup', 'copy.db')
    with open(office.path, 'wb') as file:
        file.write(b'\xa5' * 20000)
    office.refuse('list', 'clients', says='Restore a backup')
    office.run('restore', 'copy.db')
    equal([client['name'] for client in office.list('clients')], ['До'])


@case
def check_explains_and_repairs(office):
    uid = office.add('clients', 'name=Ключ')
    office.add('clients', 'name=Замок')
    with office.other_program() as other:
        other.execute("UPDATE record SET title = 'Інше'")
        other.execute('UPDATE client SET listed = 0')
        other.execute('DELETE FROM word_docsize')
    done = office.run('check', status=1)
    assert '2 records show other names' in done.out and 'Repairing' in done.out, done
    assert 'check --repair' in done.out and done.err == '', done
    before = office.digest()
    office.run('check', status=1)                               # looking changes nothing
    equal(office.digest(), before)
    done = office.run('check', '--repair')
    assert 'repaired' in done.out and done.out.endswith('All is well.\n'), done
    office.check()
    equal(sorted(client['name'] for client in office.list('clients')), ['Замок', 'Ключ'])
    assert 'Ключ' in office.out('list', 'clients', '--query', 'ключ')
    equal(office.show('clients', uid)['name'], 'Ключ')
    assert 'office.db.before-repair' in office.files()
    # Nothing to repair: nothing is made.
    os.unlink(office.path + '.before-repair')
    equal(office.out('check', '--repair'), 'All is well.\n')
    assert 'office.db.before-repair' not in office.files()


@case
def repair_leaves_what_it_cannot(office):
    office.add('clients', 'name=Ключ')
    with office.other_program() as other:
        other.execute('UPDATE client SET responsible = 4711')
        other.execute("UPDATE record SET title = 'Інше'")
    done = office.run('check', '--repair', status=1)
    assert '1 problem was repaired' in done.out and 'points to a record' in done.out, done
    assert 'restore a backup' in done.out and '--repair' not in done.out, done


main()
