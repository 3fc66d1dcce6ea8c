#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""Walks through every page of the program and writes a PNG of each.

Run it with a display: `./dev screenshots`. Pages are reached by keys, which are the same in every
language.
"""
import argparse
import gettext
import itertools
import json
import os
import sqlite3
import subprocess

import pdf
from driver import Atspi, GLib, Window

CONTRACT = 'contract-17.pdf'
PAGES = ('today', 'clients', 'contracts', 'deliveries', 'presentations', 'activities')


def shown_section(window):
    """Which line of the side list is selected. It comes first: the rest needs no look."""
    items = itertools.islice((a for a in window.all() if window.role(a) == 'list item'), len(PAGES))
    return next((i for i, a in enumerate(items) if window.has(a, Atspi.StateType.SELECTED)), None)


class Focus:
    """What got the keyboard last, as it was told: looking for it all over the window takes long."""

    def __init__(self, window):
        self.window, self.last = window, None
        self.listener = Atspi.EventListener.new(self.on_told)
        self.listener.register('object:state-changed:focused')

    def on_told(self, event):
        if not event.detail1:
            return
        try:
            self.last = self.window.role(event.source), event.source.get_name()
        except GLib.Error:
            pass  # it vanished while it was told

    def after(self, key, what):
        """Presses the key and waits until something gets the keyboard."""
        self.last = None
        self.window.keys(key)
        self.window.wait(lambda: self.last, what)


def count_windows(window):
    """Those on the screen: assistive technology is told of the first one only."""
    # Not by its process, whose number in a sandbox is another.
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--class', f'^{window.name}$'],
                           capture_output=True, text=True, check=False)
    return len(found.stdout.split())


def make_clash(database):
    """A client of the sample office, as if somebody had changed it in a CRM too: sample records go to none."""
    store = sqlite3.connect(database)
    [(record, street, city, segment)] = store.execute(
        'SELECT id, street, city, segment FROM client WHERE street IS NOT NULL AND segment IS NOT NULL LIMIT 1')
    [(who,)] = store.execute('SELECT r.title FROM record r JOIN user u ON u.id = r.id LIMIT 1')
    for field, sides in (('street', [{'street': street + more, 'city': city} for more in ('/2', ' A')]),
                         ('segment', [{'segment': None}, {'segment': segment + ' +'}])):
        base, theirs = (json.dumps(side, ensure_ascii=False) for side in sides)
        store.execute('INSERT INTO pending (record, grp, base, seq, theirs, theirs_who, state) '
                      'VALUES (?, ?, ?, 1, ?, ?, 1)', (record, field, base, theirs, who))
    store.commit()
    store.close()


def attach_contract(cli, database):
    """A PDF to a client, whose code is returned: letters of its name could not be typed everywhere."""
    def ask(*arguments):
        return subprocess.run([cli, '--database', database, *arguments], check=True, stdout=subprocess.PIPE).stdout
    [client] = json.loads(ask('list', 'clients', '--limit', '1', '--format', 'json'))
    # Beside the database: of other folders a sandbox sees nothing.
    path = os.path.join(os.path.dirname(database), CONTRACT)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(pdf.page('No. 17/2026'))
    ask('attach', client['uid'], path)
    os.unlink(path)
    return client['code']


def look_at_contract(window, focus, words, code, size):
    """From the list of clients to the page of the PDF."""
    area = window.panel(words.pgettext('client', 'Clients'))
    name = words.pgettext('file', 'Preview of “%s”').replace('%s', CONTRACT)
    focus.after('ctrl+f', 'the search')
    window.type_keys(code)
    window.wait(lambda: len([a for a in window.all(area) if window.role(a) == 'table row']) == 2, 'its client')
    for what in ('the list', 'the record'):
        focus.after('Return', what)
    window.find('push button', name, inside=area)
    # Files are below the fields, which are on the right. The pointer goes away before it gets a tooltip.
    width, height = map(int, size.split('x'))
    subprocess.run(['xdotool', 'mousemove', str(width * 3 // 4), str(height * 2 // 3), 'click', '--repeat', '40', '5',
                    'mousemove', '0', '0'], check=True)
    window.settle()
    window.click(name, inside=area)
    window.wait(lambda: count_windows(window) == 2, 'the page of the PDF')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--program', required=True)
    parser.add_argument('--cli', required=True)
    parser.add_argument('--database', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--language', required=True)
    parser.add_argument('--size', required=True)
    parser.add_argument('--dark', action='store_true')
    options = parser.parse_args()
    environment = {'LANGUAGE': options.language}
    words = gettext.translation('dyryhent', os.environ.get('DYRYHENT_LOCALE_DIR'), [options.language],
                                fallback=options.language == 'en')
    if options.dark:
        environment['ADW_DEBUG_COLOR_SCHEME'] = 'prefer-dark'
    code = attach_contract(options.cli, options.database)
    window = Window(options.program, '--database', options.database, environment=environment)
    focus = Focus(window)
    number = [0]

    def shot(name):
        window.settle()
        number[0] += 1
        window.shot(os.path.join(options.out, f'{number[0]:02}-{name}.png'))

    window.wait(lambda: any(window.role(a) == 'list item' for a in window.all()), 'the side list')
    for index, page in enumerate(PAGES):
        window.keys(f'ctrl+{index + 1}')
        window.wait(lambda: shown_section(window) == index, page)
        shot(page)
        if page == 'today':
            continue
        # The first record beside the list, or in its place.
        focus.after('ctrl+f', 'the search')
        focus.after('Return', 'the list')
        focus.after('Return', 'the record')
        shot(page + '-detail')
        if page == 'clients':
            for tab in ('timeline', 'contracts', 'deliveries', 'presentations'):
                window.keys('ctrl+Page_Down')
                shot(f'{page}-detail-{tab}')
            window.keys('ctrl+Page_Down')
    for key, name, title in (('ctrl+h', 'history', words.pgettext('history', 'Edit history')),
                             ('ctrl+shift+d', 'duplicates', words.pgettext('duplicate', 'Duplicates')),
                             ('ctrl+7', 'sync', words.pgettext('page', 'Sync'))):
        window.keys(key)
        window.find('panel', title)
        shot(name)
    window.keys('ctrl+2')
    window.wait(lambda: shown_section(window) == 1, 'the clients again')
    look_at_contract(window, focus, words, code, options.size)
    shot('file-preview')
    window.keys('Escape')
    window.wait(lambda: count_windows(window) == 1, 'the page is closed')
    focus.after('ctrl+f', 'the search')
    window.keys('ctrl+a')
    window.type_keys('zzzz')
    # The search begins a moment after the last key, and brings back the list that the record covers.
    window.find('label', words.gettext('Nothing found'))
    shot('nothing-found')
    window.keys('Escape')
    for key, name in (('ctrl+n', 'new-client'), ('ctrl+i', 'import'), ('ctrl+comma', 'preferences'),
                      ('ctrl+question', 'shortcuts')):
        window.keys(key)
        window.wait(lambda: count_windows(window) == 2, name)
        shot(name)
        window.keys('Escape')
        window.wait(lambda: count_windows(window) == 1, f'{name} is closed')
    make_clash(options.database)
    window.keys('ctrl+shift+r')
    window.find('frame', words.pgettext('clash', 'Changed on both sides'))
    shot('clash')
    window.kill()
    empty = os.path.join(os.path.dirname(options.database), 'empty.db')
    window = Window(options.program, '--database', empty, environment=environment)
    window.wait(lambda: any(window.role(a) == 'push button' for a in window.all()), 'the first run')
    shot('first-run')
    window.kill()


if __name__ == '__main__':
    main()
