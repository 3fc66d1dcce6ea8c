#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_commands.py PROGRAM: every command of dyryhent-cli, what it prints, and its exit status."""
import csv
import fcntl
import io
import json
import os
import pty
import stat
import struct
import subprocess
import termios

from office import UID, Office, case, equal, main

TYPES = ('users clients persons contracts amendments products deliveries delivery-lines presentations activities '
         'notes files').split()
COMMANDS = ('list show add set delete duplicates merge apart undo redo history status check backup sync conflicts resolve '
            'parked retry').split()
CLIENT = ('name legal-name code vat-number phones emails ibans website street city postcode region country state '
          'roles segment responsible source contact-rhythm-days next-contact description phone email iban address '
          'last-contact standing').split()


def names(records):
    return [record['name'] for record in records]


@case
def help_and_version(office):
    done = office.run('--help')
    for word in COMMANDS + TYPES + ['--database']:
        assert word in done.out, word
    assert done.err == ''
    for command in COMMANDS:
        text = office.out(command, '--help')
        assert f'dyryhent-cli {command}' in text and '--database' in text, text
    for option in ('--where', '--query', '--sort', '--limit', '--format'):
        assert option in office.out('list', '--help')
    assert office.out('--version').startswith('dyryhent-cli ')
    equal(office.files(), [])                                   # asking makes no database


@case
def wrong_use(office):
    uid = office.add('clients', 'name=Ключ')
    for words, says in (
            ((), 'command'), (('frob',), 'list, show'), (('list',), 'TYPE'), (('list', 'things'), 'clients, persons'),
            (('list', 'clients', 'more'), 'more'), (('list', 'clients', '--frob'), '--frob'),
            (('list', 'clients', '-x'), '-x'), (('list', 'clients', '--where'), 'FIELD=VALUE'),
            (('list', 'clients', '--where', 'frob=1'), 'legal-name'), (('list', 'clients', '--where', 'name'), 'name'),
            (('list', 'clients', '--sort', 'frob'), 'legal-name'), (('list', 'clients', '--sort', '-'), 'legal-name'),
            (('list', 'clients', '--limit', '0'), '0'), (('list', 'clients', '--limit', 'x'), 'x'),
            (('list', 'clients', '--limit', '99999999999'), '99999999999'),
            (('list', 'clients', '--limit', '1', '--limit', '2'), '--limit'),
            (('list', 'clients', '--format', 'xml'), 'table, csv, json'),
            (('show', 'clients'), 'UID'), (('show', 'clients', uid, '--format', 'csv'), 'text, json'),
            (('add', 'clients'), 'FIELD=VALUE'), (('add', 'clients', 'frob=1'), 'legal-name'),
            (('add', 'clients', 'name'), 'FIELD=VALUE'), (('add', 'clients', 'name=1', 'name=2'), 'name'),
            (('add', 'things', 'name=1'), 'clients'), (('set', 'clients', uid), 'FIELD=VALUE'),
            (('set', 'clients', uid, 'frob=1'), 'legal-name'), (('delete', 'clients'), 'UID'),
            (('delete', 'clients', uid, '--yes=1'), '--yes'), (('undo', 'x'), 'x'), (('undo', '0'), '0'),
            (('undo', '1', '--redo'), '--redo'), (('undo', '1', '2'), '2'), (('redo', 'x'), 'uid'), (('redo', '0'), '0'), (('history', 'clients'), 'UID'), (('history', '0'), '0'),
            (('history', 'clients', uid, '--before', '3'), '--before'),
            (('history', 'clients', uid, '--format', 'csv'), 'table, json'), (('status', 'x'), 'x'),
            (('check', 'x'), 'x'), (('backup',), 'FILE'),
            (('list', 'clients', '--database', 'other.db'), '--database')):
        office.refuse(*words, status=2, says=says)
    equal(names(office.list('clients')), ['Ключ'])
    empty = subprocess.run([office.command()[0], 'list', 'clients', '--database='], env=office.env, check=False,
                           capture_output=True, text=True)
    assert empty.returncode == 2 and '--database' in empty.stderr, empty
    # Wrong use is told before any file is looked at, and makes none.
    office.refuse('add', 'clients', 'frob=1', status=2, database=os.path.join(office.folder, 'new.db'))
    equal(office.files(), ['office.db'])


@case
def not_found(office):
    uid = office.add('clients', 'name=Ключ')
    other = office.add('products', 'name=Двері')
    stranger = '01900000-0000-7000-8000-000000000000'
    for command in (('show',), ('delete',), ('history',), ('set', 'name=x')):
        fields = command[1:]
        office.refuse(command[0], 'clients', stranger, *fields, says=stranger)
        office.refuse(command[0], 'clients', other, *fields, says=other)
        office.refuse(command[0], 'clients', 'ключ', *fields, says='ключ')
    office.refuse('undo', '999', says='999')
    office.run('delete', 'clients', uid)
    for command in (('show',), ('delete',), ('set', 'name=x')):
        office.refuse(command[0], 'clients', uid, *command[1:], says='deleted')
    equal(office.history('clients', uid)[0]['kind'], 'deleted')  # what was deleted has a history
    # The shape of a uid: capital letters are the same uid.
    assert office.show('products', other.upper())['uid'] == other


