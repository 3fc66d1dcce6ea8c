#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_clashes.py CLI FAKE_ESPOCRM PROGRAM: what was changed here and in the CRM, decided in the real window."""
import json
import os
import subprocess
import sys

from driver import Atspi
from office import run

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'cli'))
from fake_crm import KEY, Crm  # noqa: E402

WINDOW = 'Changed on both sides'
OPEN = 'ctrl+shift+r'
NO_KEYRING = {'SECRET_BACKEND': 'file'}     # the window itself does not sync: the command line does


def sync(office, crm):
    """Questions are left over: it ends with 1."""
    subprocess.run([office.programs[0], '--database', office.path, 'sync', '--server', crm.url, '--until-quiet'],
                   env=dict(os.environ, DYRYHENT_API_KEY=KEY), capture_output=True, check=False)


def conflicts(office):
    return json.loads(office.cli('conflicts', '--format', 'json'))


def change_there(crm, uid, **attributes):
    crm.ask('PUT', f'Account/{crm.records("Account")[uid]["id"]}', attributes)


def there(crm, uid):
    return crm.records('Account')[uid]


def here(office, uid):
    return next(row for row in office.rows('clients') if row['uid'] == uid)


def make_clash(office, crm, name, **fields):
    """A client whose website is was → mine here, was → theirs there; the fields likewise."""
    uid = office.add('clients', name=name, website='was.example')
    sync(office, crm)
    change_there(crm, uid, website='theirs.example', **fields)
    office.cli('set', 'clients', uid, 'website=mine.example')
    sync(office, crm)
    return uid


def open_window(office, name):
    window = office.open(**NO_KEYRING)
    office.page(2)
    window.keys(OPEN)
    window.find('frame', WINDOW)
    window.find('label', name, inside=WINDOW)
    return window


def is_closed(window):
    window.wait(lambda: not window.seen('frame', WINDOW), 'the window is closed')


def apply(window):
    """What is decided leads on."""
    window.click('Apply', inside=WINDOW)


def radio(window, text):
    return window.wait(lambda: next((a for a in window.all(WINDOW) if window.role(a) == 'radio button'
                                     and text in window.words(a)), None), text)


def choose(window, text):
    """By the pointer."""
    button = radio(window, text)
    window.press(button)
    window.wait(lambda: window.has(button, Atspi.StateType.CHECKED), f'{text} is chosen')


def each_way(office):
    """Mine, theirs, was, another value: ten fingers, no pointer; it goes on by itself and closes."""
    with Crm('extension') as crm:
        mine, theirs, was, other = (make_clash(office, crm, f'Client {n}') for n in range(4))
        window = open_window(office, 'Client 0')
        window.find('label', '1 of 4', inside=WINDOW)
        radio(window, 'Here (you, ')
        radio(window, 'In the CRM (Admin, as of ')
        window.settle()
        window.keys('alt+2', 'Return')
        window.find('label', '1 of 3', inside=WINDOW)
        window.find('label', 'Client 1', inside=WINDOW)
        window.keys('alt+3', 'Return')
        window.find('label', 'Client 2', inside=WINDOW)
        window.keys('alt+1', 'Return')
        window.find('label', 'Client 3', inside=WINDOW)
        window.keys('alt+4')
        window.type('Website', 'third.example', WINDOW)
        window.keys('ctrl+Return')
        is_closed(window)
        assert conflicts(office) == []
        assert [here(office, uid)['website'] for uid in (mine, theirs, was, other)] == [
            'mine.example', 'theirs.example', 'was.example', 'third.example']
        sync(office, crm)
        assert [there(crm, uid)['website'] for uid in (mine, theirs, was, other)] == [
            'mine.example', 'theirs.example', 'was.example', 'third.example']


def group(office):
    """Fields that belong together are chosen together; another value is typed with their own editors."""
    with Crm('extension') as crm:
        uid = office.add('clients', name='Client', city='Lviv', street='Zelena 1', postcode='79000')
        sync(office, crm)
        change_there(crm, uid, billingAddressStreet='Zelena 14')
        office.cli('set', 'clients', uid, 'street=Zelena 12', 'postcode=79002')
        sync(office, crm)
        window = open_window(office, 'Client')
        window.find('label', 'Street, Postcode', inside=WINDOW)
        radio(window, 'In the CRM (Admin')
        assert 'Street: Zelena 14; Postcode: 79000' in radio(window, 'In the CRM').get_name()
        choose(window, 'Another value')
        window.type('Street', 'Zelena 20', WINDOW)
        window.type('Postcode', '79020', WINDOW)
        apply(window)
        is_closed(window)
        sync(office, crm)
        found = there(crm, uid)
        assert (found['billingAddressStreet'], found['billingAddressPostalCode'], found['billingAddressCity']) == (
            'Zelena 20', '79020', 'Lviv'), found


