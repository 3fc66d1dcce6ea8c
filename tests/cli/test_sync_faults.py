#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_sync_faults.py PROGRAM FAKE_ESPOCRM: dyryhent-cli sync when something fails on the way, and the traps of EspoCRM."""
import json
import os

from fake_crm import KEY, Crm, conflicts, nothing_left, parked
from office import Office, case, equal, main

# Each way of the fake EspoCRM to fail, once: what a sync ends with when that strikes the list of clients, a create, an
# edit. 0: got over it; 1: something else stands there; 3: out of reach, or failed there. None: not for this.
FAULTS = {
    'lost-request': (0, 3, 3),                                  # to read is asked again at once
    'lost-answer': (0, 3, 3),
    'delayed=3': (0, 3, 3),
    'cut-body=9': (3, 3, 3),
    'huge': (3, 3, 3),
    'endless': (3, 3, 3),
    'html': (1, 1, 1),
    'redirect': (1, 1, 1),
    'content-type': (1, 1, 1),
    'deep-json': (1, 3, 3),
    'unauthorized': (1, 1, 1),
    'locked-out': (1, 1, 1),
    'status=500': (3, 3, 3),
    'status=503': (3, 3, 3),
    'status-done=500': (3, 3, 3),
    'wrong-types': (0, 0, 0),
    'unknown-option': (0, 0, 0),
    'zero-dates': (0, 0, 0),
    'empty-list': (0, None, None),
    'shrunken-list': (0, None, None),
    'twice': (0, 0, 0),
    'date-back=7200': (0, 0, 0),
    'lost-race': (0, 0, 0),
}
# The first sync lists the clients once; the administrator edits one.
STRIKES = '+1@GET:Account', '@POST:Account', '+1@PUT:Account'


def meet(office, fault, strikes, expected):
    """Edits on both sides, and a sync that the fault strikes; the next one ends it: nothing is lost here, nothing is there
    twice, both sides have the same."""
    name, _, number = fault.partition('=')
    armed = f'{name}*1{"=" + number if number else ""}{strikes}'
    with Crm('extension', '--records', '4', faults=[armed]) as crm:
        def there():
            return sorted((record['name'], record['billingAddressCity'], record['website'])
                          for record in crm.records('Account').values())

        def here():
            return sorted((record['name'], record['city'], record['website']) for record in office.list('clients'))
        crm.sync(office, '--until-quiet')
        uids = {record['name']: record['uid'] for record in office.list('clients')}
        [first] = [record for record in crm.records('Account').values() if record['name'] == 'Name 1']
        crm.ask('PUT', f'Account/{first["id"]}', {'website': 'there.example'})
        office.run('set', 'clients', uids['Name 2'], 'city=Київ')
        office.add('clients', 'name=Новий')
        equal(crm.counts()['faults'], {})
        done = crm.sync(office, status=None)
        equal((armed, done.status, crm.counts()['faults']), (armed, expected, {name: 1}))
        equal([(row[0], row[1]) for row in here()],
              [*((f'Name {i}', 'Київ' if i == 2 else None) for i in range(4)), ('Новий', None)])
        assert len(there()) <= 5, there()
        office.check()
        crm.sync(office, '--until-quiet')
        equal((armed, here()), (armed, there()))
        equal([row[0] for row in there()], [*(f'Name {i}' for i in range(4)), 'Новий'])
        assert there()[1][2] == 'there.example' and there()[2][1] == 'Київ', there()
        equal((armed, crm.writes()), (armed, [1, 3 if armed.startswith('twice') and 'PUT' in armed else 2, 0]))
        equal((armed, conflicts(office) + parked(office)), (armed, []))
        nothing_left(crm, office)


def all_faults(office, place):
    for fault, expected in FAULTS.items():
        if expected[place] is not None:
            folder = os.path.join(office.folder, fault)
            os.mkdir(folder)
            meet(Office(folder), fault, STRIKES[place], expected[place])


@case
def faults_while_reading(office):
    all_faults(office, 0)


@case
def faults_while_creating(office):
    all_faults(office, 1)


@case
def faults_while_editing(office):
    all_faults(office, 2)


@case
def days_and_hours(office):
    """Meetings of whole days come as their first midnight and stay whole days until their time is edited; those with an
    hour stay as they are."""
    with Crm('stock') as crm:
        me = crm.ask('GET', 'App/user', key=KEY)['user']['id']
        for more in ({'dateStartDate': '2026-12-02', 'dateEndDate': '2026-12-03', 'isAllDay': True},
                     {'dateStart': '2026-12-02 09:30:00', 'dateEnd': '2026-12-02 10:30:00'}):
            crm.ask('POST', 'Meeting', {'name': 'Виставка', 'status': 'Planned', 'assignedUserId': me, **more})

        def there():
            return {record['dateStart']: [record[name] for name in ('dateStartDate', 'dateEndDate', 'dateEnd', 'name')]
                    for record in crm.records('Meeting').values()}
        crm.sync(office, '--until-quiet')
        found = {record['starts-at']: record['uid'] for record in office.list('activities')}
        equal(set(found), {'2026-12-02T00:00:00Z', '2026-12-02T09:30:00Z'})
        nothing_left(crm, office)
        for uid in found.values():
            office.run('set', 'activities', uid, 'subject=Ярмарок')
        crm.sync(office, '--until-quiet')
        equal(there(), {'2026-12-02 00:00:00': ['2026-12-02', '2026-12-03', '2026-12-04 00:00:00', 'Ярмарок'],
                        '2026-12-02 09:30:00': [None, None, '2026-12-02 10:30:00', 'Ярмарок']})
        office.run('set', 'activities', found['2026-12-02T00:00:00Z'], 'starts-at=2026-12-05T08:00:00Z')
        crm.sync(office, '--until-quiet')
        equal(there()['2026-12-05 08:00:00'][:2], [None, None])
        equal(sorted(record['starts-at'] for record in office.list('activities')),
              ['2026-12-02T09:30:00Z', '2026-12-05T08:00:00Z'])
        nothing_left(crm, office)


