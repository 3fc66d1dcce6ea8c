#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_records.py CLI PROGRAM: a client is made, edited and deleted by hand."""
import contextlib
import sqlite3
import sys

from driver import Atspi
from office import run

WRONG, RIGHT = '14360571', '14360570'
WRONG_CODE = f'The check digit of “{WRONG}” is wrong.'
WRONG_PHONE = '“12” is not understood as a phone number.'


def says(window, text, inside):
    return any(text in window.words(a) for a in window.all(inside))


def create_with_wrong_code(office):
    """A wrong code is told while one types, and kept as it was typed; the right one is not."""
    office.add('users', name='Оксана')
    window = office.open()
    area = office.page(2)
    window.keys('ctrl+n')
    dialog = window.find('frame', 'New client')
    window.type('Name', 'Їжак', dialog)
    window.press(window.editor('Tax code', dialog))
    window.type_keys(WRONG)
    window.wait(lambda: says(window, WRONG_CODE, dialog), 'the warning while typing')
    assert window.has(window.editor('Tax code', dialog), Atspi.StateType.FOCUSED)
    window.keys('BackSpace', RIGHT[-1])
    window.wait(lambda: not says(window, WRONG_CODE, dialog), 'no warning of a right code')
    window.keys('BackSpace', WRONG[-1])
    window.wait(lambda: says(window, WRONG_CODE, dialog), 'the warning again')
    window.click('Create', inside=dialog)
    office.until('clients', 'the client with its code as typed',
                 lambda rows: [(r['name'], r['code']) for r in rows] == [('Їжак', WRONG)])
    # Its page warns too.
    detail = office.detail(area)
    window.find('label', 'Їжак', inside=detail)
    window.press(window.find('label', 'Requisites', inside=detail))
    window.wait(lambda: says(window, WRONG_CODE, detail), 'the warning on the page')


def drafts(office):
    """What forms of new records keep."""
    with contextlib.closing(sqlite3.connect(f'file:{office.path}?mode=ro', uri=True)) as database:
        return [row[0] for row in database.execute('SELECT text FROM draft WHERE record = 0')]


def create_survives(office):
    """What was typed into the form of a new client is there again after Escape and after a kill."""
    office.add('users', name='Оксана')
    window = office.open()
    office.page(2)
    window.keys('ctrl+n')
    dialog = window.find('frame', 'New client')
    window.type('Name', 'Їжак і син', dialog)
    window.press(window.editor('Tax code', dialog))
    window.type_keys(WRONG)
    window.keys('Escape')
    window.wait(lambda: not window.seen('frame', 'New client'), 'the dialog is closed')
    window.keys('ctrl+n')
    dialog = window.find('frame', 'New client')
    window.wait(lambda: window.text('Name', dialog) == 'Їжак і син', 'the name is here again')
    window.find_text('What you typed last time is here again.', inside=dialog)
    window.type('Phones', '0671112233', dialog)
    window.wait(lambda: any('671112233' in text for text in drafts(office)), 'the phone is kept')
    window.kill()
    window = office.open()
    office.page(2)
    window.keys('ctrl+n')
    dialog = window.find('frame', 'New client')
    window.wait(lambda: window.text('Name', dialog) == 'Їжак і син', 'the name survived')
    window.click('Create', inside=dialog)
    office.until('clients', 'the client as it was typed',
                 lambda rows: [(r['name'], r['code'], r['phones']) for r in rows]
                 == [('Їжак і син', WRONG, ['+380671112233'])])
    # Nothing is left for the next one.
    window.wait(lambda: not window.seen('frame', 'New client'), 'the dialog is closed')
    window.keys('ctrl+n')
    dialog = window.find('frame', 'New client')
    window.settle()
    assert window.text('Name', dialog) == ''


def delete_with_contracts(office):
    """Something open hangs on the client: Cancel keeps it, Delete deletes it."""
    client = office.add('clients', name='Ключ')
    office.add('contracts', number='214/25', state='active', client=client)
    window = office.open()
    area = office.page(2)
    office.search('Ключ')
    window.find('label', 'Ключ', inside=office.detail(area))
    for answer, left in (('Cancel', ['Ключ']), ('Delete', [])):
        window.keys('ctrl+Delete')
        window.find('label', 'Delete all the same?')
        window.find_text('1 open contract')
        window.click(answer)
        window.wait(lambda: not window.seen('label', 'Delete all the same?'), 'the question is gone')
        office.until('clients', answer, lambda rows: [r['name'] for r in rows] == left)
        window.wait(lambda: office.lines(area) == left, f'the list after {answer}')
    window.find('label', 'Client Ключ was deleted')


def edit_fields(office):
    """Keys and a list that drops down; each field is stored when it is left."""
    office.add('clients', name='Ключ', state='prospect')
    window = office.open()
    area = office.page(2)
    office.search('Ключ')
    window.keys('Return')
    detail = office.detail(area)
    window.press(window.editor('Phones', detail))
    window.type_keys('12')
    window.wait(lambda: says(window, WRONG_PHONE, detail), 'the warning while typing')
    window.keys('BackSpace', 'BackSpace')
    window.type_keys('0671112233')
    window.keys('Tab')
    office.until('clients', 'the phone on disk',
                 lambda rows: rows[0]['phones'] == ['+380671112233'])
    assert not says(window, 'is not understood', detail)
    window.choose('State', 'Active', detail)
    office.until('clients', 'the state on disk', lambda rows: rows[0]['state'] == 'active')
    # The list beside it follows.
    window.find('label', 'Active', inside=window.find('table row', 'Ключ', inside=area))