@case
def one_of_each_kind(office):
    """JSON has the promised shape for every kind of value, and the singular is accepted."""
    user = office.add('user', 'name=Оксана Мельник', 'email=oksana@example.org', 'login=oksana')
    client = office.add(
        'client', 'name=ТОВ «Карпатський дім»', 'code=14360570', 'phones=067 111 22 33, +380 44 123 45 67',
        'emails=a@example.org\nb@example.org', 'responsible=оксана мельник', 'city=Львів', 'country=Україна',
        'state=Active', 'roles=client, Supplier', 'contact-rhythm-days=30', 'next-contact=24.11.2026',
        'description=Рядок 1\nРядок 2 "<b>&amp;</b>" \\ \t край')
    person = office.add('person', 'last-name=Шевченко', 'first-name=Тарас', 'client=тов карпатський дім',
                        'do-not-call=так', 'birthday=9.3.1994')
    contract = office.add('contract', f'client={client}', 'number=214/26', 'amount=1 500,00', 'currency=грн',
                          'valid-to=2026-12-31', 'auto-prolong=no', 'prolong-months=12')
    delivery = office.add('delivery', f'client={client}', 'contract=214/26', 'number=118', 'agreed-on=2026-11-24',
                          'shipped-at=23.11.2026 10:30', 'cost=99.5', 'currency=EUR')
    line = office.add('delivery-line', f'delivery={delivery}', 'name=Стіл', 'quantity-planned=12,5',
                      'quantity-shipped=3', 'serials=007, 008')
    show = office.add('presentation', f'client={client}', 'title=Показ', f'participants={person}',
                      'starts-at=2026-11-24T08:00:00Z', 'presenter=Оксана Мельник')
    activity = office.add('activity', 'kind=call', 'subject=Дзвінок', 'client=ТОВ Карпатський дім')
    note = office.add('note', f'about={contract}', 'text=Нотатка', 'pinned=yes')

    record = office.show('clients', client)
    equal(list(record), ['uid'] + CLIENT)
    expected = dict.fromkeys(CLIENT) | {
        'uid': client, 'name': 'ТОВ «Карпатський дім»', 'code': '14360570',
        'phones': ['+380671112233', '+380441234567'], 'emails': ['a@example.org', 'b@example.org'], 'ibans': [],
        'city': 'Львів', 'country': 'UA', 'state': 'active', 'roles': ['client', 'supplier'],
        'responsible': {'uid': user, 'name': 'Оксана Мельник'}, 'contact-rhythm-days': 30,
        'next-contact': '2026-11-24', 'phone': '+380671112233', 'email': 'a@example.org', 'address': 'Львів',
        'standing': 'active', 'description': record['description']}
    equal(record, expected)
    equal(record['description'].split('\n')[1], 'Рядок 2 "<b>&amp;</b>" \\ край')
    equal(office.list('clients'), [expected])

    record = office.show('contract', contract)
    equal(record['amount'], '1500.00')
    equal(record['currency'], 'UAH')
    equal(record['valid-to'], '2026-12-31')
    assert record['auto-prolong'] is False and record['prolong-months'] == 12 and record['notice-days'] is None
    equal(record['client'], {'uid': client, 'name': 'ТОВ «Карпатський дім»'})

    record = office.show('deliveries', delivery)
    equal(record['cost'], '99.50')
    equal(record['shipped-at'], '2026-11-23T08:30:00Z')         # Kyiv’s winter
    equal(record['contract'], {'uid': contract, 'name': '214/26'})
    (move,) = record['agreed-log']
    equal(move['to'], '2026-11-24')
    assert sorted(move) == ['at', 'to'] and move['at'].endswith('Z') and len(move['at']) == 20, move
    assert record['on-time'] is None

    record = office.show('delivery-lines', line)
    equal((record['quantity-planned'], record['quantity-shipped'], record['quantity-accepted']), ('12.5', '3', None))
    equal(record['serials'], ['007', '008'])
    equal(office.show('persons', person)['name'], 'Шевченко Тарас')
    assert office.show('persons', person)['do-not-call'] is True
    equal(office.show('presentations', show)['participants'], [{'uid': person, 'name': 'Шевченко Тарас'}])
    equal(office.show('activities', activity)['client']['uid'], client)
    equal(office.show('notes', note)['about'], {'uid': contract, 'name': '214/26'})
    for kind in TYPES:
        for record in office.list(kind):
            assert list(record)[0] == 'uid' and UID.fullmatch(record['uid'])
            assert not {'id', 'push', 'seq', 'origin', 'remote-id'} & set(record)
    office.check()


@case
def order_and_limit(office):
    for name, city in (('Ясен', 'Львів'), ('Ґанок', 'Київ'), ('Дуб', 'Київ'), ('Їжак', ''), ('Гора', 'Львів')):
        office.add('clients', f'name={name}', *([f'city={city}'] if city else []), env={'LANGUAGE': 'uk'})
    unsorted = office.list('clients')
    equal([record['uid'] for record in unsorted], sorted(record['uid'] for record in unsorted))
    equal(names(office.list('clients', '--sort', 'name')), ['Гора', 'Ґанок', 'Дуб', 'Їжак', 'Ясен'])
    equal(names(office.list('clients', '--sort', '-name')), ['Ясен', 'Їжак', 'Дуб', 'Ґанок', 'Гора'])
    equal(names(office.list('clients', '--sort=-city', '--sort=name')), ['Гора', 'Ясен', 'Ґанок', 'Дуб', 'Їжак'])
    equal(names(office.list('clients', '--sort', 'city', '--limit', '2', '--sort', '-name')), ['Дуб', 'Ґанок'])
    # Equal ones stand by uid, in either direction.
    for sort in ('state', '-state'):
        equal(office.list('clients', '--sort', sort), unsorted)
    # Words without a stored key stand in the order of the language too, and by the name of what they link to.
    for city in ('Дубно', 'Ґанків', 'Гадяч', 'їжаків'):
        office.add('deliveries', f'city={city}', f'number={city[0]}')
    office.add('deliveries', 'number=0')
    equal([record['city'] for record in office.list('deliveries', '--sort', 'city')],
          ['Гадяч', 'Ґанків', 'Дубно', 'їжаків', None])
    equal([record['city'] for record in office.list('deliveries', '--sort', '-city')],
          ['їжаків', 'Дубно', 'Ґанків', 'Гадяч', None])
    equal(office.list('clients', '--where', 'name=ніхто'), [])
    equal(office.out('list', 'clients', '--where', 'name=ніхто', '--format', 'json'), '[]\n')


