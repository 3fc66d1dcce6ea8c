#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_connection.py CLI FAKE_ESPOCRM PROGRAM: connecting to the CRM in the real window."""
import json
import os
import ssl
import subprocess
import sys

from driver import Atspi
from office import WELCOME, run

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'cli'))
from fake_crm import KEY, Between, Crm  # noqa: E402

ASSISTANT = 'Connect to the CRM'
CHECKING = 'Checking the connection'
PLAN = 'What will happen'
DONE = 'Connected'
PREFERENCES = 'Preferences'
KEY_WRONG = 'f' * 32


def keyring(office):
    """A keyring in a file of this office, as in a sandbox."""
    return {'SECRET_BACKEND': 'file', 'SECRET_FILE_TEST_PATH': os.path.join(office.folder, 'keys'),
            'SECRET_FILE_TEST_PASSWORD': 'test'}


def no_keyring(_):
    return {'SECRET_BACKEND': 'file'}


def open_assistant(office, secrets=keyring):
    window = office.open(**secrets(office))
    if not window.seen('panel', WELCOME):
        office.page(2)
    window.keys('ctrl+comma')
    window.find('frame', PREFERENCES)
    window.settle()
    window.click('Connect…', inside=PREFERENCES)
    window.find('frame', ASSISTANT)
    window.settle()
    return window


def sign_in(window, address, key):
    window.type('Address', address, ASSISTANT)
    window.type('API key', key, ASSISTANT)
    window.click('Check', inside=ASSISTANT)
    window.find('frame', CHECKING)


def sign_in_by_name(window, address, name, password):
    window.choose('Sign in with', 'Name and password', ASSISTANT)
    window.type('Address', address, ASSISTANT)
    window.type('User name', name, ASSISTANT)
    window.type('Password', password, ASSISTANT)
    window.click('Check', inside=ASSISTANT)
    window.find('frame', CHECKING)


def connect(window):
    """From a test that went well to the end."""
    window.click('Continue', inside=CHECKING)
    window.find('frame', PLAN)
    window.settle()
    window.click('Connect', inside=PLAN)
    window.find('frame', DONE)


def choose_above(window, name, option):
    """Of the list of a row, the line above what is chosen."""
    combo = window.find('combo box', name, inside=PLAN)
    window.press(combo)
    window.settle()
    window.send('Up')
    window.wait(lambda: any(window.has(a, Atspi.StateType.FOCUSED) and window.seen(None, option, a)
                            for a in window.walk(combo) if window.role(a) == 'list item'), option)
    window.send('Return')
    window.settle()


def leave(window):
    window.click('Close', inside=DONE)
    window.wait(lambda: not window.seen('frame', DONE), 'the assistant is gone')


def status(office):
    return json.loads(office.cli('sync', 'status', '--format', 'json'))


def until_sent(office, what, condition):
    office.window.wait(lambda: condition(status(office)), what)


def nowhere_on_disk(office, secret):
    """The key is in no file of the office but the keyring, which hides it."""
    for folder, _, names in os.walk(office.folder):
        for name in names:
            with open(os.path.join(folder, name), 'rb') as file:
                assert secret.encode() not in file.read(), name


