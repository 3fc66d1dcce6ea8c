#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_sync.py PROGRAM FAKE_ESPOCRM: dyryhent-cli sync and what belongs to it, against the fake EspoCRM."""
import functools
import glob
import gzip
import json
import os
import signal
import sqlite3
import ssl
import subprocess

from fake_crm import KEY, Between, Crm, Listener, conflicts, nothing_left, parked, status
from office import CASES, Office, case, equal, main

OLD = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'fixtures', 'databases', 'version-*.db.gz')
MANY = 100
CREATES = 1000
QUIET = 'sync', '--until-quiet'


def both(function):
    """A test for either way to speak with EspoCRM: with our package in it, and without."""
    for mode in ('extension', 'stock'):
        def run(office, mode=mode):
            function(office, mode)
        functools.update_wrapper(run, function)
        run.__name__ = f'{function.__name__}_{mode}'
        CASES.append(run)
    return function


def another(office, name):
    """A second computer of the same office."""
    folder = os.path.join(office.folder, name)
    os.mkdir(folder)
    return Office(folder)


def import_csv(office, kind, columns, rows):
    path = os.path.join(office.folder, 'rows.csv')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(','.join(columns) + '\n')
        for row in rows:
            file.write(','.join(row) + '\n')
    office.run('import', kind, path)
    os.remove(path)


def add_clients(office, n):
    import_csv(office, 'clients', ['name', 'city'], [(f'Клієнт {i:04}', 'Львів') for i in range(n)])
    return {record['name']: record['uid'] for record in office.list('clients')}


def field(office, name):
    return {record['uid']: record[name] for record in office.list('clients')}


@both
def first_and_second(office, mode):
    """The first sync sends what is there and remembers the address; the second sends nothing."""
    with Crm(mode) as crm:
        uid = office.add('clients', 'name=Дім', 'city=Львів', 'phones=+380671112233')
        office.add('contracts', 'client=Дім', 'number=12/26')
        office.refuse('sync', status=2, says='--server', env={'DYRYHENT_API_KEY': KEY})
        equal(status(office)['server'], None)
        done = crm.sync(office, '--until-quiet')
        assert done.out.startswith(f'Sent: {2 if mode == "extension" else 1}\n'), done
        record = crm.records('Account')[uid]
        equal((record['name'], record['billingAddressCity']), ('Дім', 'Львів'))
        found = status(office)
        equal((found['server'], found['stop'], found['ready'], found['unsettled']), (crm.url + '/', None, 0, 0))
        assert found['done'] is not None
        user = crm.ask('GET', 'App/user', key=KEY)['user']
        # The key of a program is nobody's; there is one person.
        equal((user['type'], found['me']), ('api', 'Admin'))
        equal(found['only-here'], 0 if mode == 'extension' else 1)
        before = crm.writes()
        done = office.run(*QUIET, env={'DYRYHENT_API_KEY': KEY})
        assert done.out.startswith('Sent: 0\nReceived: 0\n'), done
        equal(crm.writes(), before)
        equal(office.status()['sync'], status(office))
        for text in (office.out('sync', 'status'), office.out('status')):
            assert f'CRM: {crm.url}/\n' in text and 'Not accepted by the CRM: 0\n' in text, text
            assert 'Your name there: Admin\n' in text, text
        office.check()


# What the databases of earlier versions have of the person’s own, by type here and there.
WAITING = {'Contact': 1, 'DyrContract': 1, 'DyrAmendment': 1, 'DyrProduct': 1, 'DyrDelivery': 1, 'DyrPresentation': 1,
           'DyrNote': 1}


@case
def waiting_edits_of_old_versions(office):
    """What waited when the program was updated is sent by the new one: all of it, once (G12)."""
    for packed in sorted(glob.glob(OLD)):
        old = another(office, os.path.basename(packed).removesuffix('.db.gz'))
        with gzip.open(packed) as file, open(old.path, 'wb') as target:
            target.write(file.read())
        with Crm('extension') as crm:
            # The client that the old program had sent is in this CRM under another id.
            uid = next(record['uid'] for record in old.list('clients') if record['name'] == 'Ґанок і Їжак')
            there = crm.ask('POST', 'Account', {'name': 'Ґанок і Їжак', 'dyrUid': uid, 'dyrCode': '12345678',
                                                'phoneNumber': '+380671112233', 'billingAddressCity': 'Львів',
                                                'dyrState': 'prospect'})
            with sqlite3.connect(old.path) as database:
                known = database.execute("UPDATE record SET remote_id = ?, remote_version = ? WHERE remote_id = 'crm-1'",
                                         [f'Account/{there["id"]}', str(there['versionNumber'])])
                equal(known.rowcount, 1)
                database.execute('UPDATE attempt SET version = ?', [str(there['versionNumber'])])
            database.close()
            crm.sync(old, '--until-quiet')
            equal(crm.records('Account')[uid]['description'], 'Дзвонити зранку')
            equal({entity: len(crm.records(entity)) for entity in WAITING}, WAITING)
            equal(next(iter(crm.records('Contact').values()))['accountId'], there['id'])
            nothing_left(crm, old)
            # What was not complete then goes once it is.
            equal(crm.records('DyrDeliveryLine'), {})
            line = next(record['uid'] for record in old.list('delivery-lines') if record['name'] is None)
            old.run('set', 'delivery-lines', line, 'name=Папір А4')
            crm.sync(old, '--until-quiet')
            equal(crm.records('DyrDeliveryLine')[line]['name'], 'Папір А4')


