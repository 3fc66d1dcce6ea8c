#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_duplicates.py PROGRAM: records that may be one are found, merged, taken apart again."""
import json

from office import case, equal, main


def duplicates(office, *words):
    return json.loads(office.out('duplicates', *words, '--format', 'json'))


def everything(office):
    return {kind: office.list(kind) for kind in ('clients', 'persons', 'contracts', 'notes', 'activities')}


@case
def found(office):
    first = office.add('clients', 'name=ТОВ «Дністер»', 'phones=0671112233')
    office.add('clients', 'name=Полонина')
    second = office.add('clients', 'name=Дністер', 'phones=+380 67 111 22 33')
    [group] = duplicates(office)
    equal(group, {
        'score': 83, 'reasons': ['phone', 'name'],
        'records': [{'uid': first, 'name': 'ТОВ «Дністер»'}, {'uid': second, 'name': 'Дністер'}],
        'pairs': [{'first': first, 'second': second, 'score': 83, 'reasons': ['phone', 'name']}]})
    equal(duplicates(office, 'clients', '--min-score', '84'), [])
    table = office.out('duplicates')
    assert 'Same phone, Same name' in table and first in table and second in table, table
    equal(duplicates(office, 'contracts'), [])
    done = office.run('duplicates', 'products')
    assert 'No duplicates' in done.err, done
    equal(office.out('duplicates', 'products', '--format', 'json').strip(), '[]')


@case
def limits(office):
    for i in range(3):
        for _ in range(2):
            office.add('clients', f'name=Клієнт {i}')
    done = office.run('duplicates', '--limit', '2', '--format', 'json')
    equal(len(json.loads(done.out)), 2)
    assert '1 more group' in done.err, done


@case
def merged(office):
    client = office.add('clients', 'name=ТОВ «Дністер»', 'code=14360570', 'phones=0671112233', 'city=Львів',
                        'segment=опт')
    into = office.add('clients', 'name=Дністер', 'phones=0322000000', 'segment=роздріб')
    contract = office.add('contracts', f'client={client}', 'number=7/26')
    note = office.add('notes', f'about={client}', 'text=Пам’ятка')
    call = office.add('activities', f'client={client}', 'subject=Дзвінок')
    before = everything(office)
    done = office.run('merge', client, into, '--set', 'segment=from', '--set', 'city=keep')
    assert '3 links were moved' in done.err, done
    [record] = office.list('clients')
    equal((record['uid'], record['name'], record['code'], record['segment'], record['city']),
          (into, 'Дністер', '14360570', 'опт', None))
    equal([phone['value'] if isinstance(phone, dict) else phone for phone in record['phones']],
          ['+380322000000', '+380671112233'])
    for kind, uid, field in (('contracts', contract, 'client'), ('notes', note, 'about'), ('activities', call, 'client')):
        equal(office.show(kind, uid)[field]['uid'], into)
    office.check()
    undone = office.run('undo')
    assert 'Merge of “ТОВ «Дністер»” into “Дністер”' in undone.out + undone.err, undone
    equal(everything(office), before)
    office.run('undo', '--redo')
    equal(office.show('contracts', contract)['client']['uid'], into)
    office.refuse('merge', client, into, says='was deleted meanwhile')
    office.refuse('merge', into, client, says='was deleted meanwhile')
    office.check()


@case
def told_apart(office):
    first, second = (office.add('clients', 'name=Дністер') for _ in range(2))
    office.run('apart', first, second)
    equal(duplicates(office), [])
    office.run('apart', second, first, '--forget')
    equal(len(duplicates(office)), 1)


@case
def refused(office):
    first, second = (office.add('clients', 'name=Дністер') for _ in range(2))
    person = office.add('persons', 'last-name=Бойко')
    nobody = '018f0000-0000-7000-8000-000000000001'
    digest = office.digest()
    for words, says in (
            (('merge', first), 'INTO-UID'), (('merge', first, second, '--set', 'frob=from'), 'legal-name'),
            (('merge', first, second, '--set', 'name=mine'), 'FIELD=keep'),
            (('merge', first, second, '--set', 'name'), 'FIELD=keep'),
            (('merge', first, second, '--set', 'name=both'), 'FIELD=both'),
            (('duplicates', 'notes'), 'among clients'), (('duplicates', 'frob'), 'clients, persons'),
            (('duplicates', '--min-score', '101'), '101'), (('duplicates', '--format', 'csv'), 'table, json')):
        office.refuse(*words, status=2, says=says)
    for words, says in (
            (('merge', first, first), 'with itself'), (('merge', first, person), 'different types'),
            (('merge', first, nobody), nobody[:8]), (('merge', 'x', first), 'no uid'),
            (('merge', first, second, '--set', 'phone=from'), 'cannot be chosen'),
            (('apart', first, person), 'one type'), (('apart', first, first), 'one type')):
        office.refuse(*words, says=says)
    equal(office.digest(), digest)


main()
