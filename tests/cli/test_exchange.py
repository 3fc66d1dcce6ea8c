#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_exchange.py PROGRAM: import, export and sample as commands: what they print, and exit statuses."""
import csv
import json
import os
import signal
import stat

from office import case, equal, main


def write(office, name, text, encoding='utf-8'):
    path = os.path.join(office.folder, name)
    with open(path, 'w', encoding=encoding, newline='') as file:
        file.write(text)
    return path


@case
def import_a_list(office):
    path = write(office, 'list.csv', 'name;code;phones\nКлюч;14360570;067 111 22 33, 0441234567\nДім;;\n')
    done = office.run('import', 'clients', path, '--dry-run')
    assert '2 new' in done.out and 'Ключ' in done.out and 'undo' not in done.out, done
    assert 'Encoding: UTF-8\nDelimiter: ' in done.out, done
    equal(office.list('clients'), [])
    done = office.run('import', 'clients', path)
    assert '2 new' in done.out, done
    records = office.list('clients', '--sort', '-name')
    equal([record['name'] for record in records], ['Ключ', 'Дім'])
    equal(records[0]['phones'], ['+380671112233', '+380441234567'])
    equal(office.list('clients', '--query', '111-22-33'), records[:1])
    assert '2 unchanged' in office.out('import', 'client', path)  # again: nothing changes
    number = office.history('clients', records[0]['uid'])[0]['action']
    assert f'undo {number}' in done.out, done
    assert 'list.csv' in office.out('undo')
    equal(office.list('clients'), [])
    office.check()


@case
def responsible_people_who_are_no_users(office):
    office.add('users', 'name=Іван')
    path = write(office, 'list.csv', 'name;responsible\nКлюч;Іван\nДім;Марія\nМлин;Марія\n')
    done = office.run('import', 'clients', path)
    assert 'Марія (2 rows)' in done.err and 'Іван' not in done.err, done
    equal(len(office.list('users')), 1)


@case
def rows_that_are_refused(office):
    path = write(office, 'list.csv', 'name,next-contact\nКлюч,31.02.2026\nДім,24.11.2026\n')
    done = office.run('import', 'clients', path, status=1)
    assert 'list.csv' in done.err and '31.02.2026' in done.err and '2' in done.err, done
    assert '1 refused' in done.out, done
    equal([record['name'] for record in office.list('clients')], ['Дім'])  # the others are in
    office.run('import', 'clients', path, '--dry-run', status=1)


@case
def how_a_file_is_read(office):
    path = write(office, 'list.csv', 'Назва|Місто|Колір\nКлюч|Львів|синій\n', 'windows-1251')
    office.run('import', 'clients', path, '--encoding', 'cp1251', '--delimiter', '|', '--rest-to-description',
               env={'LANGUAGE': 'uk'})
    (record,) = office.list('clients')
    equal((record['name'], record['city']), ('Ключ', 'Львів'))
    assert 'синій' in record['description'], record
    office.refuse('import', 'clients', path, '--encoding', 'frob', status=2, says='frob')
    office.refuse('import', 'clients', path, '--delimiter', 'frob', status=2, says='frob')
    office.refuse('import', 'things', path, status=2, says='clients')
    office.refuse('import', 'clients', status=2, says='FILE')
    office.refuse('import', 'clients', path, '--mapping', path + '.nothing')
    office.refuse('import', 'clients', path + '.nothing', says='nothing')
    office.refuse('import', 'clients', office.folder)
    office.refuse('import', 'clients', office.path)             # a database is no CSV
    equal(len(office.list('clients')), 1)
    new = os.path.join(office.folder, 'new.db')
    office.refuse('import', 'clients', 'nothing.csv', database=new, says='nothing.csv')
    assert not os.path.exists(new)