@case
def where(office):
    user = office.add('users', 'name=Іван')
    key = office.add('clients', 'name=Ключ', 'phones=0671112233', 'state=active', 'responsible=Іван', 'city=Львів')
    dom = office.add('clients', "name=Дім п'яти", 'phones=+380 44 123 45 67', 'city=Львів', 'next-contact=24.11.2026')
    office.add('contracts', f'client={key}', 'number=1', 'amount=10', 'auto-prolong=yes')

    def found(kind, *conditions):
        words = [word for condition in conditions for word in ('--where', condition)]
        return [record['uid'] for record in office.list(kind, *words)]

    equal(found('clients', 'name=ключ'), [key])
    equal(found('clients', 'name=ДІМ ПЯТИ'), [dom])
    equal(found('clients', 'city=Львів'), [key, dom])
    equal(found('clients', 'city=Львів', 'state=active'), [key])
    equal(found('clients', 'state=Prospect'), [dom])
    equal(found('clients', 'phones=067 111-22-33'), [key])      # of a set: it is in it
    equal(found('clients', 'phone=067 111-22-33'), [key])       # computed
    equal(found('clients', 'phones=067 111-22-33,+380441234567'), [])
    equal(found('clients', 'emails='), [key, dom])
    equal(found('clients', 'phones='), [])
    equal(found('clients', 'responsible='), [dom])
    equal(found('clients', 'responsible=іван'), [key])
    equal(found('clients', f'responsible={user}'), [key])
    equal(found('clients', 'next-contact=2026-11-24'), [dom])
    equal(len(found('contracts', 'client=Ключ', 'amount=10,00', 'auto-prolong=так')), 1)
    office.refuse('list', 'clients', '--where', 'next-contact=31.02', says='next-contact')
    office.refuse('list', 'clients', '--where', 'state=frob', says='frob')
    office.refuse('list', 'clients', '--where', 'responsible=Марія', says='Марія')
    office.run('delete', 'users', user)
    equal(found('clients', f'responsible={user}'), [key])       # references to what was deleted stay


@case
def search(office):
    key = office.add('clients', 'name=Ключ', 'phones=0671112233')
    office.add('clients', 'name=Дім')
    equal(names(office.list('clients', '--query', 'клю')), ['Ключ'])
    equal(names(office.list('clients', '--query', '111 22 33')), ['Ключ'])
    equal(names(office.list('clients', '--query', 'rk.x')), ['Ключ'])  # the wrong keyboard layout
    # Conditions; what is none is marked and the rest is searched.
    equal(names(office.list('clients', '--query', 'name:клю -state:lost')), ['Ключ'])
    equal(office.list('clients', '--query', '-name:клю клю'), [])
    done = office.run('list', 'clients', '--query', 'клю frob>0', '--format', 'json')
    equal(names(json.loads(done.out)), ['Ключ'])
    assert 'клю frob>0\n    ^^^^^^\n' in done.err and 'frob' in done.err, done
    equal(office.list('clients', '--query', 'ніхто'), [])
    office.run('set', 'clients', key, 'name=Замок')
    equal(names(office.list('clients', '--query', 'замо')), ['Замок'])
    equal(office.list('clients', '--query', 'ключ'), [])
    office.run('undo')
    equal(names(office.list('clients', '--query', 'ключ')), ['Ключ'])
    office.run('delete', 'clients', key)
    equal(office.list('clients', '--query', 'ключ'), [])
    # What another program left undone is done before it is asked.
    twins = [office.add('clients', 'name=Заставна'), office.add('clients', 'name=Броди')]
    with office.other_program() as other:
        other.execute("INSERT OR IGNORE INTO stale (record, fold_was) SELECT id, fold FROM client "
                      "WHERE name = 'Заставна'")
        other.execute("UPDATE client SET (name, fold, name_fold, name_key) = (SELECT name, fold, name_fold, name_key "
                      "FROM client WHERE name = 'Броди') WHERE name = 'Заставна'")
        other.execute("UPDATE record SET title = 'Броди' WHERE title = 'Заставна'")
    equal([record['uid'] for record in office.list('clients', '--query', 'брод')], twins)
    office.check()