@both
def different_fields(office, mode):
    """Two computers edit other fields of the same records without a network, and meet without a question."""
    there = another(office, 'there')
    with Crm(mode) as crm:
        clients = add_clients(office, MANY)
        crm.sync(office, '--until-quiet')
        crm.sync(there, '--until-quiet')
        equal(field(there, 'name'), {uid: name for name, uid in clients.items()})
        import_csv(office, 'clients', ['uid', 'city'], [(uid, 'Київ') for uid in clients.values()])
        import_csv(there, 'clients', ['uid', 'website'], [(uid, 'example.org') for uid in clients.values()])
        for one in (office, there, office):
            crm.sync(one, '--until-quiet')
        for one in (office, there):
            equal(set(field(one, 'city').values()), {'Київ'})
            equal(set(field(one, 'website').values()), {'example.org'})
            equal(conflicts(one), [])
        equal({(record['billingAddressCity'], record['website']) for record in crm.records('Account').values()},
              {('Київ', 'example.org')})
        nothing_left(crm, office, there)


@both
def same_fields(office, mode):
    """The same field on both: a question each, both values are kept, the CRM is untouched until it is answered."""
    there = another(office, 'there')
    with Crm(mode) as crm:
        clients = add_clients(office, MANY)
        crm.sync(office, '--until-quiet')
        crm.sync(there, '--until-quiet')
        import_csv(office, 'clients', ['uid', 'website'], [(uid, 'here.example') for uid in clients.values()])
        import_csv(there, 'clients', ['uid', 'website'], [(uid, 'there.example') for uid in clients.values()])
        crm.sync(office, '--until-quiet')
        before = crm.writes()
        done = crm.sync(there, '--until-quiet', status=1)
        equal(len([line for line in done.out.splitlines() if line.endswith('was changed here and in the CRM.')]), MANY)
        assert f'{MANY} questions wait for you' in done.err, done
        equal(crm.writes(), before)
        found = conflicts(there)
        equal({entry['uid'] for entry in found}, set(clients.values()))
        for entry in found:
            equal((entry['field'], entry['base'], entry['mine'], entry['theirs']),
                  ('website', {'website': None}, {'website': 'there.example'}, {'website': 'here.example'}))
        equal(set(field(there, 'website').values()), {'there.example'})
        equal(status(there)['conflicts'], MANY)
        assert 'Here: there.example\n    In the CRM: here.example\n' in there.out('conflicts'), there.out('conflicts')

        mine, theirs, base, value, *rest = clients.values()
        for uid, choice in ((mine, 'mine'), (theirs, 'theirs'), (base, 'base'), (value, '=third.example')):
            there.run('resolve', uid, 'website', choice)
        there.refuse('resolve', mine, 'website', 'mine', says='decided')
        crm.sync(there, '--until-quiet', status=1)
        crm.sync(office, '--until-quiet')
        for one in (there, office):
            sites = field(one, 'website')
            equal([sites[uid] for uid in (mine, theirs, base, value)],
                  ['there.example', 'here.example', None, 'third.example'])
        equal({crm.records('Account')[uid]['website'] for uid in rest}, {'here.example'})
        equal({field(there, 'website')[uid] for uid in rest}, {'there.example'})


@both
def same_group(office, mode):
    """Fields that belong together are one question; told is what differs, any of the fields decides."""
    there = another(office, 'there')
    address = 'city=Львів', 'street=Зелена 1', 'postcode=79000'
    with Crm(mode) as crm:
        uids = [office.add('client', f'name=Клієнт {i}', *address) for i in range(3)]
        crm.sync(office, '--until-quiet')
        crm.sync(there, '--until-quiet')
        for uid in uids:
            office.run('set', 'client', uid, 'street=Зелена 2', 'postcode=79002')
            there.run('set', 'client', uid, 'street=Зелена 3', 'postcode=79003')
        crm.sync(office, '--until-quiet')
        done = crm.sync(there, '--until-quiet', status=1)
        assert '“Street, Postcode” was changed here and in the CRM.' in done.out, done
        for entry in conflicts(there):
            equal((entry['field'], entry['fields']), ('street', ['street', 'postcode']))
        text = there.out('conflicts')
        assert f'{uids[0]} street postcode\n' in text and 'Зелена 2' in text and 'Львів' not in text, text
        there.run('resolve', uids[0], 'city', 'theirs')                 # did not differ, but belongs to them
        there.run('resolve', uids[1], 'postcode', 'mine')
        there.run('resolve', uids[2], 'postcode', '=79004')
        equal(conflicts(there), [])
        crm.sync(there, '--until-quiet')
        crm.sync(office, '--until-quiet')
        for one in (there, office):
            found = {record['uid']: (record['street'], record['postcode']) for record in one.list('clients')}
            equal([found[uid] for uid in uids],
                  [('Зелена 2', '79002'), ('Зелена 3', '79003'), ('Зелена 3', '79004')])


