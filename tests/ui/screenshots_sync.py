#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""screenshots_sync.py CLI FAKE_ESPOCRM PROGRAM: connects to a fake CRM in the real window and writes a PNG of
all that a person sees of sync, from the first question to the removal of the connection.

Clients are those of a sample office, without its mark: sample records go to no CRM.
"""
import argparse
import gettext
import os
import sys
import tempfile

from driver import Atspi
from office import Office
from screenshots import Focus, count_windows, shown_section
from test_connection import KEY, Crm, keyring, status
from test_sync import Wire

# With fewer nothing would be asked before so many are deleted.
N_CLIENTS, N_GONE = 24, 8


class Walk:
    """The window of one office in one language; buttons are found by what they say there."""

    def __init__(self, options, office, crm):
        self.options, self.office, self.crm = options, office, crm
        self.wire = Wire(crm)
        self.words = gettext.translation('dyryhent', os.environ.get('DYRYHENT_LOCALE_DIR'), [options.language],
                                         fallback=options.language == 'en')
        environment = {'LANGUAGE': options.language, **keyring(office)}
        if options.dark:
            environment['ADW_DEBUG_COLOR_SCHEME'] = 'prefer-dark'
        self.window = office.start(**environment)
        # What the first page shows of an office in which nothing is due.
        self.window.find('label', self.words.gettext('Nothing is due this week'))
        self.focus = Focus(self.window)
        self.number = 0

    def say(self, context, text):
        return self.words.pgettext(context, text).replace('_', '')

    def click(self, context, text, inside=None):
        self.window.settle()
        self.window.click(self.say(context, text), inside=inside)

    def shot(self, name):
        self.window.settle()
        self.number += 1
        self.window.shot(os.path.join(self.options.out, f'{self.number:02}-{name}.png'))

    def until(self, what, condition):
        """Waits for a state of sync, as the command line tells it."""
        self.window.wait(lambda: condition(status(self.office)), what)

    def page(self):
        self.window.keys('ctrl+7')
        return self.window.panel(self.say('page', 'Sync'))

    def connect(self):
        window = self.window
        self.click('sync', 'Connect to a CRM…', inside=self.page())
        first = self.say('connection', 'Connect to the CRM')
        window.find('frame', first)
        window.settle()
        window.type(self.say('connection', 'Address'), self.wire.url, first)
        window.type(self.say('connection', 'API key'), KEY, first)
        self.shot('connect')
        self.click('connection', '_Check', inside=first)
        window.find('frame', self.say('connection', 'Checking the connection'))
        window.wait(lambda: window.has(window.find('push button', self.say('connection', '_Continue')),
                                       Atspi.StateType.SENSITIVE), 'all is checked')
        self.shot('connect-checking')
        self.click('connection', '_Continue')
        window.find('frame', self.say('connection', 'What will happen'))
        self.shot('connect-plan')
        self.click('connection', '_Connect', inside=self.say('connection', 'What will happen'))
        window.find('frame', self.say('connection', 'Connected'))
        self.shot('connect-done')
        self.click('connection', '_Close', inside=self.say('connection', 'Connected'))
        self.until('the first sync', lambda found: found['done'] is not None and found['ready'] == 0)
        self.page()
        self.shot('sync-up-to-date')

    def identity(self, uid):
        return self.crm.records('Account')[uid]['id']

    def work_offline(self, clients):
        """Edits that wait; one of them will clash, of another one the CRM takes one field only."""
        self.wire.cut()
        for at, (uid, fields) in enumerate(zip(clients, (['segment=HoReCa'], ['emails=office(at)example'],
                                                         ['street=Rynok 1']))):
            self.office.cli('set', 'clients', uid, *fields)
            if at == 2:
                self.crm.ask('PUT', f'Account/{self.identity(uid)}', {'billingAddressStreet': 'Rynok 10'})
        self.until('three wait', lambda found: found['ready'] == 3)
        self.page()
        self.click('sync', 'Sync _now')
        self.window.find_text(self.words.gettext('Working offline'), inside=self.page())
        self.shot('sync-offline')
        self.window.keys('ctrl+2')
        self.window.wait(lambda: shown_section(self.window) == 1, 'the clients')
        self.window.find_text(self.words.ngettext('Working offline — %s change will be sent',
                                                  'Working offline — %s changes will be sent', 3).replace('%s', '3'))
        self.shot('clients-offline')

    def decide(self):
        self.wire.mend()
        page = self.page()
        self.click('sync', 'Sync _now', inside=page)
        self.until('two need somebody', lambda found: found['conflicts'] == 1 and found['parked'] == 1)
        for tab, name in (('Needs you', 'sync-needs-you'), ('Log', 'sync-log')):
            self.window.press(self.window.wait(lambda: next(
                (a for a in self.window.all(page) if self.window.role(a) == 'page tab'
                 and (a.get_name() or '').startswith(self.say('sync', tab))), None), tab))
            self.shot(name)
        self.window.keys('ctrl+shift+r')
        self.window.find('frame', self.say('clash', 'Changed on both sides'))
        self.shot('clash')
        self.window.keys('Escape')

    def agree(self, clients):
        self.wire.cut()
        for uid in clients[-N_GONE:]:
            self.crm.ask('DELETE', f'Account/{self.identity(uid)}')
        self.wire.mend()
        page = self.page()
        self.click('sync', 'Sync _now', inside=page)
        self.window.find('push button', self.say('sync', '_Agree…'), inside=page)
        self.shot('sync-many-gone')
        self.click('sync', '_Agree…', inside=page)
        self.window.find('label', self.words.gettext('Were they deleted on purpose?'))
        self.shot('agree')
        self.window.click(self.words.gettext('_Cancel').replace('_', ''))
        self.window.wait(lambda: count_windows(self.window) == 1, 'the question is gone')

    def look_at_files(self, client):
        contract = self.office.write('contract.pdf', '%PDF-1.4')
        picture = os.path.join(self.options.out, sorted(os.listdir(self.options.out))[0])
        for path in (contract, picture):
            self.office.cli('attach', client, path)
        name = next(row['name'] for row in self.office.rows('clients') if row['uid'] == client)
        self.window.keys('ctrl+2')
        self.focus.after('ctrl+f', 'the search')

        def entry():
            focused = self.window.focused()
            return focused if focused and focused.get_editable_text_iface() else None
        # What got the keyboard may still be the page.
        Atspi.EditableText.set_text_contents(self.window.wait(entry, 'the search'), name)
        self.window.wait(lambda: [a.get_name() for a in self.window.all()
                                  if self.window.role(a) == 'table row'][1:] == [name], name)
        for what in ('the list', 'the record'):
            self.focus.after('Return', what)
        self.window.wait(lambda: any('contract.pdf' in (a.get_name() or '') for a in self.window.all()), 'the files')
        # The dialog brings them into sight.
        self.window.keys('ctrl+m')
        self.window.wait(lambda: count_windows(self.window) == 2, 'the dialog')
        self.window.send('Escape')
        self.window.wait(lambda: count_windows(self.window) == 1, 'no dialog')
        self.shot('files')

    def remove(self):
        preferences = self.words.gettext('Preferences')
        self.window.keys('ctrl+comma')
        self.window.find('frame', preferences)
        self.click('connection', '_Remove…', inside=preferences)
        self.window.find('frame', self.say('connection', 'Remove the connection'))
        self.shot('remove')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--sample', required=True, help='the sample office')
    parser.add_argument('--out', required=True)
    parser.add_argument('--language', required=True)
    parser.add_argument('--dark', action='store_true')
    parser.add_argument('cli')
    parser.add_argument('program')
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Crm('extension') as crm:
        office = Office(folder, os.path.abspath(options.cli), os.path.abspath(options.program))
        sample = Office(tempfile.mkdtemp(dir=folder), office.programs[0], None)
        sample.path = options.sample
        clients = [office.add('clients', **{field: client[field] for field in ('name', 'city', 'street', 'state')
                                            if client[field]}) for client in sample.rows('clients')[:N_CLIENTS]]
        walk = Walk(options, office, crm)
        walk.connect()
        walk.work_offline(clients)
        walk.decide()
        walk.agree(clients)
        walk.look_at_files(clients[0])
        walk.remove()
        office.check()
        office.end()
        walk.wire.cut()


if __name__ == '__main__':
    sys.exit(main())
