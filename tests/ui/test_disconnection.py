#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_disconnection.py CLI FAKE_ESPOCRM PROGRAM: a connection that fails while the window runs, and its removal."""
import sys

from office import run
from test_connection import ASSISTANT, DONE, KEY, PREFERENCES, Crm, connect, keyring, leave, open_assistant, sign_in
from test_connection import status, until_sent
from fake_crm import Between

REMOVAL = 'Remove the connection'
HTML = {'Content-Type': 'text/html'}


def answers(code, headers, body):
    """Whatever is asked of the CRM, this comes instead."""
    return lambda path, *_: (code, dict(headers), body)


def connected(office, url):
    """The window, with the first sync through; the preferences are open."""
    office.add('products', name='Двері')
    window = open_assistant(office)
    sign_in(window, url, KEY)
    connect(window)
    leave(window)
    until_sent(office, 'all is through', lambda found: found['done'] is not None and found['ready'] == 0)
    return window


def ask_for_removal(window, rest):
    window.settle()
    window.click('Remove…', inside=PREFERENCES)
    window.find('frame', REMOVAL)
    window.find_text(rest, inside=REMOVAL)
    window.settle()


def choose_to_delete(window):
    window.press(window.find('radio button', 'Delete the CRM’s records from this computer', inside=REMOVAL))
    window.find('push button', 'Delete records', inside=REMOVAL)
    window.settle()


def until_removed(window):
    window.find_text('Not connected to a CRM', inside=PREFERENCES)
    window.wait(lambda: not window.seen('frame', REMOVAL), 'the question is gone')
    window.settle()


def close_preferences(window):
    window.click('Close', inside=PREFERENCES)
    window.wait(lambda: not window.seen('frame', PREFERENCES), 'the preferences are closed')
    window.settle()


def with_unsent(office, crm, n_known=3):
    """Records of the CRM, one of which was edited while it was away; two were made here."""
    window = connected(office, crm.url)
    known = {row['uid']: row['name'] for row in office.rows('clients')}
    assert len(known) == n_known, known
    crm.process.stdin.close()
    crm.process.wait()
    edited = min(known)
    office.cli('set', 'clients', edited, 'city=Київ')
    made = office.add('clients', name='Дім')
    office.add('contracts', number='7/26', client=made)
    until_sent(office, 'they wait', lambda found: found['ready'] == 3)
    return window, known, edited


def traces(office, names):
    """Which of the names are in the file of the office."""
    office.cli('check')
    with open(office.path, 'rb') as file:
        content = file.read()
    return [name for name in names if name.encode() in content]


def removed(office):
    """It is said what was not sent; the records stay; the same CRM goes on with them."""
    with Crm('extension', '--records', '3') as crm:
        window, known, _ = with_unsent(office, crm)
        ask_for_removal(window, '3 records have changes that were not sent to the CRM.\nClients: 2 · Contracts: 1')
        window.keys('Escape')
        window.wait(lambda: not window.seen('frame', REMOVAL), 'nothing is removed by Escape')
        assert status(office)['server'] is not None
        ask_for_removal(window, '3 records have changes')
        window.click('Remove', inside=REMOVAL)
        until_removed(window)
        found = status(office)
        assert found['server'] is None and found['ready'] == 3, found
        assert len(office.rows('clients')) == len(known) + 1


def deleted(office):
    """The CRM's records go for good, what was not sent stays, and so does a client with its file."""
    with Crm('extension', '--records', '4') as crm:
        window, known, edited = with_unsent(office, crm, 4)
        filed = max(known)
        office.cli('attach', filed, __file__)
        ask_for_removal(window, '3 records have changes that were not sent to the CRM.\nClients: 2 · Contracts: 1\n'
                                '1 attached file is only on this computer.')
        choose_to_delete(window)
        window.find_text('records with their history. They stay in the CRM.', inside=REMOVAL)
        window.click('Delete records', inside=REMOVAL)
        until_removed(window)
        assert sorted(row['name'] for row in office.rows('clients')) == sorted([known[edited], known[filed], 'Дім'])
        assert len(office.rows('files')) == 1
        assert [row['number'] for row in office.rows('contracts')] == ['7/26']
        found = status(office)
        assert found['server'] is None and found['ready'] == 4, found
        # The list shows it at once.
        close_preferences(window)
        area = office.area(2)
        window.wait(lambda: len(office.lines(area)) == 3, 'three clients')
        window.close()
        gone = [name for uid, name in known.items() if uid not in (edited, filed)]
        assert traces(office, [*gone, 'Дім']) == ['Дім']


