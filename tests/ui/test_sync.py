#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_sync.py CLI FAKE_ESPOCRM PROGRAM: what the person sees of sync in the real window: how it stands, what waits."""
import select
import socket
import sys
import threading

from driver import Atspi
from office import run
from test_connection import ASSISTANT, DONE, KEY, Crm, connect, keyring, leave, sign_in, status

SYNC = 'Sync'


class Wire:
    """The network between the window and a CRM: it can be cut, and mended."""

    def __init__(self, crm):
        self.there = ('127.0.0.1', int(crm.url.rsplit(':', 1)[1]))
        self.port = 0
        self.lock = threading.Lock()
        self.ends = set()
        self.is_cut = False
        self.socket = None
        self.mend()

    @property
    def url(self):
        return f'http://127.0.0.1:{self.port}'

    def mend(self):
        self.socket = socket.create_server(('127.0.0.1', self.port))
        self.port = self.socket.getsockname()[1]
        self.is_cut = False
        threading.Thread(target=self.listen, args=[self.socket], daemon=True).start()

    def cut(self):
        with self.lock:
            self.is_cut = True
            for end in [self.socket, *self.ends]:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
            self.socket.close()

    def listen(self, listener):
        while True:
            try:
                here, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self.carry, args=[here], daemon=True).start()

    def join(self, *ends):
        """Whether there is a network for them yet: nobody who came just before the cut goes on after it."""
        with self.lock:
            if not self.is_cut:
                self.ends |= set(ends)
            return not self.is_cut

    def carry(self, here):
        with here, socket.create_connection(self.there) as there:
            if not self.join(here, there):
                return
            try:
                self.copy(here, there)
            except OSError:
                pass
            finally:
                with self.lock:
                    self.ends -= {here, there}

    @staticmethod
    def copy(here, there):
        while True:
            for end in select.select([here, there], [], [])[0]:
                data = end.recv(65536)
                if not data:
                    return
                (there if end is here else here).sendall(data)


def page_of_sync(window):
    return window.wait(lambda: next((a for a in window.all() if window.role(a) == 'panel'
                                     and window.named(a, SYNC) and a.get_component_iface() is not None), None),
                       'the page of sync')


def open_page(office):
    office.window.keys('ctrl+7')
    return page_of_sync(office.window)


def says(window, page, text):
    """Waits until the page says in large letters how it stands."""
    window.find(None, text, inside=page)


def rows(window, page):
    """What its rows say of themselves, from above."""
    return [a.get_name().split(' · ') for a in window.all(page)
            if window.role(a) == 'panel' and ' · ' in (a.get_name() or '')]


def is_tab(window, accessible):
    return window.role(accessible) in ('page tab', 'radio button', 'toggle button')


def turn_to(window, page, tab):
    window.press(window.wait(lambda: next((a for a in window.all(page) if is_tab(window, a)
                                           and (a.get_name() or '').startswith(tab)), None), f'tab {tab}'))


def connected(office, url, text='Up to date', secrets=keyring):
    """The window, connected, with the first sync done."""
    window = office.open(**secrets(office))
    page = open_page(office)
    window.click('Connect to a CRM…', inside=page)
    window.find('frame', ASSISTANT)
    window.settle()
    sign_in(window, url, KEY)
    connect(window)
    leave(window)
    says(window, page, text)
    return window, page


def marks(window):
    """What the lines of the list say of where their records are; the titles come first."""
    lines = [a for a in window.all() if window.role(a) == 'table row'][1:]
    return {a.get_name(): a.get_description() or '' for a in lines}


