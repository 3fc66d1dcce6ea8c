#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_questions.py CLI FAKE_ESPOCRM PROGRAM: how the first sync goes, and what only a person can answer after that, in the real window."""
import json
import sys
import threading

from office import run
from test_clashes import OPEN, WINDOW, is_closed
from test_connection import Crm, status
from test_sync import Wire, connected, open_page, says, turn_to
from fake_crm import Between

GONE = 'Unusually many records are gone in the CRM'
WENT_BACK = 'The CRM knows less than it did before'
OWN = json.dumps({'userName': 'sync', 'acl': {'Account': {'create': 'yes', 'read': 'own', 'edit': 'own',
                                                          'delete': 'own'}}})


def names(office, kind='clients'):
    return sorted(row['name'] for row in office.rows(kind))


def there(crm):
    return sorted(record['name'] for record in crm.records('Account').values())


def identity(crm, uid):
    return crm.records('Account')[uid]['id']


class Gate:
    """Lets the first page of clients through, and each other one once it is opened."""

    def __init__(self):
        self.n_pages = 0
        self.is_open = threading.Event()

    def __call__(self, path, code, headers, body):
        if path.startswith('/api/v1/Account?') and len(json.loads(body).get('list', [])) > 1:
            self.n_pages += 1
            if self.n_pages > 1:
                assert self.is_open.wait(120)
        return code, headers, body


def first_sync(office):
    """It is told how much has come; that is there already, and one can work with it."""
    office.add('products', name='Двері')
    with Crm('extension', '--records', '450') as crm, Between(crm) as between:
        between.twist = Gate()
        # One of them is the person who syncs.
        window, page = connected(office, between.url, 'Receiving: 201 records so far')
        window.find('label', 'The first sync takes a while. Go on working: what has come is there already.', inside=page)
        assert not any(window.role(a) == 'progress bar' for a in window.all(page)), 'how much comes is not known'
        assert status(office)['done'] is None
        assert len(office.rows('clients')) == 200
        area = office.page(2)
        window.wait(lambda: office.lines(area), 'clients in their list')
        made = office.add('clients', name='Дім')
        office.search('Дім')
        window.keys('Return')
        window.find('label', 'Дім', inside=area)
        open_page(office)
        says(window, page, 'Receiving: 201 records so far')
        between.twist.is_open.set()
        says(window, page, 'Up to date')
        window.find_text('last up to date: ', inside=page)
        assert not window.seen('label', 'The first sync takes a while. Go on working: what has come is there already.', page)
        assert len(office.rows('clients')) == 451
        assert made in crm.records('Account')


def shown_buttons(window, name):
    return [a for a in window.all('Dyryhent') if window.role(a) == 'push button'
            and window.named(a, name) and window.is_shown(a)]


def click_banner(window, name):
    """The button above the page that is shown."""
    window.settle()
    window.press(window.wait(lambda: shown_buttons(window, name), name)[0])


def many_gone(office):
    """Nothing is deleted here before somebody has agreed who was told how many there are; what was changed is asked about."""
    with Crm('extension') as crm:
        uids = [office.add('clients', name=f'Client {n:02}') for n in range(20)]
        wire = Wire(crm)
        window, page = connected(office, wire.url)
        wire.cut()
        for uid in uids[:8]:
            crm.ask('DELETE', f'Account/{identity(crm, uid)}')
        office.cli('set', 'clients', uids[0], 'city=Odesa')
        says(window, page, 'Working offline, 1 change waits')
        wire.mend()
        window.click('Sync now', inside=page)
        says(window, page, GONE)
        window.find_text('Nothing is deleted here until you agree.', inside=page)
        window.find_text('Clients: 7', inside=page)
        window.settle()
        assert len(shown_buttons(window, 'Agree…')) == 1, 'it is said twice'
        # Wherever one is; and nobody is held to it.
        office.page(2)
        click_banner(window, 'Agree…')
        window.find_text('Were they deleted on purpose?')
        window.find_text('Clients: 7')
        window.settle()
        window.click('Cancel')
        window.wait(lambda: not window.seen('push button', 'Delete here, too'), 'the question is gone')
        assert len(office.rows('clients')) == 20
        open_page(office)
        window.click('Sync now', inside=page)
        says(window, page, GONE)
        assert len(office.rows('clients')) == 20
        window.settle()
        window.click('Agree…', inside=page)
        window.find_text('Were they deleted on purpose?')
        window.settle()
        window.click('Delete here, too')
        says(window, page, 'Needs you: 1')
        assert names(office) == ['Client 00', *(f'Client {n:02}' for n in range(8, 20))]
        turn_to(window, page, 'Needs you')
        window.settle()
        window.keys(OPEN)
        window.find('label', 'Changed here, deleted in the CRM', inside=WINDOW)
        window.settle()
        window.keys('alt+1')
        is_closed(window)
        says(window, page, 'Up to date')
        assert there(crm) == names(office)
        assert crm.records('Account')[uids[0]]['billingAddressCity'] == 'Odesa'
        wire.cut()


