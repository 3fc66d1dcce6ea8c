#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_settings.py CLI PROGRAM: the first run, preferences, the language of dates."""
import contextlib
import os
import sqlite3
import subprocess
import sys

from office import run

PREFERENCES = 'Preferences'


def start_empty(office):
    """Whoever started empty is not asked again."""
    window = office.start()
    window.find('label', 'Welcome to Dyryhent')
    row = window.find('list item', 'Start empty')
    window.settle()
    window.press(row)
    window.find('push button', 'Main menu')
    window.close()
    assert office.rows('clients') == []
    window = office.open()
    assert not window.seen('label', 'Welcome to Dyryhent')
    area = office.page(2)
    window.find('label', 'No clients yet', inside=area)
    window.find('push button', 'New client', inside=area)


def open_preferences(office):
    office.window.keys('ctrl+comma')
    office.window.find('frame', PREFERENCES)
    office.window.settle()


def choose_density(office):
    """The rows that are shown are as the preferences say, and after the next start too."""
    office.add('clients', name='Ключ')
    window = office.open()
    area = office.page(2)

    def height():
        return window.place(window.find('table row', 'Ключ', inside=area))[3]
    comfortable = height()
    open_preferences(office)
    window.choose('Rows of lists', 'Compact', PREFERENCES)
    # What is chosen is said, not only shown.
    window.find('combo box', 'Rows of lists: Compact', inside=PREFERENCES)
    window.wait(lambda: height() < comfortable, 'lower rows')
    compact = height()
    window.keys('Escape')
    window.wait(lambda: not window.seen('frame', PREFERENCES), 'the preferences are gone')
    window.close()
    window = office.open()
    area = office.page(2)
    assert height() == compact


def choose_language(office):
    """The program starts anew in the language and is where one was."""
    office.add('clients', name='Ключ')
    window = office.open()
    office.page(2)
    open_preferences(office)
    window.choose('Language', 'Українська', PREFERENCES)
    area = window.find('panel', 'Клієнти')
    window.find('table row', 'Ключ', inside=area)
    assert not window.seen('list item', 'Clients')
    window.close()


def choose_time_zone(office):
    """Noon in Kyiv is eleven in Zagreb, once the program has started anew."""
    client = office.add('clients', name='Ключ')
    office.add('presentations', client=client, title='Огляд', starts_at='2026-06-24T09:00:00Z')
    window = office.open()
    window.find('label', '24 Jun 12:00', inside=office.page(5))
    open_preferences(office)
    window.press(window.find('label', 'Change', inside=PREFERENCES))
    window.type('Search for a time zone', 'Zagreb', PREFERENCES)
    window.find('label', 'Europe/Zagreb', inside=PREFERENCES)
    window.keys('Return')
    window.find_text('Europe/Zagreb · UTC+', inside=PREFERENCES)
    window.click('Start anew', inside=PREFERENCES)
    window.wait(lambda: not window.seen('frame', PREFERENCES), 'the preferences are gone')
    window.find('label', '24 Jun 11:00', inside=office.area(5))


def keep_dates_in_the_language(office):
    """The language decides about dates and weeks, whatever LC_TIME says of the system."""
    office.add('clients', name='Ключ', next_contact='2025-03-09')
    window = office.start(LANGUAGE='uk', LC_ALL='', LANG='hr_HR.UTF-8', LC_TIME='hr_HR.UTF-8')
    window.find('panel', 'На цей тиждень нічого не заплановано')
    window.keys('ctrl+2')
    area = window.find('panel', 'Клієнти')
    window.find('table row', 'Ключ', inside=area)
    window.keys('ctrl+f', 'Return', 'Return')
    detail = window.find('panel', 'Клієнт', inside=area)
    window.find('label', 'Наступний контакт: 09.03.2025', inside=detail)
    window.click('Наступний контакт: вибрати в календарі', inside=detail)
    window.find('label', 'Березень 2025\u202fр.', inside=detail)
    days = [a.get_name() for a in window.all(detail) if ', ' in (a.get_name() or '')]
    assert days[0] == 'Понеділок, 24 лютого 2025\u202fр.', days
    assert 'Неділя, 9 березня 2025\u202fр.' in days, days