def by_key(office):
    """A key with blanks, an address without a scheme; what is here goes there, what is there comes; known after the next start."""
    uid = office.add('clients', name='Дім')
    with Crm('extension', '--records', '3') as crm:
        window = open_assistant(office)
        sign_in(window, crm.url.removeprefix('http://') + '/#Account', f' {KEY[:16]} {KEY[16:]}\n')
        window.find_text('Signed in as “Sync”.')
        window.click('Continue', inside=CHECKING)
        window.find('frame', PLAN)
        window.find_text('Go to the CRM: 1, come from there: 3', inside=PLAN)
        window.settle()
        choose_above(window, 'You', 'Admin')
        window.click('Connect', inside=PLAN)
        window.find('frame', DONE)
        window.find_text('The first sync has begun. Go on working', inside=DONE)
        leave(window)
        window.keys('Escape')
        until_sent(office, 'all is through', lambda found: found['done'] is not None and found['ready'] == 0)
        assert crm.records('Account')[uid]['name'] == 'Дім'
        assert len(office.rows('clients')) == 4
        assert status(office)['me'] == 'Admin', status(office)
        nowhere_on_disk(office, KEY)
        # The program starts anew, with the key of the keyring.
        window.close()
        window = office.open(**keyring(office))
        office.page(2)
        other = office.add('clients', name='Хата')
        window.wait(lambda: other in crm.records('Account'), 'an edit goes by itself')
        window.close()
        # The window does not keep the lock.
        assert status(office)['syncing'] is None


def by_name(office):
    """Name and password are exchanged for a token; a second step asks for its code."""
    office.add('clients', name='Дім')
    with Crm('extension', '--person', 'olena:Таємниця:123456') as crm:
        window = open_assistant(office)
        sign_in_by_name(window, crm.url, 'olena', 'Таємниця')
        window.find_text('asks for a second step')
        window.type('Code', '654321', CHECKING)
        window.click('Continue', inside=CHECKING)
        # As authenticators show it, at the place where a wrong one is told.
        window.find_text('does not accept this code')
        window.type('Code', '123 456', CHECKING)
        window.click('Continue', inside=CHECKING)
        window.find_text('Signed in as “olena”.')
        connect(window)
        leave(window)
        until_sent(office, 'all is through', lambda found: found['done'] is not None and found['ready'] == 0)
        assert status(office)['me'] == 'olena', status(office)
        nowhere_on_disk(office, 'Таємниця')


def wrong_key(office):
    """It is tried once, explained, and can be corrected."""
    with Crm('stock') as crm:
        window = open_assistant(office)
        sign_in(window, crm.url, KEY_WRONG)
        window.find_text('does not take the key')
        assert crm.counts()['failedLogins'] == 1
        window.click('Back', inside=CHECKING)
        window.find('frame', ASSISTANT)
        window.settle()
        sign_in(window, crm.url, KEY)
        window.find_text('Signed in as “Sync”.')
        assert status(office)['server'] is None


def wrong_address(office):
    """What is no address is explained before anything is sent; a name that is none, after."""
    window = open_assistant(office)
    window.type('API key', KEY, ASSISTANT)
    for typed, says in (('olena@example.com', 'e-mail'), ('crm example com', 'no blanks'),
                        ('https://olena:x@crm.example.com', 'name and password')):
        window.type('Address', typed, ASSISTANT)
        window.click('Check', inside=ASSISTANT)
        window.find_text(says, inside=ASSISTANT)
    sign_in(window, 'http://crm.invalid/espo', KEY)
    window.find_text('The address “crm.invalid” was not found')
    assert status(office)['server'] is None


def html_server(office):
    """A page of a hotel is no CRM."""
    with Crm('stock', faults=['html']) as crm:
        window = open_assistant(office)
        sign_in(window, crm.url, KEY)
        window.find_text('This is not how EspoCRM answers')
        assert status(office)['server'] is None


def without_keyring(office):
    """It is said that the key is forgotten, and the next start asks for it."""
    with Crm('stock') as crm:
        window = open_assistant(office, no_keyring)
        sign_in(window, crm.url, KEY)
        connect(window)
        window.find_text('kept only until the program closes', inside=DONE)
        leave(window)
        window.keys('Escape')
        until_sent(office, 'all is through', lambda found: found['done'] is not None)
        window.close()
        window = office.open(**no_keyring(office))
        office.page(2)
        window.keys('ctrl+comma')
        window.find_text('The key of the CRM is missing', inside=PREFERENCES)
        window.settle()
        window.click('Sign in…', inside=PREFERENCES)
        window.find('frame', ASSISTANT)
        assert window.text('Address', ASSISTANT) == crm.url + '/'
        nowhere_on_disk(office, KEY)