@case
def export_and_back(office):
    user = office.add('users', 'name=Іван')
    office.add('clients', 'name==1+1', 'phones=+380671112233', f'responsible={user}', 'code=00012345')
    office.add('clients', 'name=Ключ; "Син"', 'description=a\nb', 'phones=0441234567,0671112233')
    before = office.list('clients')
    path = os.path.join(office.folder, 'out.csv')
    assert office.out('export', 'clients', path).startswith('2 ')
    equal(stat.S_IMODE(os.stat(path).st_mode), 0o600)
    with open(path, encoding='utf-8', newline='') as file:
        rows = list(csv.DictReader(file, delimiter=';'))
    equal([row['uid'] for row in rows], [record['uid'] for record in before])
    equal((rows[0]['name'], rows[0]['code']), ("'=1+1", '00012345'))
    assert '2 unchanged' in office.out('import', 'clients', path)
    equal(office.list('clients'), before)
    # For spreadsheets: marked, in the words of the interface; it comes back as well.
    office.run('export', 'clients', path, '--spreadsheet', '--delimiter', 'tab')
    with open(path, 'rb') as file:
        head = file.read(100)
    assert head.startswith(b'\xef\xbb\xbf') and b'\tName\t' in head, head
    assert '2 unchanged' in office.out('import', 'clients', path)
    # JSON by the name of the file; to standard output.
    path = os.path.join(office.folder, 'out.json')
    office.run('export', 'clients', path)
    with open(path, encoding='utf-8') as file:
        exported = json.load(file)
    equal([record['uid'] for record in exported], [record['uid'] for record in before])
    for record, listed in zip(exported, before):
        equal(record, {name: listed[name] for name in record})
    equal(json.loads(office.out('export', 'clients', '-', '--format', 'json')), exported)
    assert office.out('export', 'clients', '-', '--delimiter', ',').startswith('uid,name,')
    database = office.digest()
    office.refuse('export', 'clients', office.path, says='database')
    equal(office.digest(), database)
    office.refuse('export', 'clients', os.path.join(office.folder, 'no', 'out.csv'))
    office.refuse('export', 'clients', path, '--format', 'xml', status=2, says='csv, json')
    with open('/dev/full', 'wb') as full:
        office.run('export', 'clients', '-', stdout=full, status=1)


@case
def sample_office(office):
    out = office.out('sample', '--clients', '20', '--locale', 'uk', '--seed', '7')
    assert 'Clients: 20\n' in out, out
    found = office.status()
    equal(found['records']['clients'], 20)
    equal(found['samples'], sum(found['records'].values()))
    equal(found['waiting'], 0)                                  # samples never leave
    uid = office.list('clients')[0]['uid']
    office.run('set', 'clients', uid, 'city=Львів')
    equal(office.status()['waiting'], 0)
    office.check()
    assert 'Sample office' in office.out('undo', str(office.history('clients', uid)[-1]['action']))
    office.run('undo', '--redo')
    office.add('clients', 'name=Ключ')
    removed = office.out('sample', '--remove')
    assert removed.split()[0].isdigit(), removed
    equal([record['name'] for record in office.list('clients')], ['Ключ'])
    equal(office.status()['samples'], 0)
    office.run('sample', '--clients', '2', '--locale', 'hr', '--real')
    found = office.status()
    equal((found['samples'], found['waiting'] > 2), (0, True))
    office.check()
    for words, says in ((('--clients', '0'), '0'), (('--clients', 'x'), 'x'), (('--locale', 'fr'), 'fr'),
                        (('--seed', '-1'), '-1'), (('--seed', '4294967296'), '4294967296')):
        office.refuse('sample', *words, status=2, says=says)


@case
def one_seed_one_office(office):
    """The same seed is the same office; another one is another."""
    offices = []
    for number, seed in enumerate(('5', '5', '6')):
        path = os.path.join(office.folder, f'{number}.db')
        office.run('sample', '--clients', '15', '--seed', seed, '--locale', 'ru', database=path)
        listed = json.loads(office.out('list', 'clients', '--format', 'json', '--sort', 'name', database=path))
        offices.append([(record['name'], record['code'], record['phones']) for record in listed])
    equal(offices[0], offices[1])
    assert offices[0] != offices[2]