def restored_there(office):
    """A backup of the CRM was put back: nothing is taken from it before somebody has agreed; what waits here goes after that."""
    when = ['--records', '30', '--time', '1790000000']
    with Crm('extension', *when) as crm, Crm('extension', *when) as backup:
        wire = Wire(crm)
        for record in list(crm.records('Account').values())[:5]:
            for n in range(6):
                crm.ask('PUT', f'Account/{record["id"]}', {'website': f'lost-{n}.example'})
        office.add('products', name='Двері')
        window, page = connected(office, wire.url)
        lost = [row for row in office.rows('clients') if row['website'] == 'lost-5.example']
        assert len(lost) == 5
        wire.cut()
        edited = next(row for row in office.rows('clients') if row not in lost)
        office.cli('set', 'clients', edited['uid'], 'city=Odesa')
        for record in list(backup.records('Account').values())[:5]:
            backup.ask('PUT', f'Account/{record["id"]}', {'website': 'after.example'})
        wire.there = Wire(backup).there
        wire.mend()
        window.click('Sync now', inside=page)
        says(window, page, WENT_BACK)
        assert len([row for row in office.rows('clients') if row['website'] == 'lost-5.example']) == 5
        office.page(2)
        click_banner(window, 'Agree…')
        window.find_text('Was a backup of the CRM restored?')
        window.settle()
        window.click('Read everything anew')
        window.wait(lambda: not window.seen('label', 'Was a backup of the CRM restored?'), 'it is answered')
        open_page(office)
        says(window, page, 'Up to date')
        assert len([row for row in office.rows('clients') if row['website'] == 'after.example']) == 5
        assert [record['name'] for record in backup.records('Account').values()
                if record['billingAddressCity'] == 'Odesa'] == [edited['name']]
        wire.cut()


def fewer_rights(path, code, headers, body):
    """An administrator took the right to delete clients away: all that is shown now is looked through."""
    if path.startswith('/api/v1/App/user'):
        answer = json.loads(body)
        answer['acl']['table']['Account']['delete'] = 'no'
        body = json.dumps(answer).encode()
    return code, headers, body


def hidden_there(office):
    """What the CRM shows no more while it was changed here: asked for again, and dropped."""
    with Crm('extension', '--user', OWN) as crm, Between(crm) as between:
        asked, dropped = (office.add('clients', name=name) for name in ('Asked', 'Dropped'))
        window, page = connected(office, between.url)
        me = crm.records('Account')[asked]['assignedUserId']
        admin = crm.ask('GET', 'App/user')['user']['id']
        ids = {uid: identity(crm, uid) for uid in (asked, dropped)}
        window.click('Pause', inside=page)
        says(window, page, 'Paused')
        for uid in (asked, dropped):
            crm.ask('PUT', f'Account/{ids[uid]}', {'assignedUserId': admin})
            office.cli('set', 'clients', uid, 'city=Odesa')
        says(window, page, 'Paused, 2 changes wait')
        between.twist = fewer_rights
        window.click('Resume', inside=page)
        says(window, page, 'Needs you: 2')
        window.settle()
        window.keys(OPEN)
        window.find('label', 'Changed here, but the CRM no longer shows it to you', inside=WINDOW)
        window.find('label', 'Asked', inside=WINDOW)
        window.find('label', '— → Odesa', inside=WINDOW)
        crm.ask('PUT', f'Account/{ids[asked]}', {'assignedUserId': me})
        window.settle()
        window.keys('alt+1')
        window.find('label', 'Dropped', inside=WINDOW)
        window.settle()
        window.keys('alt+2')
        is_closed(window)
        says(window, page, 'Up to date')
        assert crm.records('Account')[asked]['billingAddressCity'] == 'Odesa'
        assert crm.records('Account')[dropped].get('billingAddressCity') is None
        assert names(office) == ['Asked']
        area = office.page(2)
        window.wait(lambda: len(office.lines(area)) == 1, 'one client')


def doubles(office):
    """The CRM takes one for another that it has: added all the same, and the same one."""
    with Crm('extension') as crm:
        for name in ('Other', 'Same'):
            crm.ask('POST', 'Account', {'name': name, 'website': 'theirs.example'})
            office.add('clients', name=name, website='mine.example')
        window, page = connected(office, crm.url, 'Needs you: 2')
        turn_to(window, page, 'Needs you')
        window.settle()
        window.keys(OPEN)
        window.find('label', 'The CRM takes it for “Other”, which it has already', inside=WINDOW)
        window.settle()
        window.keys('alt+1')
        window.find('label', 'The CRM takes it for “Same”, which it has already', inside=WINDOW)
        window.settle()
        window.keys('alt+2')
        # It came with the first sync: the two are one, and where they differ is asked.
        window.find('label', 'Both sides stay as they are until you choose.', inside=WINDOW)
        window.click('All mine', inside=WINDOW)
        window.click('Apply', inside=WINDOW)
        is_closed(window)
        says(window, page, 'Up to date')
        window.wait(lambda: there(crm) == names(office) == ['Other', 'Other', 'Same'], 'one of them')
        assert [row['website'] for row in office.rows('clients') if row['name'] == 'Same'] == ['mine.example']
        says(window, page, 'Up to date')


def unanswered(office):
    """The CRM has no place for our uid and lost one: it is asked whether it is there before it is sent again."""
    with Crm('stock', '--without-uid', faults=['lost-request*2@POST:Task']) as crm:
        for subject in ('Again', 'Drop'):
            office.cli('add', 'activities', 'kind=task', f'subject={subject}')
        window, page = connected(office, crm.url, 'Needs you: 2')
        assert crm.records('Task') == {}
        window.settle()
        window.keys(OPEN)
        window.find('label', 'The CRM never said whether it took this record', inside=WINDOW)
        window.find('label', 'Again', inside=WINDOW)
        window.settle()
        window.keys('alt+1')
        window.find('label', 'Drop', inside=WINDOW)
        window.settle()
        window.keys('alt+2')
        is_closed(window)
        says(window, page, 'Up to date')
        assert [record['name'] for record in crm.records('Task').values()] == ['Again']
        assert [row['subject'] for row in office.rows('activities')] == ['Again']
        # The copy comes back by Undo, and goes as what it is.
        window.settle()
        window.keys('ctrl+z')
        window.wait(lambda: len(crm.records('Task')) == 2, 'it goes')


if __name__ == '__main__':
    run([first_sync, many_gone, restored_there, hidden_there, doubles, unanswered], *sys.argv[1:])