def phones_of(office):
    with office.other_program() as database:
        return database.execute("SELECT item, role FROM member WHERE field = 'phones' ORDER BY position").fetchall()


@case
def what_the_crm_cannot_hold(office):
    """Roles of phones, phones without a country and a state that EspoCRM alone does not know stay here."""
    phones = '+380671112233 (mobile)\n7-11-22 (office)'
    with Crm('stock') as crm:
        client = office.add('client', 'name=Дім', f'phones={phones}')
        shown = phones_of(office)
        equal(shown, [('+380671112233', 'mobile'), ('7-11-22', 'office')])
        talk = office.add('presentation', 'client=Дім', 'title=Показ', 'starts-at=2026-11-24 10:00')
        crm.sync(office, '--until-quiet')
        office.run('set', 'presentation', talk, 'state=moved')
        crm.sync(office, '--until-quiet')
        equal(crm.records('Meeting')[talk]['status'], 'Planned')
        nothing_left(crm, office)
        equal(phones_of(office), shown)
        # What it cannot hold is no reason to write there: back again, a phone less, a “no” that nobody said.
        person = office.add('persons', 'last-name=Мельник', 'do-not-call=no')
        crm.sync(office, '--until-quiet')
        before = crm.writes()
        office.run('set', 'presentation', talk, 'state=planned')
        office.run('set', 'client', client, 'phones=+380671112233 (mobile)')
        office.run('set', 'persons', person, 'do-not-call=')
        crm.sync(office, '--until-quiet')
        equal(crm.writes(), before)
        equal(office.show('presentation', talk)['state'], 'planned')
        equal(phones_of(office), shown[:1])
        office.run('set', 'presentation', talk, 'state=moved')
        office.run('set', 'client', client, f'phones={phones}')
        nothing_left(crm, office)
        equal(crm.writes(), before)
        equal(office.show('presentation', talk)['state'], 'moved')
        there = crm.records('Account')[client]
        crm.ask('PUT', f'Account/{there["id"]}', {'phoneNumberData': [
            {'phoneNumber': '+380671112233', 'primary': True}, {'phoneNumber': '+380672223344', 'primary': False}]})
        there = crm.records('Meeting')[talk]
        crm.ask('PUT', f'Meeting/{there["id"]}', {'status': 'Held'})
        crm.sync(office, '--until-quiet')
        equal(phones_of(office), [*shown, ('+380672223344', None)])
        equal(office.show('presentation', talk)['state'], 'held')
        nothing_left(crm, office)


@both
def what_cannot_be_shown(office, mode):
    """A colleague stores what does not fit here; an edit of that field waits with a reason and replaces nothing."""
    long = 'я' * 60000
    with Crm(mode) as crm:
        uid = office.add('clients', 'name=Дім', 'description=Коротко')
        crm.sync(office, '--until-quiet')
        there = crm.records('Account')[uid]
        crm.ask('PUT', f'Account/{there["id"]}', {'description': long})
        office.run('set', 'clients', uid, 'description=Моє', 'city=Львів')
        for _ in range(2):
            done = crm.sync(office, '--until-quiet', status=1)
            assert 'cannot show' in done.out, done
            there = crm.records('Account')[uid]
            equal((there['description'] == long, there['billingAddressCity']), (True, 'Львів'))
            equal([(entry['uid'], entry['field']) for entry in parked(office)], [(uid, 'description')])
            office.run('retry', uid)
        crm.ask('PUT', f'Account/{there["id"]}', {'description': 'Коротко'})
        crm.sync(office, '--until-quiet')
        equal(crm.records('Account')[uid]['description'], 'Моє')
        nothing_left(crm, office)


@both
def lost_answers(office, mode):
    """Every third create is done, but its answer is cut: each record is there once."""
    with Crm(mode, faults=['cut-body=40@POST:Account%333']) as crm:
        clients = add_clients(office, CREATES)
        done = crm.sync(office, '--until-quiet')
        assert done.out.startswith(f'Sent: {CREATES:,}\n'), done
        records = crm.records('Account')
        equal(set(records), set(clients.values()))
        counts = crm.counts()
        equal(counts['created'], CREATES)
        assert counts['faults']['cut-body'] > CREATES // 5, counts
        equal(status(office)['ready'], 0)
        nothing_left(crm, office)