@case
def spreadsheets_and_cards(office):
    """By the name of the file, or as --format says; each comes back and changes nothing."""
    client = office.add('clients', 'name=Ключ', 'next-contact=2026-11-24', 'code=00032129')
    office.add('persons', 'last-name=Бойко', f'client={client}', 'phones=0671112233')
    for kind, name, options in (('clients', 'out.xlsx', ()), ('persons', 'out.xlsx', ()),
                                ('persons', 'out.vcf', ()), ('persons', 'out', ('--format', 'vcard4'))):
        path = os.path.join(office.folder, name)
        assert office.out('export', kind, path, *options).startswith('1 ')
        equal(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        done = office.run('import', kind, path)
        assert '1 unchanged' in done.out, done
    path = os.path.join(office.folder, 'out.xlsx')
    office.run('export', 'clients', path, env={'LANGUAGE': 'uk'})
    assert 'Аркуш: Клієнти\n' in office.out('import', 'clients', path, env={'LANGUAGE': 'uk'})
    assert 'Sheet: Клієнти\n' in office.out('import', 'clients', path, '--sheet', 'Клієнти')
    office.refuse('import', 'clients', path, '--sheet', 'frob', says='Клієнти')
    office.refuse('export', 'clients', os.path.join(office.folder, 'out.vcf'), says='Contact persons')
    office.refuse('export', 'clients', path, '--format', 'xls', status=2)
    office.check()


@case
def refused_rows_as_a_file(office):
    path = write(office, 'list.csv', 'name;next-contact;x\nКлюч;31.02.2026;1\nДім;24.11.2026;2\n')
    target = os.path.join(office.folder, 'refused.csv')
    done = office.run('import', 'clients', path, '--rejected', target, status=1)
    assert '1 refused row is in' in done.err and target in done.err, done
    with open(target, encoding='utf-8-sig', newline='') as file:
        text = file.read()
    assert text.startswith('name;next-contact;x;Why it was refused\r\nКлюч;31.02.2026;1;list.csv, line 2'), text
    write(office, 'refused.csv', text.replace('31.02.2026;', '01.03.2027;', 1), 'utf-8-sig')
    other = os.path.join(office.folder, 'again.xlsx')
    assert '1 new' in office.out('import', 'clients', target, '--rejected', other, '--rest-to-description')
    assert not os.path.exists(other)                            # nothing was refused
    (record,) = (record for record in office.list('clients') if record['name'] == 'Ключ')
    equal(record['description'], 'x: 1')
    office.refuse('import', 'clients', path, '--rejected', path)
    office.refuse('import', 'clients', path, '--rejected', office.path)


@case
def a_mapping_that_is_remembered(office):
    path = write(office, 'list.csv', 'a;b\nКлюч;Львів\n')
    mapping = write(office, 'map.txt', 'a = name\nb = city\n')
    office.run('import', 'clients', path, '--mapping', mapping, '--dry-run', '--save-mapping', 'Щомісяця')
    office.refuse('import', 'clients', path, '--mapping', 'Щомісяця')  # a dry run keeps nothing
    office.run('import', 'clients', path, '--mapping', mapping, '--save-mapping', 'Щомісяця')
    path = write(office, 'next.csv', 'b;a\nКиїв;Дім\n')
    assert '1 new' in office.out('import', 'clients', path, '--mapping', 'Щомісяця')
    equal(sorted((record['name'], record['city']) for record in office.list('clients')),
          [('Дім', 'Київ'), ('Ключ', 'Львів')])
    office.refuse('import', 'clients', path, '--mapping', 'Щотижня', says='Щомісяця')


@case
def import_that_is_interrupted(office):
    """Ctrl+C: what was written until then is there, told, and one undo takes it back."""
    rows = ''.join(f'Клієнт {number};{number}\n' for number in range(100000))
    path = write(office, 'list.csv', 'name;description\n' + rows)
    office.add('users', 'name=Іван')                            # the store is there
    process = office.start('import', 'clients', path)
    with office.other_program() as other:
        while process.poll() is None:
            if other.execute('SELECT EXISTS (SELECT 1 FROM client)').fetchone()[0]:
                process.send_signal(signal.SIGINT)
                break
    out, err = (piece.decode() for piece in process.communicate())
    equal(process.returncode, 1)
    count = office.status()['records']['clients']
    assert 0 < count < 100000, (count, out, err)
    assert f'{count:d} new' in out.replace('\u00a0', '').replace(',', ''), (count, out)
    assert 'line' in err, err
    office.run('undo')
    equal(office.list('clients'), [])
    office.check()


main()
