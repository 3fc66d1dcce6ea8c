#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_contents.py CLI FAKE_ESPOCRM PROGRAM: what is in files goes to a CRM and comes from it, as the person sees it."""
import os
import subprocess
import sys

from office import run
from test_connection import KEY, Crm
from test_files import add_reader, attach, row_of
from test_sync import Wire, connected, keyring, says

HERE = 'only here, will be sent to the CRM'
THERE = 'in the CRM, comes when opened'
COMES = 'on its way from the CRM'


def show_client(office, window, name='Дністер'):
    area = office.page(2)
    office.search(name)
    window.keys('Return')
    detail = office.detail(area)
    window.find('label', name, inside=detail)
    return detail


def shows(window, detail, text):
    return any(text in window.words(a) for a in window.all(detail) if window.role(a) == 'label')


def says_no_more(window, detail, text):
    window.wait(lambda: not shows(window, detail, text), f'{text!r} is gone')


def sync_now(window, page):
    window.keys('ctrl+7')
    window.click('Sync now', inside=page)
    says(window, page, 'Up to date')


def goes(office):
    """Attached while the network is away it is only here, and says so; then it goes."""
    office.add('clients', name='Дністер')
    with Crm('extension') as crm:
        wire = Wire(crm)
        window, page = connected(office, wire.url)
        wire.cut()
        detail = show_client(office, window)
        attach(window, office.write('акт.txt', 'привіт'))
        window.find_text(f' · {HERE}', inside=detail)
        assert crm.records('DyrFile') == {}
        wire.mend()
        sync_now(window, page)
        [file] = crm.records('DyrFile').values()
        assert (file['name'], file['dyrSize']) == ('акт.txt', 12), file
        detail = show_client(office, window)
        window.find('label', 'акт.txt', inside=detail)
        says_no_more(window, detail, HERE)
        wire.cut()


def comes(office):
    """What a colleague attached comes when it is opened, not if that is stopped."""
    other = os.path.join(office.folder, 'other.db')
    noted, folders = add_reader(office)

    def elsewhere(*words):
        return subprocess.run([office.programs[0], '--database', other, *words], check=True, capture_output=True,
                              text=True, env={**os.environ, 'DYRYHENT_API_KEY': KEY}).stdout.strip()
    # An office that is not empty shows its pages.
    office.add('clients', name='Дім')
    client = elsewhere('add', 'clients', 'name=Дністер')
    elsewhere('attach', client, office.write('акт.txt', 'привіт'))
    with Crm('extension') as crm:
        elsewhere('sync', '--server', crm.url, '--until-quiet')
        wire = Wire(crm)
        window, page = connected(office, wire.url, secrets=lambda it: {**keyring(it), **folders})
        wire.cut()
        detail = show_client(office, window)
        window.find_text(f' · {THERE}', inside=detail)
        row_of(window, detail, 'акт.txt')
        window.keys('Return')
        window.find_text(f' · {COMES}', inside=detail)
        window.click('Do not fetch it', inside=detail)
        window.find_text(f' · {THERE}', inside=detail)
        row_of(window, detail, 'акт.txt')
        window.keys('Return')
        window.find_text(f' · {COMES}', inside=detail)
        assert not os.path.exists(noted)
        wire.mend()
        sync_now(window, page)
        # It is opened, as that was what was asked for.
        window.wait(lambda: os.path.exists(noted), 'the reader is started')
        with open(noted, encoding='utf-8') as copy, open(copy.read(), encoding='utf-8') as file:
            assert file.read() == 'привіт'
        detail = show_client(office, window)
        window.find('label', 'акт.txt', inside=detail)
        for words in (COMES, THERE, 'received'):
            says_no_more(window, detail, words)
        wire.cut()


def refused(office):
    """Why it was not taken is said beside it; it is sent again there."""
    office.add('clients', name='Дністер')
    with Crm('extension', faults=['status*1=413@POST:Attachment']) as crm:
        window, _ = connected(office, crm.url)
        detail = show_client(office, window)
        attach(window, office.write('акт.txt', 'привіт'))
        reason = 'does not let so much through at once'
        window.find_text(reason, inside=detail)
        assert crm.records('DyrFile') == {}
        window.click('Send again: акт.txt', inside=detail)
        window.wait(lambda: len(crm.records('DyrFile')) == 1, 'it is taken')
        says_no_more(window, detail, reason)
        says_no_more(window, detail, HERE)
        assert not window.seen('push button', 'Send again: акт.txt', detail)


if __name__ == '__main__':
    run([goes, comes, refused], *sys.argv[1:])