def make_authority(office):
    """An office's own: its certificate, and what its CRM needs to be known by it."""
    def openssl(*words):
        subprocess.run(['openssl', *words], cwd=office.folder, check=True, capture_output=True)
    new = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
    openssl('req', '-x509', *new, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Office CA')
    openssl('req', *new, '-keyout', 'crm.key', '-out', 'crm.csr', '-subj', '/CN=localhost')
    office.write('names', 'subjectAltName=DNS:localhost\n')
    openssl('x509', '-req', '-in', 'crm.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial',
            '-extfile', 'names', '-days', '2', '-out', 'crm.pem')
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*(os.path.join(office.folder, name) for name in ('crm.pem', 'crm.key')))
    return context


def own_authority(office):
    """Nobody vouches for the CRM but the office itself: its certificate is looked at, taken, kept, taken away."""
    office.add('clients', name='Дім')
    choose, ask = 'Choose the office’s certificate', 'Trust this authority?'
    with Crm('extension') as crm, Between(crm, make_authority(office)) as between:
        window = open_assistant(office)
        sign_in(window, between.url.replace('127.0.0.1', 'localhost'), KEY)
        window.find_text('Nobody this computer trusts vouches')
        # A person is given the wrong file first.
        window.click(choose + '…', inside=CHECKING)
        window.pick(choose, os.path.join(office.folder, 'crm.key'))
        refused = window.find('dialog', 'This certificate cannot be used')
        window.find_text('This file holds a private key', inside=refused)
        window.click('Close', inside=refused)
        window.wait(lambda: not window.seen('dialog', 'This certificate cannot be used'), 'the dialog is gone')
        window.settle()
        window.click(choose + '…', inside=CHECKING)
        window.pick(choose, os.path.join(office.folder, 'ca.pem'))
        dialog = window.find('dialog', ask)
        window.find_text('Issued by: CN=Office CA', inside=dialog)
        window.find_text('is trusted for localhost:', inside=dialog)
        assert between.n_asked == 0
        window.settle()
        window.click('Trust it', inside=dialog)
        window.find_text('Signed in as “Sync”.')
        connect(window)
        leave(window)
        until_sent(office, 'all is through', lambda found: found['done'] is not None and found['ready'] == 0)
        # It is what counts at the next start, too, until it is taken away.
        window.keys('Escape')
        window.close()
        window = office.open(**keyring(office))
        uid = office.add('clients', name='Хата')
        window.wait(lambda: uid in crm.records('Account'), 'an edit goes by itself')
        window.keys('ctrl+comma')
        window.find_text('CN=Office CA', inside=PREFERENCES)
        window.settle()
        window.click('Do not trust it', inside=PREFERENCES)
        untrusted(office, window)
        window.keys('Escape')
        window.close()
        # An open window follows what the command line says.
        authority = os.path.join(office.folder, 'ca.pem')
        office.cli('sync', '--certificate', authority, DYRYHENT_API_KEY=KEY)
        window = office.open(**keyring(office))
        window.keys('ctrl+comma')
        window.find_text('CN=Office CA', inside=PREFERENCES)
        until_sent(office, 'it goes on', lambda found: found['stop'] != 'offline')
        office.cli('sync', 'distrust')
        untrusted(office, window)


def untrusted(office, window):
    """Nobody vouches for the CRM any more, and nothing goes there."""
    window.wait(lambda: not any('CN=Office CA' in window.words(a) for a in window.all(PREFERENCES)),
                'the certificate is gone')
    window.wait(lambda: status(office)['stop'] == 'offline', 'nobody vouches for it')
    assert 'vouches' in status(office)['reason'], status(office)


if __name__ == '__main__':
    run([by_key, by_name, wrong_key, wrong_address, html_server, own_authority, without_keyring], *sys.argv[1:])