@case
def csv_list(office):
    office.add('users', 'name=Іван; "Син"')
    office.add('clients', 'name==1+1', 'phones=0671112233, +380441234567', 'responsible=Іван; "Син"',
               'description=a\nb', 'contact-rhythm-days=7', 'roles=client,supplier')
    rows = list(csv.reader(io.StringIO(office.out('list', 'clients', '--format', 'csv'), newline='')))
    equal(rows[0], ['uid'] + CLIENT)
    equal(len(rows), 2)
    row = dict(zip(rows[0], rows[1]))
    equal(row['name'], "'=1+1")                                 # no formula for a spreadsheet
    equal(row['phones'], '+380671112233, +380441234567')
    equal(row['phone'], '+380671112233')
    equal(row['responsible'], 'Іван; "Син"')
    equal(row['description'], 'a\nb')
    equal(row['contact-rhythm-days'], '7')
    equal(row['roles'], 'client, supplier')
    equal(row['state'], 'prospect')
    equal(row['next-contact'], '')


def on_terminal(office, columns, *words):
    """What the program prints on a terminal so wide."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
    process = office.start(*words, stdout=theirs)
    os.close(theirs)
    out = b''
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:                                         # the other side was closed
            break
        if not piece:
            break
        out += piece
    os.close(ours)
    _, err = process.communicate()
    equal((process.returncode, err), (0, b''))
    return out.decode().replace('\r\n', '\n')


@case
def table(office):
    uid = office.add('clients', 'name=A & B <b>\x1b[31m\u202eзліва', 'city=東京都', 'description=x' * 100)
    office.add('clients', 'name=' + 'Дуже довга назва ' * 12, 'city=Львів')
    text = office.out('list', 'clients')
    assert 'A & B <b>' in text and '\x1b' not in text and '\u202e' not in text, repr(text)
    assert uid in text and 'Name' in text and 'Prospect' in text
    lines = text.splitlines()
    equal(len(lines), 3)
    # Columns stand under each other, also behind wide letters.
    at = lines[0].index('Tax code')
    for line in lines[1:]:
        width = sum(2 if '\u3000' <= c <= '\u9fff' else 1 for c in line[:line.index('—')])
        equal(width, at)
    for columns in (200, 80, 60, 37, 20, 6):
        for line in on_terminal(office, columns, 'list', 'clients').splitlines():
            assert sum(2 if '\u3000' <= c <= '\u9fff' else 1 for c in line) <= columns, (columns, line)
    assert uid in on_terminal(office, 80, 'list', 'clients')
    equal(max(map(len, office.out('list', 'clients', env={'COLUMNS': '70'}).splitlines())) <= 70, True)
    for kind in TYPES:
        office.out('list', kind)
    done = office.run('list', 'notes')
    equal((done.out, done.err), ('', 'Nothing was found.\n'))


@case
def show_for_people(office):
    uid = office.add('clients', 'name=Ключ\x07', 'description=перший\nдругий', 'phones=0671112233')
    contract = office.add('contracts', f'client={uid}', 'number=7', 'amount=1500', 'currency=EUR')
    text = office.out('show', 'clients', uid)
    assert f'uid: {uid}\n' in text and 'Name: Ключ\n' in text and 'Phones: +380 67 111 22 33\n' in text, text
    assert 'Description: перший\n  другий\n' in text and 'City: —\n' in text, text
    assert 'EUR' in office.out('show', 'contracts', contract) or '€' in office.out('show', 'contracts', contract)


@case
def values_on_input(office):
    uid = office.add('clients', 'name=Ключ')
    for text in ('next-contact=31.02', 'next-contact=frob', 'state=frob', 'contact-rhythm-days=-1',
                 'contact-rhythm-days=x', 'country=' + 'x' * 200, 'roles=client,frob', 'name=' + 'x' * 300):
        office.refuse('set', 'clients', uid, text, says=text.split('=')[0])
    office.refuse('set', 'clients', uid, 'phone=1', says='phone')
    office.refuse('set', 'clients', uid, 'name=', says='Name')
    equal(office.history('clients', uid)[:-1], [])              # a refused edit changes nothing at all
    office.refuse('set', 'clients', uid, 'city=Львів', 'state=frob')
    equal(office.show('clients', uid)['city'], None)
    office.run('set', 'clients', uid, 'city=Львів', 'description=a=b=c', 'website=https://x.example/?a=1')
    equal(office.show('clients', uid)['description'], 'a=b=c')
    office.run('set', 'clients', uid, 'city=', 'phones=')
    equal(office.show('clients', uid)['city'], None)
    before = office.history('clients', uid)
    office.run('set', 'clients', uid, 'description=a=b=c')      # the same again is no change
    equal(office.history('clients', uid), before)
    # A wrong check digit is a warning; the value stays as typed.
    done = office.run('set', 'clients', uid, 'code=14360571')
    assert '14360571' in done.err and done.err.startswith('code: '), done
    equal(office.show('clients', uid)['code'], '14360571')
    equal(office.run('set', 'clients', uid, 'code=14360570').err, '')
    # Bytes that are no text do not become one.
    office.run('set', 'clients', uid, os.fsdecode(b'source=a\xff\xfeb'), status=None)
    json.loads(office.out('show', 'clients', uid, '--format', 'json'))
    # The country says how phones and codes are read.
    equal(office.show('clients', office.add('clients', 'phones=091 234 5678', 'name=HR', 'country=HR'))['phones'],
          ['+385912345678'])
    hr = office.add('clients', 'name=HR', 'country=Hrvatska')
    office.run('set', 'clients', hr, 'phones=091 234 5678')
    equal(office.show('clients', hr)['phones'], ['+385912345678'])
    office.check()


@case
def kind_of_an_activity(office):
    uid = office.add('activities', 'kind=Call', 'subject=Дзвінок')
    office.refuse('set', 'activities', uid, 'kind=meeting', says='Kind')
    office.run('set', 'activities', uid, 'kind=call', 'state=done')
    equal(office.show('activities', uid)['state'], 'done')


@case
def incomplete_records(office):
    done = office.run('add', 'contracts', 'number=1')
    assert 'client' in done.err, done
    equal(office.status()['waiting'], 0)
    office.refuse('add', 'contracts', 'number=', says='value')
    equal(office.status()['records']['contracts'], 1)
    client = office.add('clients', 'name=Ключ')
    office.run('set', 'contracts', done.out.strip(), f'client={client}')
    equal(office.status()['waiting'], 2)


@case
def links_by_name(office):
    one = office.add('clients', 'name=Ключ')
    two = office.add('clients', 'name=КЛЮЧ', 'city=Львів')
    # Several of one name: refused with their uids; unless one is written just so.
    done = office.refuse('add', 'contracts', 'number=1', 'client=ключ', says='ключ')
    assert one in done.err and two in done.err, done
    equal(office.show('contracts', office.add('contracts', 'number=1', 'client=КЛЮЧ'))['client']['uid'], two)
    office.refuse('add', 'contracts', 'number=2', 'client=Клю', says='Клю')
    office.refuse('add', 'contracts', 'number=2', 'client=01900000-0000-7000-8000-000000000000', says='01900000')
    office.run('delete', 'clients', two, '--yes')
    equal(office.show('contracts', office.add('contracts', 'number=2', 'client=ключ'))['client']['uid'], one)
    office.refuse('add', 'contracts', 'number=3', f'client={two}', says='deleted')
    product = office.add('products', 'name=Двері')
    office.refuse('add', 'contracts', 'number=3', f'client={product}', says=product)
    # Names of several fields, written as lists show them.
    person = office.add('persons', 'last-name=Нечуй Левицький', 'first-name=Іван', 'patronymic=Семенович')
    office.add('persons', 'last-name=Нечуй Левицький', 'first-name=Петро')
    show = office.add('presentations', 'title=Показ', f'client={one}',
                      'participants=нечуй левицький іван семенович; Нечуй Левицький Петро')
    equal([link['name'] for link in office.show('presentations', show)['participants']],
          ['Нечуй Левицький Іван Семенович', 'Нечуй Левицький Петро'])
    office.refuse('set', 'presentations', show, 'participants=Нечуй Левицький', says='Нечуй')
    office.run('set', 'presentations', show, f'participants={person}\n{person}')
    equal(len(office.show('presentations', show)['participants']), 1)
    # A note is about anything.
    note = office.add('notes', 'text=x', 'about=Двері')
    equal(office.show('notes', note)['about']['uid'], product)
    equal(office.show('notes', office.add('notes', 'text=y', 'about=показ'))['about']['uid'], show)
    office.add('clients', 'name=Двері')
    office.refuse('add', 'notes', 'text=z', 'about=двері', says=product)
    equal(office.show('notes', office.add('notes', 'text=z', f'about={note}'))['about']['uid'], note)
    for number in range(12):
        office.add('clients', 'name=Багато', f'code={number}')
    assert office.refuse('add', 'contracts', 'client=Багато').err.rstrip().endswith('…')


@case
def deleting(office):
    client = office.add('clients', 'name=Ключ')
    contract = office.add('contracts', f'client={client}', 'number=1', 'state=active')
    office.add('contracts', f'client={client}', 'number=2', 'state=terminated')
    delivery = office.add('deliveries', f'client={client}', f'contract={contract}', 'number=1')
    line = office.add('delivery-lines', f'delivery={delivery}', 'name=Стіл')
    done = office.refuse('delete', 'clients', client, says='1 open contract, 1 open delivery')
    assert '--yes' in done.err and 'Ключ' in done.err
    office.refuse('delete', 'contracts', contract, says='1 open delivery')
    equal(office.run('delete', 'deliveries', delivery, '--yes').out, '')
    equal((office.list('deliveries'), office.list('delivery-lines')), ([], []))  # its parts go along
    office.run('delete', 'contracts', contract)
    office.run('delete', 'clients', client)
    equal(office.list('clients'), [])
    for _ in range(3):
        office.run('undo')
    equal(office.show('delivery-lines', line)['delivery']['uid'], delivery)
    office.run('delete', 'clients', client, '--yes')
    office.check()


@case
def undo_and_history(office):
    user = office.add('users', 'name=Іван')
    client = office.add('clients', 'name=Ключ')
    office.run('set', 'clients', client, 'state=active', 'city=Львів', 'responsible=Іван')
    office.run('set', 'clients', client, 'city=Київ')
    changes = office.history('clients', client)
    equal([(entry['kind'], entry['field'], entry['old'], entry['new']) for entry in changes], [
        ('field', 'city', 'Львів', 'Київ'),
        ('field', 'responsible', None, {'uid': user, 'name': 'Іван'}),
        ('field', 'city', None, 'Львів'),
        ('field', 'state', 'prospect', 'active'),
        ('created', None, None, None)])
    first = changes[0]
    equal((first['source'], first['undone'], first['undo'], first['type'], first['name']),
          ('person', False, False, 'client', 'Ключ'))
    assert first['at'].endswith('Z') and isinstance(first['action'], int)
    equal(len({entry['action'] for entry in changes}), 3)       # one action for one command
    equal(len(json.loads(office.out('history', 'clients', client, '--format', 'json', '--limit', '2'))), 2)
    text = office.out('history', 'clients', client)
    assert 'City: Львів → Київ' in text and 'Created' in text and str(first['action']) in text, text

    # An action in the middle: what was changed since stays, and is named with the reason.
    done = office.run('undo', str(changes[1]['action']))
    assert 'Undone: ' in done.out and 'City' in done.err and 'changed since' in done.err, done
    record = office.show('clients', client)
    equal((record['state'], record['city'], record['responsible']), ('prospect', 'Київ', None))
    office.refuse('undo', str(changes[1]['action']), says='already')
    assert 'undone' in office.out('history', 'clients', client)
    # All of it was changed since: nothing is done, which is told.
    office.run('set', 'clients', client, 'segment=A')
    number = office.history('clients', client)[0]['action']
    office.run('set', 'clients', client, 'segment=B')
    done = office.run('undo', str(number), status=1)
    assert done.out == '' and 'Segment' in done.err, done
    equal(office.show('clients', client)['segment'], 'B')
    office.check()


@case
def undo_of_what_was_deleted(office):
    uid = office.add('clients', 'name=Ключ')
    office.run('set', 'clients', uid, 'city=Львів')
    number = str(office.history('clients', uid)[0]['action'])
    office.run('delete', 'clients', uid)
    done = office.run('undo', number, status=1)
    assert done.out == '' and 'City' in done.err and 'deleted since' in done.err, done
    # A record on which somebody worked since is not taken away.
    other = office.add('clients', 'name=Дім')
    number = str(office.history('clients', other)[0]['action'])
    office.run('set', 'clients', other, 'city=Львів')
    done = office.run('undo', number, status=1)
    assert '“Дім”' in done.err and 'changed since' in done.err, done
    equal(office.show('clients', other)['city'], 'Львів')
    # Who did it: a person, the CRM, a rule, an import, the sample office.
    with office.other_program() as program:
        for source in range(1, 5):
            program.execute("INSERT INTO action (source, title, at, device, state) VALUES (?, 'x', 0, '', 1)", (source,))
            program.execute("INSERT INTO change (action, record, kind) SELECT last_insert_rowid (), id, 3 FROM client "
                            "WHERE name = 'Дім'")
    text = office.out('history', 'clients', other)
    for word in ('CRM', 'Rule', 'Import', 'Sample office', 'You'):
        assert word in text, (word, text)


@case
def undo_redo_chain(office):
    """Each command is a program of its own: the chain survives restarts."""
    office.refuse('undo', status=1, says='no database')
    uid = office.add('clients', 'name=А')
    office.refuse('undo', '--redo', says='redo')
    for name in 'БВ':
        office.run('set', 'clients', uid, f'name={name}')
    for expected in 'БА':
        assert office.out('undo').startswith('Undone: Name → ')
        equal(office.show('clients', uid)['name'], expected)
    assert office.out('undo').startswith('Undone: New: А')
    equal(office.list('clients'), [])
    office.refuse('undo', says='undo')
    assert office.out('undo', '--redo').startswith('Redone: New: А')
    for expected in 'БВ':
        equal(office.out('undo', '--redo').split(' (')[0], f'Redone: Name → {expected}')
        equal(office.show('clients', uid)['name'], expected)
    office.refuse('undo', '--redo', says='redo')
    # Back again, and forward: as often as one likes; a new action ends what can be redone.
    for _ in range(2):
        office.run('undo')
        equal(office.show('clients', uid)['name'], 'Б')
        office.run('undo', '--redo')
        equal(office.show('clients', uid)['name'], 'В')
    office.run('undo')
    office.run('set', 'clients', uid, 'city=Львів')
    office.refuse('undo', '--redo')
    office.run('undo')
    equal(office.show('clients', uid)['city'], None)
    office.check()


@case
def history_of_the_office(office):
    """What was done, newest first, by pages; what one action did, and what its undo left alone."""
    client, other = office.add('clients', 'name=Ключ'), office.add('clients', 'name=Дім')
    office.run('set', 'clients', client, 'city=Львів', 'segment=A')
    office.run('set', 'clients', other, 'city=Стрий')

    def told(*options):
        return json.loads(office.out('history', '--format', 'json', *options))
    equal([(action['title'], action['changes'], action['state'], action['undone']) for action in told()], [
        ('City → Стрий', 1, 'done', False), ('City → Львів', 2, 'done', False),
        ('New: Дім', 1, 'done', False), ('New: Ключ', 1, 'done', False)])
    numbers = [action['action'] for action in told()]
    equal([action['action'] for action in told('--limit', '2')], numbers[:2])
    equal([action['action'] for action in told('--limit', '2', '--before', str(numbers[1]))], numbers[2:])
    assert told()[0]['source'] == 'person' and told()[0]['at'].endswith('Z')
    both = str(numbers[1])
    text = office.out('history', both)
    assert 'Ключ: City: — → Львів' in text and 'Ключ: Segment: — → A' in text and 'Дім' not in text, text
    # The undo has no line of its own; what it left alone is told, also later.
    office.run('set', 'clients', client, 'city=Київ')
    office.run('undo', both)
    equal([(action['title'], action['undone']) for action in told()][:3],
          [('City → Київ', False), ('City → Стрий', False), ('City → Львів', True)])
    lines = office.out('history').splitlines()
    assert 'Changes' in lines[0] and 'City → Львів' in lines[3] and lines[3].endswith('undone'), lines
    done = office.run('history', both)
    equal(done.err, '“City” of “Ключ” stays as it is: it was changed since.\n')
    office.run('redo', both, status=0)
    equal(office.run('history', both).err, '')
    office.run('undo', str(numbers[3]), status=1)
    equal(office.run('history', str(numbers[3])).err, '“Ключ” stays as it is: it was changed since.\n')
    office.run('delete', 'clients', other, '--yes')
    office.run('undo', str(numbers[0]), status=1)
    equal(office.run('history', str(numbers[0])).err,
          '“City” of “Дім” stays as it is: the record was deleted since.\n')
    office.refuse('history', '999', says='999')
    with office.other_program() as program:
        program.execute('UPDATE action SET state = 0 WHERE id = 1')
    assert office.out('history').splitlines()[-1].endswith('undone'), office.out('history')
    office.check()


@case
def redo_of_anything(office):
    """What was undone earlier comes back by its number or by its record; what was changed since is told and stays."""
    client, other = office.add('clients', 'name=Ключ'), office.add('clients', 'name=Дім')
    for text in ('city=Львів', 'segment=A'):
        office.run('set', 'clients', client, text)
    segment, city = (entry['action'] for entry in office.history('clients', client)[:2])
    office.refuse('redo', str(city), says='not undone')
    office.refuse('redo', '999', says='999')
    office.run('undo', str(city))
    office.run('undo', str(segment))
    # Other work in between: the last undo is no longer the last thing done.
    office.run('set', 'clients', other, 'city=Київ')
    office.refuse('redo', says='redo')
    equal(office.out('redo', str(city)), f'Redone: City → Львів (action {city})\n')
    equal((office.show('clients', client)['city'], office.show('clients', client)['segment']), ('Львів', None))
    office.refuse('redo', str(city), says='not undone')
    equal(office.out('redo', client), f'Redone: Segment → A (action {segment})\n')
    equal(office.show('clients', client)['segment'], 'A')
    office.refuse('redo', client, says='redo')
    office.refuse('redo', '00000000-0000-4000-8000-000000000000', says='There is no record 00000000-0000-4000-8000-000000000000')
    # It is undone again like any other action.
    office.run('undo', str(city))
    office.run('set', 'clients', client, 'city=Стрий')
    done = office.run('redo', str(city), status=1)
    assert done.out == '' and 'City' in done.err and 'changed since' in done.err and 'redone' in done.err, done
    equal(office.show('clients', client)['city'], 'Стрий')
    office.check()


@case
def status(office):
    client = office.add('clients', 'name=Ключ')
    office.add('contracts', f'client={client}', 'number=1')
    found = office.status()
    equal(found['database'], office.path)
    assert found['schema'] >= 2, found
    equal(list(found['records']), TYPES)
    equal((found['records']['clients'], found['records']['contracts'], found['records']['notes']), (1, 1, 0))
    equal((found['waiting'], found['interrupted'], found['samples']), (2, 0, 0))
    equal(found['size'], os.path.getsize(office.path))
    text = office.out('status')
    assert f'Database: {office.path}\n' in text and 'Clients: 1\n' in text and 'Waiting to be sent: 2\n' in text, text
    office.run('delete', 'clients', client, '--yes')
    equal(office.status()['records']['clients'], 0)


@case
def check_finds_damage(office):
    office.add('clients', 'name=Ключ')
    office.check()
    with office.other_program() as other:
        other.execute("UPDATE record SET title = 'Інше'")
    done = office.run('check', status=1)
    assert '1 record' in done.out and done.err == '', done
    # An action whose program is gone.
    with office.other_program() as other:
        other.execute("UPDATE record SET title = 'Ключ'")
        other.execute("UPDATE action SET state = 0")
    assert 'interrupted' in office.run('check', status=1).out
    equal(office.status()['interrupted'], 1)


@case
def addresses_in_any_case(office):
    """Capitals of every alphabet are small letters in an e-mail address: in conditions and in the search."""
    office.add('clients', 'name=Ключ', 'emails=Єва@Пошта.укр\noffice@key.example')
    office.add('users', 'name=Оксана', 'email=Оксана@Пошта.укр')
    for address in ('Єва@Пошта.укр', 'єва@пошта.укр', 'ЄВА@ПОШТА.УКР', 'Office@KEY.example'):
        equal([record['name'] for record in office.list('clients', '--where', f'emails={address}')], ['Ключ'])
        equal([record['name'] for record in office.list('clients', '--query', address)], ['Ключ'])
    equal([record['name'] for record in office.list('clients', '--where', 'email=ЄВА@пошта.укр')], ['Ключ'])
    equal([record['name'] for record in office.list('users', '--where', 'email=ОКСАНА@пошта.укр')], ['Оксана'])
    equal(office.list('clients', '--where', 'emails=ева@пошта.укр'), [])


@case
def backup(office):
    uid = office.add('clients', 'name=Ключ')
    copy = Office(office.folder)
    copy.path = os.path.join(office.folder, 'copy.db')
    office.run('backup', 'copy.db')                             # from the folder where it was started
    equal(stat.S_IMODE(os.stat(copy.path).st_mode), 0o600)
    equal(copy.show('clients', uid)['name'], 'Ключ')
    office.run('set', 'clients', uid, 'name=Замок')
    office.run('backup', copy.path)                             # takes the place of the older one
    equal(copy.show('clients', uid)['name'], 'Замок')
    copy.check()
    before = office.digest()
    office.refuse('backup', office.path)
    equal(office.digest(), before)
    other = os.path.join(office.folder, 'other.txt')
    with open(other, 'w', encoding='utf-8') as file:
        file.write('mine')
    office.refuse('backup', other, says='other.txt')
    with open(other, encoding='utf-8') as file:
        equal(file.read(), 'mine')
    office.refuse('backup', os.path.join(office.folder, 'no', 'copy.db'))
    equal(office.files(), ['copy.db', 'office.db', 'other.txt'])


@case
def usual_place(office):
    """Without --database: in the person's data folder, which only they can read."""
    command = [os.path.abspath(office.command()[0]), 'add', 'clients', 'name=Ключ']
    subprocess.run(command, env=office.env, check=True, stdout=subprocess.DEVNULL)
    path = os.path.join(office.folder, 'data', 'dyryhent', 'office.db')
    equal(stat.S_IMODE(os.stat(path).st_mode), 0o600)
    equal(stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode), 0o700)
    equal(os.listdir(os.path.dirname(path)), ['office.db'])     # nothing is left in a journal