def offline(office):
    """Two edits while the network is away are counted and listed, and go when it is back."""
    uid = office.add('clients', name='Дім')
    with Crm('extension') as crm:
        wire = Wire(crm)
        window, page = connected(office, wire.url)
        window.find_text('last up to date: ', inside=page)
        wire.cut()
        office.cli('set', 'clients', uid, 'city=Львів', 'segment=Готелі')
        office.add('clients', name='A & B <b>')
        says(window, page, 'Working offline, 2 changes wait')
        window.wait(lambda: rows(window, page) == [
            ['Дім', 'Changed', 'Client', 'City: Львів', 'Segment: Готелі'],
            ['A & B <b>', 'New', 'Client']], 'what waits')
        # Wherever one is, it is told once, and by each record.
        office.page(2)
        window.find_text('Working offline — 2 changes will be sent')
        window.wait(lambda: marks(window) == {'Дім': 'Saved here', 'A & B <b>': 'Saved here'}, 'the marks')
        window.click('Details')
        window.wait(lambda: window.shows_page('Sync'), 'the page')
        # By keys alone to the record, and back.
        window.keys('ctrl+7')

        def focused_line():
            focused = window.focused(page)
            return focused and window.role(focused) == 'list item'
        window.wait(focused_line, 'the keyboard is in the list')
        window.keys('Home', 'Return')
        office.area(2)
        window.find('label', 'Дім')
        window.keys('alt+Left')
        window.wait(lambda: window.shows_page('Sync'), 'the page again')
        wire.mend()
        window.click('Sync now', inside=page)
        says(window, page, 'Up to date')
        window.find('label', 'Nothing waits', inside=page)
        office.page(2)
        window.wait(lambda: marks(window) == {'Дім': '', 'A & B <b>': ''}, 'no marks')
        assert crm.records('Account')[uid]['billingAddressCity'] == 'Львів'
        assert len(crm.records('Account')) == 2
        wire.cut()


def earlier_runs(office):
    """What each run did is told below the queue, the newest first, while they go on."""
    office.add('clients', name='Дім')
    with Crm('extension') as crm:
        wire = Wire(crm)
        window, page = connected(office, wire.url)
        turn_to(window, page, 'Log')

        def says_of_runs(*wanted):
            window.wait(lambda: [row[1:] for row in rows(window, page)][:len(wanted)] == list(wanted),
                        f'{wanted}')
        [sent] = window.wait(lambda: rows(window, page), 'the first run')
        assert sent[1].startswith('Sent 1'), sent
        wire.cut()
        office.add('clients', name='A & B <b>')
        says(window, page, 'Working offline, 1 change waits')
        window.find_text('The CRM was not reached', inside=page)
        wire.mend()
        window.click('Sync now', inside=page)
        says(window, page, 'Up to date')
        says_of_runs(['Sent 1'])
        window.find_text('The CRM was not reached', inside=page)
        wire.cut()


def paused(office):
    """Nothing goes while it is paused, also after a restart; by hand once; then by itself again."""
    office.add('clients', name='Двір')
    with Crm('extension') as crm:
        window, page = connected(office, crm.url)
        window.click('Pause', inside=page)
        says(window, page, 'Paused')
        uid = office.add('clients', name='Дім')
        says(window, page, 'Paused, 1 change waits')
        window.close()
        window = office.open(**keyring(office))
        page = open_page(office)
        says(window, page, 'Paused, 1 change waits')
        assert uid not in crm.records('Account')
        window.click('Sync now', inside=page)
        window.wait(lambda: uid in crm.records('Account'), 'it goes by hand')
        says(window, page, 'Paused')
        other = office.add('clients', name='Хата')
        says(window, page, 'Paused, 1 change waits')
        window.click('Resume', inside=page)
        says(window, page, 'Up to date')
        assert other in crm.records('Account')


def deleted_here(office):
    """What was deleted and waits can be looked at and brought back: on its page, in its window."""
    client = office.add('clients', name='Дім')
    note = office.add('notes', about=client, text='Двері сині')
    with Crm('extension') as crm:
        window, page = connected(office, crm.url)
        window.click('Pause', inside=page)
        says(window, page, 'Paused')
        office.cli('delete', 'notes', note, '--yes')
        office.cli('delete', 'clients', client, '--yes')
        says(window, page, 'Paused, 2 changes wait')
        deleted = lambda: sorted(row[0] for row in rows(window, page))
        window.wait(lambda: deleted() == ['Двері сині', 'Дім'], 'what waits')

        def bring_back(title, role, kind, field):
            window.press(window.wait(lambda: next(
                (a for a in window.all(page) if (a.get_name() or '').startswith(f'{title} · Deleted')), None), title))
            window.keys('Return')
            shown = window.find(role, title) if role == 'frame' else office.detail(office.area(2))
            window.find_text('This record is deleted', inside=shown)
            rows_of_form = [a for a in window.all(shown) if window.named(a, field)]
            assert rows_of_form and not any(a.get_editable_text_iface() for a in rows_of_form)
            window.click('Bring back', inside=shown)
            office.until(kind, f'{title} is back', lambda found: len(found) == 1)
            window.editor(field, shown)

        bring_back('Дім', None, 'clients', 'Website')
        window.keys('ctrl+7')
        bring_back('Двері сині', 'frame', 'notes', 'Text')
        window.keys('Escape')
        window.click('Resume', inside=page)
        says(window, page, 'Up to date')
        assert client in crm.records('Account') and note in crm.records('DyrNote')