@case
def lost_answers_without_uids(office):
    """EspoCRM without any field of ours: a create whose answer was lost is found by what was sent, never taken for
    another record of that name; what is not found is asked about, and not sent again."""
    def places():
        return {record['uid']: record['description'] for record in office.list('activities')}

    def add(text):
        return office.add('activities', 'kind=task', 'subject=Передзвонити', f'description={text}')

    with Crm('stock', '--without-uid', faults=['lost-answer*1+1@POST:Task', 'lost-request*1+1@POST:Task']) as crm:
        first = add('Львів')
        crm.sync(office, '--until-quiet')
        second = add('Одеса')                                   # done there, but its answer is lost
        done = crm.sync(office, '--until-quiet')
        assert done.out.startswith('Sent: 1\n'), done
        equal(sorted(record['description'] for record in crm.records('Task').values()), ['Львів', 'Одеса'])
        equal(places(), {first: 'Львів', second: 'Одеса'})
        third = add('Київ')                                     # it never arrives
        done = crm.sync(office, '--until-quiet', status=1)
        assert 'never said whether it took it' in done.out, done
        equal([(entry['uid'], entry['question']) for entry in conflicts(office)], [(third, 'unanswered')])
        equal(places(), {first: 'Львів', second: 'Одеса', third: 'Київ'})
        equal(len(crm.records('Task')), 2)
        office.run('resolve', third, 'record', 'mine')
        crm.sync(office, '--until-quiet')
        equal(sorted(record['description'] for record in crm.records('Task').values()), ['Київ', 'Львів', 'Одеса'])
        nothing_left(crm, office)


@both
def deleted_there_edited_here(office, mode):
    """A deletion eats no edit: it is asked."""
    with Crm(mode) as crm:
        keep, drop = (office.add('clients', f'name={name}') for name in ('Лишити', 'Забути'))
        crm.sync(office, '--until-quiet')
        for uid in (keep, drop):
            crm.ask('DELETE', f'Account/{crm.records("Account")[uid]["id"]}')
            office.run('set', 'clients', uid, 'city=Одеса')
        done = crm.sync(office, '--until-quiet', status=1)
        equal(len([line for line in done.out.splitlines() if 'deleted in the CRM' in line]), 2)
        equal({(entry['uid'], entry['field'], entry['question']) for entry in conflicts(office)},
              {(keep, 'record', 'deleted'), (drop, 'record', 'deleted')})
        equal(len(office.list('clients')), 2)
        office.refuse('resolve', keep, 'record', 'base', says='mine or theirs')
        office.run('resolve', keep, 'record', 'mine')
        office.run('resolve', drop, 'record', 'theirs')
        crm.sync(office, '--until-quiet')
        equal({uid: record['billingAddressCity'] for uid, record in crm.records('Account').items()}, {keep: 'Одеса'})
        equal([record['uid'] for record in office.list('clients')], [keep])
        nothing_left(crm, office)


@both
def from_the_crm(office, mode):
    """What was made in the CRM has the same uid on every computer; changes and deletions arrive."""
    there = another(office, 'there')
    with Crm(mode) as crm:
        made = crm.ask('POST', 'Account', {'name': 'З CRM'})
        for one in (office, there):
            crm.sync(one, '--until-quiet')
        equal(office.list('clients'), there.list('clients'))
        [client] = office.list('clients')
        crm.ask('PUT', f'Account/{made["id"]}', {'website': 'new.example'})
        crm.sync(office, '--until-quiet')
        equal(office.show('clients', client['uid'])['website'], 'new.example')
        equal(office.history('clients', client['uid'])[0]['source'], 'sync')