@case
def options_anywhere(office):
    office.add('clients', 'name=--x')
    command = [office.command()[0], 'list', 'clients', f'--database={office.path}', '--where=name=--x', '--', ]
    done = subprocess.run(command, env=office.env, capture_output=True, text=True, check=True)
    assert '--x' in done.stdout
    office.refuse('list', '--', '--format', status=2)


@case
def output_that_cannot_be_written(office):
    office.add('clients', 'name=Ключ')
    for words in (('list', 'clients'), ('list', 'clients', '--format', 'json'), ('status',), ('--help',),
                  ('list', 'clients', '--format', 'csv'), ('add', 'clients', 'name=Дім')):
        with open('/dev/full', 'wb') as full:
            done = office.run(*words, status=1, stdout=full)
        assert done.err.startswith('dyryhent-cli: '), done
    office.check()


@case
def reader_that_goes_away(office):
    """list | head: no message, and the database is closed in order."""
    office.run('sample', '--clients', '300')                    # far more than a pipe takes
    process = office.start('list', 'clients', '--format', 'json')
    process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    equal((process.wait(), err), (1, b''))
    equal(office.files(), ['office.db'])


@case
def language(office):
    """The language is the session's; a job without one keeps the order that the store has."""
    for name in ('Lička', 'Čavić', 'Cvit', 'Džajić', 'Dudić'):
        office.add('clients', f'name={name}', env={'LC_ALL': 'hr_HR.UTF-8'})
    croatian = ['Cvit', 'Čavić', 'Dudić', 'Džajić', 'Lička']
    equal(names(office.list('clients', '--sort', 'name')), croatian)
    json.loads(office.out('list', 'clients', '--format', 'json', '--sort', 'name', env={'LC_ALL': 'en_US.UTF-8'}))
    equal(names(office.list('clients', '--sort', 'name')), ['Čavić', 'Cvit', 'Dudić', 'Džajić', 'Lička'])
    equal(names(json.loads(office.out('list', 'clients', '--format', 'json', '--sort', 'name',
                                      env={'LANGUAGE': 'hr'}))), croatian)