def all_theirs(office):
    """Several clashes of one record by one button; one action, which Undo takes back."""
    with Crm('extension') as crm:
        uid = make_clash(office, crm, 'Client', dyrSegment='north')
        change_there(crm, uid, dyrSource='fair')
        office.cli('set', 'clients', uid, 'source=call', 'segment=south')
        sync(office, crm)
        assert len(conflicts(office)) == 2, conflicts(office)      # the segment was theirs by then
        window = open_window(office, 'Client')
        window.click('All from the CRM', inside=WINDOW)
        apply(window)
        window.click('Undo', inside='Dyryhent')
        office.until('clients', 'mine is back', lambda rows: rows[0]['website'] == 'mine.example')
        assert here(office, uid)['source'] == 'call'
        sync(office, crm)
        assert (there(crm, uid)['website'], there(crm, uid)['dyrSource']) == ('mine.example', 'call')


def undo_mine(office):
    """Undone before it was sent: here is what the CRM has, and nothing goes there."""
    with Crm('extension') as crm:
        uid = make_clash(office, crm, 'Client')
        window = open_window(office, 'Client')
        choose(window, 'Here')
        apply(window)
        is_closed(window)
        window.settle()
        window.keys('ctrl+z')
        office.until('clients', 'theirs is here', lambda rows: rows[0]['website'] == 'theirs.example')
        before = crm.writes()
        sync(office, crm)
        assert crm.writes() == before
        assert conflicts(office) == []


def wrong_value(office):
    """What is no value is not sent; the row says why."""
    with Crm('extension') as crm:
        uid = office.add('clients', name='Client', next_contact='2026-11-24')
        sync(office, crm)
        change_there(crm, uid, dyrNextContact='2026-11-25')
        office.cli('set', 'clients', uid, 'next-contact=2026-11-26')
        sync(office, crm)
        window = open_window(office, 'Client')
        choose(window, 'Another value')
        window.type('Next contact', '31.02.2026', WINDOW)
        apply(window)
        window.find_text('31.02.2026', inside=WINDOW)
        assert len(conflicts(office)) == 1
        window.type('Next contact', '27.11.2026', WINDOW)
        apply(window)
        is_closed(window)
        assert here(office, uid)['next-contact'] == '2026-11-27'


def deleted_there(office):
    """Edited here, deleted there: kept, and let go; the latter comes back by Undo."""
    with Crm('extension') as crm:
        keep, drop = (office.add('clients', name=name) for name in ('Keep', 'Drop'))
        sync(office, crm)
        for uid in (keep, drop):
            crm.ask('DELETE', f'Account/{there(crm, uid)["id"]}')
            office.cli('set', 'clients', uid, 'city=Odesa')
        sync(office, crm)
        window = open_window(office, 'Keep')
        window.find('label', 'Changed here, deleted in the CRM', inside=WINDOW)
        window.find('label', '— → Odesa', inside=WINDOW)
        window.settle()
        window.keys('alt+1')
        window.find('label', 'Drop', inside=WINDOW)
        window.settle()
        window.keys('alt+2')
        is_closed(window)
        assert [row['name'] for row in office.rows('clients')] == ['Keep']
        sync(office, crm)
        assert [record['name'] for record in crm.records('Account').values()] == ['Keep']
        window.settle()
        window.keys('ctrl+z')
        office.until('clients', 'it is back', lambda rows: len(rows) == 2)
        sync(office, crm)
        assert sorted(record['name'] for record in crm.records('Account').values()) == ['Drop', 'Keep']


def changed_there(office):
    """Deleted here, changed there: it goes there too, and it comes back. What loses nothing stands first."""
    with Crm('extension') as crm:
        drop, back = (office.add('clients', name=name) for name in ('Drop', 'Back'))
        sync(office, crm)
        for uid in (drop, back):
            change_there(crm, uid, website='theirs.example')
            office.cli('delete', 'clients', uid)
        sync(office, crm)
        window = open_window(office, 'Drop')
        window.find('label', 'Deleted here, changed in the CRM', inside=WINDOW)
        window.settle()
        window.keys('alt+2')
        window.find('label', 'Back', inside=WINDOW)
        window.settle()
        window.keys('Return')
        is_closed(window)
        sync(office, crm)
        assert [row['website'] for row in office.rows('clients')] == ['theirs.example']
        assert [record['name'] for record in crm.records('Account').values()] == ['Back']