@both
def two_made_one(office, mode):
    """A merge reaches the CRM as edits and a deletion, and so the colleague; so does its undo."""
    with Crm(mode) as crm:
        stays = office.add('clients', 'name=Дністер', 'phones=+380322000000')
        goes = office.add('clients', 'name=ТОВ Дністер', 'city=Львів', 'phones=+380671112233')
        person = office.add('persons', 'last-name=Бойко', f'client={goes}')
        contract = office.add('contracts', f'client={goes}', 'number=7/26')
        colleague = another(office, 'colleague')
        crm.sync(office, '--until-quiet')
        crm.sync(colleague, '--until-quiet')
        equal(set(field(colleague, 'name')), {stays, goes})
        office.run('merge', goes, stays)
        crm.sync(office, '--until-quiet')
        accounts = crm.records('Account')
        equal((set(accounts), accounts[stays]['billingAddressCity']), ({stays}, 'Львів'))
        equal(crm.records('Contact')[person]['accountId'], accounts[stays]['id'])
        if mode == 'stock':                                     # without a feed, deletions show with the next sweep
            nothing_left(crm, office)
            return
        crm.sync(colleague, '--until-quiet')
        for some in (office, colleague):
            [client] = some.list('clients')
            equal((client['uid'], client['city'], len(client['phones'])), (stays, 'Львів', 2))
            equal(some.show('persons', person)['client']['uid'], stays)
            equal(conflicts(some) + parked(some), [])
        equal(colleague.show('contracts', contract)['client']['uid'], stays)
        nothing_left(crm, office, colleague)
        office.run('undo')
        crm.sync(office, '--until-quiet')
        crm.sync(colleague, '--until-quiet')
        for some in (office, colleague):
            equal(field(some, 'city'), {stays: None, goes: 'Львів'})
            equal(some.show('persons', person)['client']['uid'], goes)
        nothing_left(crm, office, colleague)


@case
def many_deleted(office):
    """More than a few gone at once: the run stops and asks; agreed, it is done."""
    with Crm('extension') as crm:
        clients = add_clients(office, 20)
        crm.sync(office, '--until-quiet')
        gone = sorted(clients)[:8]
        records = crm.records('Account')
        for name in gone:
            crm.ask('DELETE', f'Account/{records[clients[name]]["id"]}')
        done = crm.sync(office, '--until-quiet', status=1)
        assert '--accept-deletions' in done.err, done
        equal(len(office.list('clients')), 20)
        found = status(office)
        equal((found['stop'], found['gone']), ('mass-deletion', {'clients': 8}))
        assert 'Gone in the CRM, Clients: 8\n' in office.out('sync', 'status')
        crm.sync(office, '--until-quiet', '--accept-deletions')
        equal(sorted(field(office, 'name').values()), sorted(set(clients) - set(gone)))
        equal(status(office)['gone'], {})
        nothing_left(crm, office)


@both
def wrong_key(office, mode):
    """One try, not a second: wrong keys lock the whole office out."""
    office.add('clients', 'name=Дім')
    with Crm(mode) as crm:
        done = crm.sync(office, '--until-quiet', status=1, env={'DYRYHENT_API_KEY': KEY[::-1]})
        assert 'key' in done.err, done
        equal(crm.counts()['failedLogins'], 1)
        equal(crm.writes(), [0, 0, 0])
        equal((status(office)['stop'], status(office)['server']), ('sign-in', None))
        crm.sync(office, '--until-quiet')
        equal(status(office)['stop'], None)


@case
def not_the_crm(office):
    """A captive portal, a redirect, nonsense: the run stops, nothing here changes, nothing follows."""
    for fault, says in (('html', 'instead of the CRM'), ('redirect', 'leads elsewhere'), ('deep-json', 'address'),
                        ('content-type', 'address'), ('locked-out', 'key')):
        one = another(office, fault)
        uid = one.add('clients', 'name=Дім')
        with Crm('extension', faults=[fault]) as crm:
            done = crm.sync(one, '--until-quiet', status=1)
            assert says in done.err, done
            equal(crm.counts()['requests'], 1)
            equal(crm.writes(), [0, 0, 0])
        equal([record['uid'] for record in one.list('clients')], [uid])
        equal(status(one)['ready'], 1)
        assert status(one)['stop'] in ('wrong', 'locked-out'), status(one)


def lists(change):
    """Answers with another list; all else is as the CRM says."""
    def twist(_, status, headers, body):
        answer = json.loads(body) if body else None
        if not isinstance(answer, dict) or 'list' not in answer:
            return status, headers, body
        return status, headers, json.dumps({**answer, 'list': change(answer['list'])}).encode()
    return twist


def only_lists(instead):
    """Another answer where a list was asked for."""
    return lambda path, *answer: instead(*answer) if '?' in path and 'Account' in path.split('?')[0] else answer


TWISTS = {
    'empty': lists(lambda _: []),
    'shrunken': lists(lambda found: found[::2]),
    'numbers': lists(lambda found: [{**record, 'name': {'a': 1}, 'modifiedAt': 5, 'versionNumber': 'x'}
                                    for record in found]),
    'no records': lists(lambda found: [None, 5, 'text', [], {}, {'id': 7}]),
    'zero dates': lists(lambda found: [{**record, 'modifiedAt': '0000-00-00 00:00:00'} for record in found]),
    'no list': only_lists(lambda status, headers, body: (status, headers, b'{"total": 0}')),
    'text': only_lists(lambda status, headers, body: (200, {'Content-Type': 'text/html'}, b'<html>Welcome</html>')),
    'gone': only_lists(lambda status, headers, body: (404, {}, b'')),
    'forbidden': only_lists(lambda status, headers, body: (403, {'X-Status-Reason': 'No read access'}, b'')),
    'failed': only_lists(lambda status, headers, body: (500, {}, b'')),
    'cut': only_lists(lambda status, headers, body: (status, headers, body[:-5])),
}


