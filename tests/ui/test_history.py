#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_history.py CLI PROGRAM: what was done is listed, and any of it is undone and redone."""
import sqlite3
import sys

from office import run

HOUSE = 'Карпатський дім'


def actions(window, page):
    """What the rows say of themselves, from above: title, facts, state."""
    return [a.get_name().split(' · ') for a in window.all(page)
            if window.role(a) == 'panel' and ' · ' in (a.get_name() or '')]


def titles(window, page):
    return [action[0] for action in actions(window, page)]


def state(window, page, title):
    action = next(a for a in actions(window, page) if a[0] == title)
    return action[-1] if 'change' not in action[-1] else None


def row(window, page, title):
    return next(a for a in window.all(page) if window.role(a) == 'panel'
                and (a.get_name() or '').startswith(title + ' · '))


def client(office):
    return next(r for r in office.rows('clients') if r['name'] == HOUSE)


def undo_any(office):
    """By keys alone an older action is undone; what was changed since stays, and that is told in
    words, also after a restart; redone it stands again."""
    uid = office.add('clients', name=HOUSE)
    office.cli('set', 'clients', uid, 'city=Львів', 'segment=Готелі')
    office.cli('set', 'clients', uid, 'city=Київ')
    window = office.open()
    window.keys('ctrl+h')
    page = window.panel('Edit history')
    window.wait(lambda: titles(window, page) == ['City → Київ', 'City → Львів', f'New: {HOUSE}'],
                'three actions, the newest first')
    assert actions(window, page)[1][1:3] == [HOUSE, 'You']
    assert actions(window, page)[1][-1] == '2 changes' and actions(window, page)[2][1] == 'You'
    # The keyboard is on the first one.
    window.wait(lambda: window.focused(page), 'the keyboard is in the list')
    window.keys('Home', 'Down', 'Return')
    window.find_text(f'{HOUSE}: Segment: Готелі', inside=page)
    window.go_to(window.find('push button', 'Undo: City → Львів', inside=page))
    window.keys('space')
    window.wait(lambda: state(window, page, 'City → Львів') == 'Undone', 'it is undone')
    assert (client(office)['city'], client(office)['segment']) == ('Київ', None)
    window.find('label', '1 change stays: it was changed again since.')
    window.find_text(f'“City” of “{HOUSE}” stays as it is: it was changed since.', inside=page)
    window.close()
    # Nothing of that is forgotten.
    window = office.open()
    window.keys('ctrl+h')
    page = window.panel('Edit history')
    window.wait(lambda: len(actions(window, page)) == 3, 'three actions')
    assert state(window, page, 'City → Львів') == 'Undone'
    assert state(window, page, 'City → Київ') is None
    window.keys('Home', 'Down', 'Return')
    window.find_text('Could not be undone', inside=page)
    window.find_text(f'“City” of “{HOUSE}” stays as it is: it was changed since.', inside=page)
    window.click('Redo: City → Львів', inside=page)
    window.wait(lambda: state(window, page, 'City → Львів') is None, 'it stands again')
    assert (client(office)['city'], client(office)['segment']) == ('Київ', 'Готелі')


def comes_by_itself(office):
    """From the menu; what is done meanwhile comes on top; Ctrl+Z is seen there."""
    window = office.start()
    window.press(window.find('list item', 'Start empty'))
    window.find('push button', 'Main menu')
    window.click('Main menu')
    window.click('Edit history', role='menu item')
    page = window.panel('Edit history')
    window.find('label', 'Nothing was done yet', inside=page)
    uid = office.add('clients', name=HOUSE)
    window.wait(lambda: titles(window, page) == [f'New: {HOUSE}'], 'the first action')
    office.cli('set', 'clients', uid, 'city=A & B <b>')
    window.wait(lambda: titles(window, page) == ['City → A & B <b>', f'New: {HOUSE}'],
                'the second one on top')
    window.keys('ctrl+z')
    window.wait(lambda: state(window, page, 'City → A & B <b>') == 'Undone', 'it is undone')
    window.keys('ctrl+shift+z')
    window.wait(lambda: state(window, page, 'City → A & B <b>') is None, 'it stands again')


def set_state(office, state):
    """What an action that ends does: it touches no record."""
    with sqlite3.connect(office.path) as database:
        database.execute('UPDATE action SET state = ? WHERE id = 1', (state,))
    database.close()


def ends_by_itself(office):
    """What runs in another program cannot be undone; once it was stopped it can."""
    uid = office.add('clients', name=HOUSE)
    office.cli('set', 'clients', uid, 'city=Київ')
    window = office.open()
    window.keys('ctrl+h')
    page = window.panel('Edit history')
    window.wait(lambda: len(actions(window, page)) == 2, 'the actions')
    set_state(office, 0)
    window.keys('ctrl+z')
    window.wait(lambda: state(window, page, f'New: {HOUSE}') == 'In progress', 'it runs')
    assert window.seen('push button', f'Undo: New: {HOUSE}', page) is None
    set_state(office, 3)
    window.wait(lambda: state(window, page, f'New: {HOUSE}') == 'Stopped', 'it was stopped')
    window.find('push button', f'Undo: New: {HOUSE}', inside=page)


run((undo_any, comes_by_itself, ends_by_itself), *sys.argv[1:3])
