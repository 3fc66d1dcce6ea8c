#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_import.py CLI PROGRAM: a file goes through the import assistant; one step takes it back."""
import os
import sys

from office import run

# A changed client, a new one, an empty row, a row with too many cells.
LIST = '''Назва;Місто;Гурт
Ключ;Броди;готелі
Їжак;Ужгород;школи
;;
Полонина;Львів;школи;4;5
'''
ASSISTANT = 'Import: Clients'


def cities(office):
    return {row['name']: (row['city'], row['segment']) for row in office.rows('clients')}


def counts(window, heading):
    """The report of that heading says how many rows of each kind there are."""
    page = window.find('status bar', heading, inside=ASSISTANT)
    # The other reports are other pages; newer versions of GTK have only the one that is shown.
    while page.get_name() not in ('GtkStackPage', ASSISTANT):
        page = page.get_parent()
    for name in ('New record: 1', 'Changed record: 1', 'Empty row: 1', 'Refused row: 1'):
        window.find('push button', name, inside=page)
    window.find_text('Cells in this row: 5, columns of the table: 3', inside=page)


def import_and_undo(office):
    office.add('clients', name='Ключ', city='Львів')
    before = cities(office)
    window = office.open()
    office.page(2)
    window.act(window.find('frame', 'Dyryhent'), 'win.import')
    window.click('Choose a file…', inside=ASSISTANT)
    window.pick('Choose a file to import', office.write('list.csv', LIST))

    # How the file was read
    window.find('status bar', '4 rows in the file', inside=ASSISTANT)
    table = window.find('tree table', 'First rows of the file', inside=ASSISTANT)
    for text in ('Гурт', 'Їжак', 'Ужгород'):
        window.find('label', text, inside=table)
    window.click('Next', inside=ASSISTANT)

    # Where its columns go: two names were understood, the third is told
    for name, field in (('Назва', 'Name'), ('Місто', 'City'), ('Гурт', 'Do not import')):
        window.find('label', field, inside=window.find('combo box', name, inside=ASSISTANT))
    window.choose('Гурт', 'Segment', ASSISTANT)
    window.click('Trial run', inside=ASSISTANT)

    counts(window, '2 records can be imported')
    assert cities(office) == before, 'a trial run writes nothing'
    window.click('Import 2 records', inside=ASSISTANT)
    counts(window, '2 records were imported')
    assert cities(office) == {'Ключ': ('Броди', 'готелі'), 'Їжак': ('Ужгород', 'школи')}

    window.click('Undo the import', inside=ASSISTANT)
    window.wait(lambda: cities(office) == before, 'the import is taken back')
    window.click('Close', inside=ASSISTANT)
    area = office.area(2)
    window.wait(lambda: office.lines(area) == ['Ключ'], 'the list without the new client')


def mend_refused_rows(office):
    """Rows that were refused are saved with the reason; mended, that file is imported."""
    window = office.open()
    window.press(window.find('list item', 'Start empty'))
    window.find('push button', 'Main menu')

    def import_from(path, refused):
        window.act(window.find('frame', 'Dyryhent'), 'win.import')
        window.click('Choose a file…', inside=ASSISTANT)
        window.pick('Choose a file to import', path)
        window.find('status bar', '2 rows in the file' if refused else '1 row in the file', inside=ASSISTANT)
        window.click('Next', inside=ASSISTANT)
        window.click('Trial run', inside=ASSISTANT)
        window.click('Import 1 record', inside=ASSISTANT)
        window.find('status bar', '1 record was imported', inside=ASSISTANT)

    import_from(office.write('list.csv', 'Назва;Наступний контакт\nЇжак;24.11.2026\nКлюч;31.02.2026\n'), True)
    path = os.path.join(office.folder, 'refused.csv')
    window.click('Save the refused rows…', inside=ASSISTANT)
    window.save_as('Save the refused rows', path)
    window.find_text('The refused rows were saved', inside=ASSISTANT)
    window.click('Close', inside=ASSISTANT)
    window.wait(lambda: not window.seen('frame', ASSISTANT), 'the assistant is gone')
    with open(path, encoding='utf-8-sig') as file:
        text = file.read()
    assert text.count('\n') == 2 and 'Ключ;31.02.2026;list.csv, ' in text, text
    import_from(office.write('mended.csv', text.replace('31.02.2026;', '01.03.2027;')), False)
    assert {row['name']: row['next-contact'] for row in office.rows('clients')} == {
        'Їжак': '2026-11-24', 'Ключ': '2027-03-01'}


run((import_and_undo, mend_refused_rows), *sys.argv[1:3])