# How a sync ends that meets them: stopped, as this is not the CRM, or not through; else nothing is left to do.
ENDS = {'no records': 1, 'no list': 1, 'text': 1, 'gone': 1, 'forbidden': 1, 'failed': 3, 'cut': 3}
# … and what it says of what it could not read, until a sync that reads it.
UNREAD = {'no records': 'could not be read', 'forbidden': 'not show you: Clients.'}


def assert_says(office, done, name):
    says, reason = UNREAD.get(name), status(office)['reason']
    if says:
        assert says in done.err and says in reason and says in office.out('sync', 'status'), (name, done, reason)
        equal((name, status(office)['stop']), (name, None))
    elif name in ENDS:
        assert reason or done.status == 3, name
    else:
        equal((name, reason), (name, None))


@case
def something_in_between(office):
    """Whatever answers in place of the CRM changes nothing here; when it is gone, all goes on."""
    env = {'DYRYHENT_API_KEY': KEY}
    with Crm('extension', '--records', '50') as crm, Between(crm) as between:
        office.run('sync', '--server', between.url, '--until-quiet', env=env)
        before = office.list('clients')
        equal(len(before), 50)
        for record in crm.records('Account').values():          # so that the lists have something to tell
            crm.ask('PUT', f'Account/{record["id"]}', {'website': 'moved.example'})
        for name, between.twist in TWISTS.items():
            asked = between.n_asked
            done = office.run('sync', status=None, env=env)
            assert between.n_asked > asked, name
            found = office.list('clients')
            equal((name, [record['uid'] for record in found]), (name, [record['uid'] for record in before]))
            equal((name, [record['name'] for record in found]), (name, [record['name'] for record in before]))
            equal((name, done.status), (name, ENDS.get(name, 0)))
            assert_says(office, done, name)
            office.check()
        between.twist = None
        office.run(*QUIET, env=env)
        equal([record['uid'] for record in office.list('clients')], [record['uid'] for record in before])
        equal(set(field(office, 'website').values()), {'moved.example'})
        equal(status(office)['stop'], None)


@case
def unreachable(office):
    """Nobody listens: 3, and everything stays."""
    with Listener() as nobody:
        address = nobody.url
    uid = office.add('clients', 'name=Дім')
    done = office.run('sync', '--server', address, status=3, env={'DYRYHENT_API_KEY': KEY})
    assert 'could not be reached' in done.err, done
    equal((status(office)['stop'], status(office)['ready'], status(office)['server']), ('offline', 1, None))
    equal([record['uid'] for record in office.list('clients')], [uid])
    with Crm('extension', faults=['status=503']) as crm:
        done = crm.sync(office, status=3)
        assert 'busy' in done.err, done
        equal(crm.counts()['requests'], 1)


def log(office):
    return json.loads(office.out('sync', 'log', '--format', 'json'))


@case
def log_of_runs(office):
    """What each run did is told, the newest first; runs that did nothing are one."""
    office.add('clients', 'name=Дім')
    assert 'ever synced' in office.run('sync', 'log').err
    equal(log(office), [])
    with Crm('extension') as crm:
        crm.sync(office, '--until-quiet')
        for _ in range(3):
            crm.sync(office, '--until-quiet')
        quiet, first = log(office)
    equal([first[name] for name in ('server', 'times', 'sent', 'refused', 'outcome', 'reason')],
          [crm.url + '/', 1, 1, 0, 'done', None])
    assert first['began'] <= first['ended'] <= quiet['ended'], (first, quiet)
    equal([quiet[name] for name in ('times', 'sent', 'received', 'outcome')], [3, 0, 0, 'done'])
    for _ in range(2):
        office.run('sync', status=3, env={'DYRYHENT_API_KEY': KEY})
    lost = log(office)[0]
    equal((lost['times'], lost['outcome'], lost['reason']), (2, 'offline', '“127.0.0.1” cannot be reached.'))
    lines = office.out('sync', 'log').splitlines()
    assert lines[0].endswith('  The CRM was not reached') and lines[2] == '    “127.0.0.1” cannot be reached.', lines
    assert lines[3].endswith('  Nothing new') and lines[4].startswith('    Checked 3 times since '), lines
    assert 'Sent 1' in lines[5] and len(lines) == 6, lines


@case
def reasons_in_the_language_of_the_reader(office):
    """What one sync was told is read in another language."""
    uid = office.add('clients', 'name=Дім')
    with Crm('extension', faults=['status*1=413@POST:Account']) as crm:
        crm.sync(office, '--until-quiet', env={'LANGUAGE': 'uk'}, status=1)
        equal([(entry['uid'], entry['reason']) for entry in parked(office)],
              [(uid, 'The record is too large for the CRM.')])
        [entry] = json.loads(office.out('parked', '--format', 'json', env={'LANGUAGE': 'uk'}))
        equal(entry['reason'], 'Запис завеликий для CRM.')
        equal((log(office)[0]['refused'], log(office)[0]['outcome']), (1, 'done'))