def emails(office):
    return office.rows('clients')[0]['emails']


def refused_field(office):
    """What the CRM does not take of a record waits with its reason: it is mended in its field, or taken back."""
    uid = office.add('clients', name='Дім')
    with Crm('extension') as crm:
        window, page = connected(office, crm.url)
        office.cli('set', 'clients', uid, 'emails=x', 'city=Львів')
        says(window, page, 'Needs you: 1')
        # The rest of the record has gone.
        window.wait(lambda: crm.records('Account')[uid].get('billingAddressCity') == 'Львів', 'the city goes')
        turn_to(window, page, 'Needs you')
        window.find_text('“E-mails” was not accepted. The CRM does not accept what “E-mails” says.', inside=page)
        window.click('Go to the field: Дім', inside=page)
        area = office.area(2)
        window.wait(lambda: window.focused(area) and window.content(window.focused(area)) == 'x',
                    'the keyboard is in the field')
        window.keys('End')
        window.type_keys('@example.com')
        window.keys('Return')
        window.wait(lambda: crm.records('Account')[uid].get('emailAddress') == 'x@example.com', 'it is taken')
        window.keys('ctrl+7')
        says(window, page, 'Up to date')
        window.find('label', 'Nothing needs you', inside=page)
        office.cli('set', 'clients', uid, 'emails=y')
        says(window, page, 'Needs you: 1')
        window.click('Undo the change: Дім', inside=page)
        says(window, page, 'Up to date')
        assert emails(office) == ['x@example.com'], emails(office)
        # Which is an edit like any other.
        window.keys('ctrl+z')
        window.wait(lambda: emails(office) == ['y'], 'it is as it was')


def refused_record(office):
    """A record that the CRM does not take is sent again as it is, or deleted here."""
    uid = office.add('clients', name='A & B <b>')
    with Crm('extension', faults=['status*2=400@POST:Account']) as crm:
        window, page = connected(office, crm.url, 'Needs you: 1')
        turn_to(window, page, 'Needs you')
        window.wait(lambda: [row[:3] for row in rows(window, page)] == [['A & B <b>', 'New', 'Client']], 'the row')
        window.find_text('The CRM did not accept it.', inside=page)
        other = office.add('clients', name='Хата')
        says(window, page, 'Needs you: 2')
        window.click('Send again: A & B <b>', inside=page)
        window.wait(lambda: uid in crm.records('Account'), 'it is taken')
        says(window, page, 'Needs you: 1')
        window.click('Delete here: Хата', inside=page)
        says(window, page, 'Up to date')
        assert [row['uid'] for row in office.rows('clients')] == [uid]
        assert other not in crm.records('Account')


def wrong_key(office):
    """A key that the CRM takes no more is told above every page, with the way to sign in again."""
    office.add('clients', name='Дім')
    with Crm('extension') as crm, Crm('extension', faults=['unauthorized']) as other:
        wire = Wire(crm)
        window, page = connected(office, wire.url)
        wire.cut()
        wire.there = Wire(other).there
        wire.mend()
        window.click('Sync now', inside=page)
        says(window, page, 'The CRM does not accept the key')
        office.page(2)
        window.wait(lambda: window.seen('push button', 'Sign in again…'), 'the banner')
        window.click('Sign in again…')
        window.find('frame', ASSISTANT)
        wire.cut()


if __name__ == '__main__':
    run([offline, earlier_runs, paused, deleted_here, refused_field, refused_record, wrong_key], *sys.argv[1:])