def long_text_has_room(office):
    """A row is as high as its lines of text, whatever was in it before, and grows while one types."""
    for name, text in (('Буковина', 'Один'), ('Верховина', 'Один\nДва'), ('Галичина', 'Один\nДва\nТри'),
                       ('Десна', 'Для одного рядка цього тексту вже забагато')):
        office.add('clients', name=name, description=text)
    window = office.open()
    area = office.page(2)

    def height(name):
        office.search(name)
        window.find('label', name, inside=office.detail(area))
        window.settle()
        row = window.find('list item', 'Description', inside=office.detail(area))
        below = window.find('label', 'Contact persons', inside=office.detail(area))
        top, rest = window.place(row), window.place(below)
        assert top[1] + top[3] <= rest[1], 'what is below the row is not covered by it'
        return top[3]
    one, two, three = (height(name) for name in ('Буковина', 'Верховина', 'Галичина'))
    line = two - one
    assert line > 10 and abs(three - two - line) <= 2, (one, two, three)
    again = height('Десна'), height('Буковина')
    assert again == (two, one), (again, two, one)
    row = window.find('list item', 'Description', inside=office.detail(area))
    for wanted, text in ((three, 'Три\nДва\nОдин'), (one, 'Один'), (two, 'Два\nОдин')):
        window.type('Description', text, office.detail(area))
        window.wait(lambda wanted=wanted: window.place(row)[3] == wanted, f'{wanted} pixels high')


def delete_and_click_undo(office):
    office.add('clients', name='Ключ')
    window = office.open()
    area = office.page(2)
    office.search('Ключ')
    window.find('label', 'Ключ', inside=office.detail(area))
    window.keys('ctrl+Delete')
    office.until('clients', 'no client', lambda rows: not rows)
    window.find('label', 'Client Ключ was deleted')
    button = window.find('push button', 'Undo')
    window.settle()
    window.press(button)
    office.until('clients', 'the client is back',
                 lambda rows: [r['name'] for r in rows] == ['Ключ'])
    window.wait(lambda: office.lines(area) == ['Ключ'], 'its line is back')
    window.wait(lambda: not window.seen('push button', 'Undo'), 'the toast is gone')


def undo_and_redo_in_timeline(office):
    """Any change of a client is taken back and brought back where its story is told."""
    uid = office.add('clients', name='Ключ')
    office.cli('set', 'clients', uid, 'city=Львів')
    office.cli('set', 'clients', uid, 'segment=Готелі')
    window = office.open()
    area = office.page(2)
    office.search('Ключ')
    detail = office.detail(area)
    window.press(window.find('page tab', 'Timeline', inside=detail))
    window.find_text('City: Львів', inside=detail)
    window.press(window.find('push button', 'Undo: City: Львів', inside=detail))
    office.until('clients', 'no city',
                 lambda rows: (rows[0]['city'], rows[0]['segment']) == (None, 'Готелі'))
    window.press(window.find('push button', 'Redo: City: Львів', inside=detail))
    office.until('clients', 'the city again', lambda rows: rows[0]['city'] == 'Львів')
    # The keyboard stays on what it pressed, and presses it again.
    window.wait(lambda: window.focused(detail) == window.seen('push button', 'Undo: City: Львів',
                                                              detail), 'the keyboard is on it')
    window.keys('space')
    office.until('clients', 'no city', lambda rows: rows[0]['city'] is None)
    window.wait(lambda: window.focused(detail) == window.seen('push button', 'Redo: City: Львів',
                                                              detail), 'the keyboard is on it')
    window.keys('space')
    office.until('clients', 'the city again', lambda rows: rows[0]['city'] == 'Львів')
    window.find('push button', 'Undo: City: Львів', inside=detail)


def pressed_stays_under_pointer(office):
    """What was undone in a long story is redone by pressing again: the pointer needs not move."""
    uid = office.add('clients', name='Ключ')
    for i in range(12):
        office.cli('set', 'clients', uid, f'segment={i}')
    office.cli('set', 'clients', uid, 'city=Львів')
    for i in range(3):
        office.cli('set', 'clients', uid, f'segment={i}')
    window = office.open()
    area = office.page(2)
    office.search('Ключ')
    detail = office.detail(area)
    window.press(window.find('page tab', 'Timeline', inside=detail))
    window.find_text('City: Львів', inside=detail)
    window.press(window.find('push button', 'Undo: City: Львів', inside=detail))
    office.until('clients', 'no city', lambda rows: rows[0]['city'] is None)
    window.find('push button', 'Redo: City: Львів', inside=detail)
    window.settle()
    window.click_here()
    office.until('clients', 'the city again', lambda rows: rows[0]['city'] == 'Львів')


run((create_with_wrong_code, create_survives, edit_fields, long_text_has_room, delete_and_click_undo,
     delete_with_contracts, undo_and_redo_in_timeline, pressed_stays_under_pointer), *sys.argv[1:3])