@case
def time_zone_of_the_office(office):
    """The zone is the one of the window's settings, whatever the computer's is."""
    schemas = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'data')
    subprocess.run(['glib-compile-schemas', '--targetdir', office.folder, schemas], check=True)
    settings = os.path.join(office.folder, 'config', 'glib-2.0', 'settings')
    os.makedirs(settings)
    env = {'GSETTINGS_SCHEMA_DIR': office.folder, 'GSETTINGS_BACKEND': 'keyfile', 'TZ': 'Asia/Tokyo'}
    times = []
    for zone in (None, 'America/New_York'):
        if zone:
            with open(os.path.join(settings, 'keyfile'), 'w', encoding='utf-8') as file:
                file.write(f"[org/dyryhent/Dyryhent]\noffice-time-zone='{zone}'\n")
        uid = office.add('activities', 'kind=task', 'subject=x', 'due-at=24.11.2026 10:00', env=env)
        times.append(office.show('activities', uid)['due-at'])
    equal(times, ['2026-11-24T08:00:00Z', '2026-11-24T15:00:00Z'])


@case
def who_you_are(office):
    """Of several users nobody knows which one sits here until it is said; by name or by uid."""
    users = {name: office.add('users', f'name={name}') for name in ('Іван', 'Оля')}
    clients = {name: office.add('clients', f'name=Дім {name}', f'responsible={name}') for name in users}

    def mine():
        return [client['uid'] for client in office.list('clients', '--query', 'responsible:me')]

    office.refuse('sync', 'me', says='sync me USER')
    equal(mine(), [])
    equal(office.out('sync', 'me', 'оля'), 'Оля\n')
    equal((mine(), office.out('sync', 'me')), ([clients['Оля']], 'Оля\n'))
    equal(office.out('sync', 'me', users['Іван']), 'Іван\n')
    equal(mine(), [clients['Іван']])
    office.refuse('sync', 'me', 'Марія', says='Марія')
    office.refuse('sync', 'me', clients['Оля'], says='Users')
    office.refuse('sync', 'log', 'Іван', status=2, says='“sync log Іван” is nothing')
    equal(office.out('sync', 'me'), 'Іван\n')


main()