@case
def refused(office):
    """What the CRM does not take waits with its reason, and nothing else waits for it."""
    with Crm('extension', faults=['status*1=400@POST:Account']) as crm:
        first, second = (office.add('clients', f'name={name}') for name in ('Перший', 'Другий'))
        done = crm.sync(office, '--until-quiet', status=1)
        [uid] = {first, second} - set(crm.records('Account'))
        assert [line for line in done.out.splitlines() if line.startswith(uid) and 'not accepted' in line], done
        assert '1 change was not accepted' in done.err, done
        [entry] = parked(office)
        equal((entry['uid'], entry['field'], entry['type']), (uid, 'record', 'client'))
        assert entry['reason'] and entry['name'] in office.out('parked'), entry
        equal((status(office)['parked'], status(office)['ready']), (1, 0))
        office.refuse('retry', ({first, second} - {uid}).pop(), says='refused nothing')
        office.run('retry', uid)
        crm.sync(office, '--until-quiet')
        equal(set(crm.records('Account')), {first, second})
        equal(parked(office), [])


@case
def certificate(office):
    """Who vouches for the CRM may be named; without that, a stranger is not spoken with."""
    key, issuer = (os.path.join(office.folder, name) for name in ('key.pem', 'issuer.pem'))
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
                    '-keyout', key, '-out', issuer, '-days', '2', '-subj', '/CN=localhost',
                    '-addext', 'subjectAltName=DNS:localhost'], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(issuer, key)
    env = {'DYRYHENT_API_KEY': KEY}
    office.add('clients', 'name=Дім')
    with Crm('extension') as crm, Between(crm, context) as between:
        address = between.url.replace('127.0.0.1', 'localhost')
        done = office.run('sync', '--server', address, status=3, env=env)
        assert 'vouches' in done.err, done
        office.run('sync', '--server', address, '--ca-file', key + '.none', status=3, env=env)
        done = office.run('sync', '--server', between.url, '--ca-file', issuer, status=3, env=env)
        assert 'another name' in done.err, done
        equal(between.n_asked, 0)
        office.run('sync', '--server', address, '--ca-file', issuer, env=env)
        equal(crm.writes(), [1, 0, 0])
        # The office's own is taken once, after a look at it, and remembered for that address alone.
        done = office.run('sync', status=3, env=env)
        assert 'vouches' in done.err, done
        office.refuse('sync', '--certificate', key, says='private key', env=env)
        office.refuse('sync', '--certificate', office.path, says='no certificate', env=env)
        done = office.run('sync', status=3, env=env)
        assert 'vouches' in done.err, done
        office.add('clients', 'name=Хата')
        office.run('sync', '--certificate', issuer, env=env)
        office.add('clients', 'name=Двір')
        office.run('sync', env=env)
        equal(crm.writes(), [3, 0, 0])
        done = office.run('sync', 'distrust')
        assert f'no more for {address}/' in done.out, done
        done = office.run('sync', status=3, env=env)
        assert 'vouches' in done.err, done
        office.refuse('sync', 'distrust', says='No certificate')
        office.run('sync', '--certificate', issuer, env=env)
        moved = address + '/moved'
        done = office.run('sync', '--server', moved, '--accept-server', status=3, env=env)
        assert 'vouches' in done.err, done


@case
def another_server(office):
    """A database belongs to one CRM; it moves only when that is said."""
    with Crm('extension') as crm:
        office.add('clients', 'name=Дім')
        crm.sync(office, '--until-quiet')
        moved = crm.url.replace('127.0.0.1', 'localhost')
        env = {'DYRYHENT_API_KEY': KEY}
        before = crm.counts()['requests']
        office.refuse('sync', '--server', moved, says='--accept-server', env=env)
        equal(crm.counts()['requests'], before)
        office.run('sync', '--server', moved + '/', '--accept-server', env=env)
        equal(status(office)['server'], moved + '/')
        equal(crm.writes()[0], 1)