def changed_meanwhile(office):
    """What the CRM has now is shown anew, what somebody decided elsewhere goes: nothing is applied blindly."""
    with Crm('extension') as crm:
        first, second = (make_clash(office, crm, f'Client {n}') for n in range(2))
        window = open_window(office, 'Client 0')
        choose(window, 'In the CRM')
        change_there(crm, first, website='newer.example')
        sync(office, crm)
        window.find('label', 'newer.example', inside=WINDOW)
        window.find_text('It was changed meanwhile. Look at it again.', inside=WINDOW)
        assert not window.has(radio(window, 'In the CRM'), Atspi.StateType.CHECKED)
        assert here(office, first)['website'] == 'mine.example'
        office.cli('resolve', first, 'website', 'mine')
        window.find('label', 'Client 1', inside=WINDOW)
        window.find_text('“Client 0” needs no decision any more')
        office.cli('resolve', second, 'website', 'theirs')
        is_closed(window)
        window.find_text('Everything is decided by now')


def merged(office):
    """What needs nobody is told by the record's timeline; so is what was decided."""
    with Crm('extension') as crm:
        uid = office.add('clients', name='Client', description='one\ntwo\nthree\nfour\nfive', website='was.example')
        sync(office, crm)
        change_there(crm, uid, description='ONE\ntwo\nthree\nfour\nfive', website='theirs.example')
        office.cli('set', 'clients', uid, 'description=one\ntwo\nthree\nfour\nFIVE', 'website=mine.example')
        sync(office, crm)
        assert [entry['field'] for entry in conflicts(office)] == ['website'], conflicts(office)
        assert here(office, uid)['description'] == 'ONE\ntwo\nthree\nfour\nFIVE'
        office.cli('resolve', uid, 'website', 'mine')
        window = office.open(**NO_KEYRING)
        office.page(2)
        office.search('Client')
        window.keys('Return')
        window.find_text('Timeline')
        window.settle()
        window.keys('ctrl+Page_Down')
        window.find_text('Changed here and in the CRM: both changes were kept')
        window.find_text('Changed in the CRM too')
        window.find_text('Website: theirs.example → mine.example')


def closing(office):
    """The program ends while a decision is open: it waits for the next time."""
    with Crm('extension') as crm:
        make_clash(office, crm, 'Client')
        window = open_window(office, 'Client')
        choose(window, 'Here')
        window.close()
        assert len(conflicts(office)) == 1


def found_by(office):
    """The page of today counts them, the record itself says it, the palette knows the command."""
    with Crm('extension') as crm:
        make_clash(office, crm, 'Client 0')
        uid = make_clash(office, crm, 'Client 1')
        window = office.open(**NO_KEYRING)
        window.keys('ctrl+1')
        window.find_text('2 records were changed here and in the CRM')
        office.page(2)
        office.search('Client 1')
        window.keys('Return')
        window.find_text('Changed in the CRM too: Website')
        window.settle()
        window.click('Decide…')
        window.find('label', 'Client 1', inside=WINDOW)
        window.settle()
        window.keys('alt+3', 'Return')
        window.find('label', 'Client 0', inside=WINDOW)
        window.wait(lambda: not any('Changed in the CRM too' in window.words(a)
                                    for a in window.all('Dyryhent')), 'the record says it no more')
        # The toast lies above the rest and goes first.
        window.keys('Escape')
        window.wait(lambda: not any('is decided' in window.words(a) for a in window.all(WINDOW)), 'the toast goes')
        window.keys('Escape')
        is_closed(window)
        assert here(office, uid)['website'] == 'theirs.example'
        window.settle()
        window.keys('ctrl+k')
        window.find('frame', 'Find everywhere')
        window.settle()
        window.type_keys('clashes')
        window.find_text('Resolve clashes', inside='Find everywhere')
        window.settle()
        window.keys('Return')
        window.find('label', 'Client 0', inside=WINDOW)
        window.settle()
        window.keys('alt+2', 'Return')
        is_closed(window)
        window.settle()
        window.keys(OPEN)
        window.find_text('Nothing was changed on both sides')


if __name__ == '__main__':
    run([each_way, group, all_theirs, undo_mine, wrong_value, deleted_there, changed_there, changed_meanwhile,
         merged, closing, found_by], *sys.argv[1:])