# Where the role shows only what is one's own: what is made, and the type of it there in each mode.
OWN = {
    'stock': (('activities', 'Task', 'subject', 'kind=task'), ('clients', 'Account', 'name')),
    'extension': (('clients', 'Account', 'name'), ('contracts', 'DyrContract', 'number'),
                  ('presentations', 'DyrPresentation', 'title')),
}


@case
def taken_for_another(office):
    """A record that the CRM takes for one that came from there: the two become one, and only one is there."""
    with Crm('stock') as crm:
        folder = os.path.join(office.folder, 'colleague')
        os.mkdir(folder)
        colleague = Office(folder)
        stays = colleague.add('clients', 'name=Дністер', 'city=Львів')
        crm.sync(colleague, '--until-quiet')
        goes = office.add('clients', 'name=Дністер', 'city=Київ', 'website=https://dnister.example')
        person = office.add('persons', 'last-name=Бойко', f'client={goes}')
        crm.sync(office, '--until-quiet', status=1)
        equal({record['uid'] for record in office.list('clients')}, {stays, goes})
        [asked] = conflicts(office)
        equal((asked['uid'], asked['question']), (goes, 'duplicate'))
        assert 'which is here too' in office.run('conflicts').out
        office.run('set', 'clients', stays, 'city=Одеса')
        office.refuse('resolve', goes, 'record', 'theirs', status=1, says='Sync first')
        office.run('set', 'clients', stays, 'city=Львів')
        office.run('resolve', goes, 'record', 'theirs')
        equal(office.show('persons', person)['client']['uid'], stays)
        [asked] = conflicts(office)
        equal((asked['uid'], asked['field'], asked['mine']['city'], asked['theirs']['city']),
              (stays, 'city', 'Київ', 'Львів'))
        office.run('resolve', stays, 'city', 'theirs')
        crm.sync(office, '--until-quiet')
        accounts = crm.records('Account')
        equal((set(accounts), accounts[stays]['website'], accounts[stays]['billingAddressCity']),
              ({stays}, 'https://dnister.example', 'Львів'))
        equal(crm.records('Contact')[person]['accountId'], accounts[stays]['id'])
        nothing_left(crm, office)


@case
def own_rights(office):
    """Who may see only what is theirs is made responsible for what they create, and does not lose sight of it; who may
    see everything is not."""
    for mode, rows in OWN.items():
        for level in ('own', 'all'):
            folder = os.path.join(office.folder, f'{mode}-{level}')
            os.mkdir(folder)
            one = Office(folder)
            rights = {'create': 'yes', 'read': level, 'edit': level, 'delete': level}
            acl = {entity: rights for _, entity, *_ in rows}
            with Crm(mode, '--user', json.dumps({'userName': 'sync', 'acl': acl})) as crm:
                me = crm.ask('GET', 'App/user', key=KEY)['user']['id']
                for kind, entity, field, *more in rows:
                    client = [f'client={one.list("clients")[0]["uid"]}'] if entity.startswith('Dyr') else []
                    uid = one.add(kind, f'{field}=Перший', *client, *more)
                    crm.sync(one, '--until-quiet')
                    given = level == 'own' or entity == 'Task'
                    equal((mode, level, entity, crm.records(entity)[uid]['assignedUserId']),
                          (mode, level, entity, me if given else None))
                    one.run('set', kind, uid, f'{field}=Другий')
                    crm.sync(one, '--until-quiet')
                    equal([record[field] for record in one.list(kind)], ['Другий'])
                nothing_left(crm, one)


@case
def rights_lost(office):
    """What was given to somebody else while it was edited is told as that at once, with the way out; nothing is lost."""
    rights = {'create': 'yes', 'read': 'own', 'edit': 'own', 'delete': 'own'}
    with Crm('extension', '--user', json.dumps({'userName': 'sync', 'acl': {'Account': rights}})) as crm:
        kept, dropped = (office.add('clients', f'name={name}') for name in ('Хата', 'Двір'))
        crm.sync(office, '--until-quiet')
        me = crm.records('Account')[kept]['assignedUserId']
        admin = crm.ask('GET', 'App/user')['user']['id']
        for uid in (kept, dropped):
            crm.ask('PUT', f'Account/{crm.records("Account")[uid]["id"]}', {'assignedUserId': admin})
            office.run('set', 'clients', uid, 'city=Львів')
        done = crm.sync(office, '--until-quiet', status=1)
        assert done.out.count('no longer shows it to you') == 2, done
        equal(([entry['question'] for entry in conflicts(office)], parked(office)), (['hidden'] * 2, []))
        crm.ask('PUT', f'Account/{crm.records("Account")[kept]["id"]}', {'assignedUserId': me})
        office.run('resolve', kept, 'record', 'mine')
        office.run('resolve', dropped, 'record', 'theirs')
        crm.sync(office, '--until-quiet')
        equal([crm.records('Account')[uid].get('billingAddressCity') for uid in (kept, dropped)], ['Львів', None])
        equal([row['uid'] for row in office.list('clients')], [kept])


main(at_once=4)