@case
def wrong_use(office):
    env = {'DYRYHENT_API_KEY': KEY}
    for words, says in ((('sync', 'now'), 'now'), (('sync', '--server', 'crm'), 'https://crm.example.com'),
                        (('sync', '--server', 'http://crm.example.com'), 'https'),
                        (('sync', '--server', 'https://me:secret@crm.example.com'), 'https://crm.example.com'),
                        (('sync', '--key-fd', 'x'), 'x'), (('sync', '--key-fd', '77'), '77'),
                        (('resolve', 'x', 'name'), 'mine|theirs'), (('retry',), 'UID'),
                        (('resolve', '01900000-0000-7000-8000-000000000000', 'name', 'yours'), 'yours'),
                        (('conflicts', '--format', 'csv'), 'text, json')):
        office.refuse(*words, status=2, says=says, env=env)
    for key, says in (('', 'missing'), (' \n', 'missing'), ('ключ', 'no key'), ('\u200b', 'no key'), ('k' * 1025, 'no key')):
        office.refuse('sync', '--server', 'https://crm.example.com', status=2, says=says, env={'DYRYHENT_API_KEY': key})
    office.refuse('sync', '--server', 'https://crm.example.com', status=2, says='DYRYHENT_API_KEY')
    equal(os.listdir(office.folder), [])                        # wrong use makes no database
    uid = office.add('clients', 'name=Дім')
    office.refuse('sync', status=2, says='--server', env=env)
    office.refuse('resolve', uid, 'frob', 'mine', status=2, says='legal-name')
    office.refuse('resolve', uid, 'name', 'mine', says='decided')
    office.refuse('resolve', uid, 'record', 'mine', says='decided')
    office.refuse('retry', uid, says='refused nothing')
    equal((office.out('conflicts'), office.out('parked'), conflicts(office), parked(office)), ('', '', [], []))


@case
def pasted_key(office):
    """A key that was pasted with blanks, from a descriptor too; with a secret, requests are signed instead."""
    key = f'  {KEY[:16]}\u00a0{KEY[16:]}\u200b\n'
    for words, env, text in (((), {'DYRYHENT_API_KEY': key}, None),
                             (('--key-fd', '0'), {'DYRYHENT_API_KEY': 'wrong'}, f'\n{key}'),
                             (('--key-fd=0',), {'DYRYHENT_API_SECRET': 'wrong'}, f'{key}\n  s e c r e t \n')):
        with Listener() as listener:
            read, write = os.pipe()
            os.write(write, (text or '').encode())
            os.close(write)
            process = office.start('sync', '--server', listener.url, *words, env=env, stdin=read)
            os.close(read)
            connection, head = listener.take()
            connection.close()
            process.communicate()
        if text and 's e c' in text:
            assert 'X-Hmac-Authorization: ' in head and KEY not in head and 'X-Api-Key' not in head, head
        else:
            assert f'X-Api-Key: {KEY}\r\n' in head, head


@case
def nobody_sees_the_key(office):
    """Not the database, not what is printed, not the list of processes; one process syncs at a time."""
    with Listener() as listener:
        env = {'DYRYHENT_API_KEY': KEY, 'DYRYHENT_API_SECRET': '', 'G_MESSAGES_DEBUG': 'all'}
        office.add('clients', 'name=Дім')
        process = office.start('sync', '--server', listener.url, '--until-quiet', env=env)
        connection, head = listener.take()                      # it waits for our answer
        assert KEY in head, head
        for name in ('cmdline', 'environ'):
            with open(f'/proc/{process.pid}/{name}', 'rb') as file:
                text = file.read()
            assert text and KEY.encode() not in text, name
        found = status(office)
        equal(found['syncing'], f'dyryhent-cli, process {process.pid}')
        done = office.refuse('sync', '--server', listener.url, says=str(process.pid),
                             env={**env, 'G_MESSAGES_DEBUG': ''})
        uid = office.add('clients', 'name=Поки інший працює')    # others work on
        connection.close()
        connection, _ = listener.take()                         # it tries again
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate()
        equal(process.returncode, 1)
        assert b'looked up' in err, err
        for text in (out, err, done.err.encode(), *(open(os.path.join(where, name), 'rb').read()
                                                    for where, _, names in os.walk(office.folder) for name in names)):
            assert KEY.encode() not in text, text
        connection.close()
    equal(status(office)['syncing'], None)
    assert 'office.db-sync' not in office.files(), office.files()
    office.show('clients', uid)


@case
def killed(office):
    """A process that dies holds nobody up."""
    with Listener() as listener:
        office.add('clients', 'name=Дім')
        process = office.start('sync', '--server', listener.url, env={'DYRYHENT_API_KEY': KEY})
        connection, _ = listener.take()
        process.kill()
        process.communicate()
        connection.close()
    equal(status(office)['syncing'], None)
    with Crm('extension') as crm:
        crm.sync(office, '--until-quiet')
        equal(crm.writes(), [1, 0, 0])


@case
def no_samples(office):
    """Sample records never leave."""
    with Crm('extension') as crm:
        office.run('sample', '--clients', '10')
        crm.sync(office, '--until-quiet')
        equal(crm.writes(), [0, 0, 0])
    with sqlite3.connect(office.path) as base:
        equal(base.execute('SELECT count(*) FROM attempt').fetchone(), (0,))
    base.close()


main(at_once=4)
