#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_sync_faults.py PROGRAM FAKE_ESPOCRM: dyryhent-cli sync when something fails on the way, and the traps of EspoCRM."""
import json
import os

from fake_crm import KEY, Crm, nothing_left, parked, status
from office import Office, case, equal, main


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


@case
def own_rights(office):
    """Who may see only what is theirs is made responsible for what they create, and does not lose sight of it."""
    own = {'create': 'yes', 'read': 'own', 'edit': 'own', 'delete': 'own'}
    with Crm('stock', '--user', json.dumps({'userName': 'sync', 'acl': {'Task': own}})) as crm:
        uid = office.add('activities', 'kind=task', 'subject=Передзвонити')
        crm.sync(office, '--until-quiet')
        equal(crm.records('Task')[uid]['assignedUserId'], crm.ask('GET', 'App/user', key=KEY)['user']['id'])
        office.run('set', 'activities', uid, 'subject=Написати')
        crm.sync(office, '--until-quiet')
        equal(crm.records('Task')[uid]['name'], 'Написати')
        equal([record['subject'] for record in office.list('activities')], ['Написати'])
        nothing_left(crm, office)


main()