def brightness(window):
    """Of the whole screen, 0 to 255."""
    window.settle()
    raw = subprocess.run(['import', '-window', 'root', '-depth', '8', 'gray:-'], check=True,
                         capture_output=True).stdout
    return sum(raw) / len(raw)


def choose_appearance(office):
    """Dark is dark at once, as pixels say, and after the next start too."""
    office.add('clients', name='Ключ')
    window = office.open()
    office.page(2)
    # Around the window the screen is black.
    light = brightness(window)
    open_preferences(office)
    window.choose('Appearance', 'Dark', PREFERENCES)
    window.keys('Escape')
    window.wait(lambda: not window.seen('frame', PREFERENCES), 'the preferences are gone')
    dark = brightness(window)
    assert dark < light / 3, (dark, light)
    window.close()
    window = office.open()
    office.page(2)
    again = brightness(window)
    assert abs(again - dark) < 10, (again, dark)
    open_preferences(office)
    window.choose('Appearance', 'Light', PREFERENCES)
    window.keys('Escape')
    window.wait(lambda: not window.seen('frame', PREFERENCES), 'the preferences are gone')
    assert brightness(window) > 3 * dark


def show_shortcuts(office):
    """Ctrl+? shows them all, each with its keys, in groups; Escape puts them away."""
    office.add('clients', name='Ключ')
    window = office.open()
    office.page(2)
    window.keys('ctrl+question')
    overlay = window.find('frame', 'Keyboard shortcuts')
    for name in ('Search', 'Undo', 'Delete record', 'Preferences', 'Keyboard shortcuts'):
        # What is on a page that is not shown is not there for newer versions of GTK.
        if not window.seen('label', name, overlay):
            window.press(window.find('page tab', '2', inside=overlay))
        window.find('label', name, inside=overlay)
    window.settle()
    window.keys('Escape')
    window.wait(lambda: not window.seen('frame', 'Keyboard shortcuts'), 'the overlay is gone')
    assert 'min width' not in window.said(), window.said()


def restore_backup(office):
    """A backup takes the place of what is there, which stays in a file beside it."""
    office.add('clients', name='Ключ')
    backup = os.path.join(office.folder, 'backup.db')
    office.cli('backup', backup)
    office.add('clients', name='Їжак')
    window = office.open()
    office.page(2)
    open_preferences(office)
    window.go_to(window.find('list item', 'Go back to a backup', inside=PREFERENCES))
    window.keys('Return')
    window.settle()
    window.go_to(window.wait(lambda: next(
        (a for a in window.all(PREFERENCES) if window.is_a(a, 'push button')
         and a.get_name().endswith('Another file')), None), 'the button'))
    window.keys('space')
    window.pick('Choose a backup', backup)
    dialog = window.find('dialog', 'Go back to this backup?')
    window.find_text('The backup has 1 record.', inside=dialog)
    window.settle()
    window.click('Restore', inside=dialog)
    told = window.find('dialog', 'The backup was restored')
    window.find_text('office.db.before-restore-', inside=told)
    window.settle()
    window.click('Close', inside=told)
    area = office.area(2)
    window.wait(lambda: office.lines(area) == ['Ключ'], 'the clients of the backup')
    [kept] = [name for name in os.listdir(office.folder) if 'before-restore' in name and '-wal' not in name]
    with contextlib.closing(sqlite3.connect(os.path.join(office.folder, kept))) as database:
        assert database.execute('SELECT count (*) FROM client').fetchone() == (2,)


CASES = (start_empty, choose_density, choose_language, choose_time_zone,
         keep_dates_in_the_language, choose_appearance, show_shortcuts, restore_backup)
run(CASES, *sys.argv[1:3])