def deleted_with_unsent(office):
    """Nothing of the CRM is left, and nothing that was meant for it; what the CRM cannot hold stays."""
    with Crm('extension', '--records', '3') as crm:
        window, known, _ = with_unsent(office, crm)
        ask_for_removal(window, '3 records have changes')
        choose_to_delete(window)
        window.press(window.find('list item', 'Delete what was not sent, too', inside=REMOVAL))
        window.settle()
        window.click('Delete records', inside=REMOVAL)
        until_removed(window)
        assert office.rows('clients') == [] and office.rows('contracts') == []
        found = status(office)
        assert found['server'] is None and found['ready'] == 0, found
        close_preferences(window)
        window.find_text('No clients yet')
        window.close()
        assert traces(office, [*known.values(), 'Дім']) == []


def first_run(office):
    """An empty database offers the CRM; once connected the window goes on with what comes."""
    with Crm('extension', '--records', '3') as crm:
        window = office.start(**keyring(office))
        row = window.find('list item', 'Connect to the CRM of your office')
        window.settle()
        window.press(row)
        window.find('frame', ASSISTANT)
        window.settle()
        sign_in(window, crm.url, KEY)
        connect(window)
        leave(window)
        window.find('push button', 'Main menu')
        area = office.page(2)
        window.wait(lambda: len(office.lines(area)) == 3, 'three clients')


def samples(office):
    """Sample records never go: it is asked to remove them first."""
    office.cli('sample', '--clients', '3')
    with Crm('extension') as crm:
        window = open_assistant(office)
        sign_in(window, crm.url, KEY)
        window.click('Continue', inside='Checking the connection')
        window.find('frame', 'What will happen')
        window.settle()
        window.click('Remove', inside='What will happen')
        window.wait(lambda: office.rows('clients') == [], 'the samples are gone')
        window.wait(lambda: not window.seen('push button', 'Remove', 'What will happen'), 'nothing to remove')
        window.click('Connect', inside='What will happen')
        window.find('frame', DONE)
        leave(window)
        until_sent(office, 'all is through', lambda found: found['done'] is not None)
        assert crm.records('Account') == {}


def sign_in_expired(office):
    """The key is taken back while the window runs: its button asks for another, at the address that it knows."""
    with Crm('extension') as crm, Between(crm) as between:
        window = connected(office, between.url)
        window.keys('Escape')
        between.twist = answers(401, {'X-Status-Reason': 'Unauthorized'}, b'')
        office.add('clients', name='Дім')
        window.keys('ctrl+7')
        page = window.panel('Sync')
        window.click('Sign in again…', inside=page)
        window.find('frame', ASSISTANT)
        assert window.text('Address', ASSISTANT) == between.url + '/'
        between.twist = None
        window.settle()
        window.type('API key', KEY, ASSISTANT)
        window.click('Check', inside=ASSISTANT)
        connect(window)
        leave(window)
        until_sent(office, 'what waited has gone', lambda found: found['ready'] == 0)
        assert [record['name'] for record in crm.records('Account').values()] == ['Дім']


def locked_out(office):
    """Too many wrong sign-ins of this network: it is said, and nothing is tried before it is asked for."""
    with Crm('extension') as crm, Between(crm) as between:
        window = connected(office, between.url)
        window.keys('Escape')
        between.twist = answers(403, HTML, b'<html><body>403</body></html>')
        office.add('clients', name='Дім')
        window.keys('ctrl+7')
        page = window.panel('Sync')
        window.find_text('there were too many', inside=page)
        between.twist = None
        window.settle()
        window.click('Sync now', inside=page)
        until_sent(office, 'what waited has gone', lambda found: found['ready'] == 0)


def html_while_running(office):
    """The page of a hotel answers instead of the CRM: nothing of it is believed, and nothing is lost."""
    with Crm('extension', '--records', '3') as crm, Between(crm) as between:
        window = connected(office, between.url)
        window.keys('Escape')
        between.twist = answers(200, HTML, b'<html><body>Welcome to the hotel</body></html>')
        office.add('clients', name='Дім')
        window.keys('ctrl+7')
        page = window.panel('Sync')
        window.find_text('not how EspoCRM answers', inside=page)
        assert len(office.rows('clients')) == 4
        between.twist = None
        window.settle()
        window.click('Sync now', inside=page)
        until_sent(office, 'what waited has gone', lambda found: found['ready'] == 0)
        assert len(crm.records('Account')) == 4


if __name__ == '__main__':
    run([first_run, samples, removed, deleted, deleted_with_unsent, sign_in_expired, locked_out, html_while_running],
        *sys.argv[1:])
