#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_duplicates.py CLI PROGRAM: what may be there already is told while somebody types."""
import sys

from driver import Atspi
from office import run

CODE, OTHER_CODE = '14360570', '21560766'
HOUSE, ALIKE = 'ТОВ «Карпатський дім»', 'Карпатський дім'


def told(window, inside):
    """What the notice says now; None: nothing."""
    return next((window.words(a) for a in window.all(inside)
                 if window.role(a) == 'status bar' and 'Looks like' in window.words(a)
                 and window.is_shown(a)), None)


def is_told(window, inside, *parts):
    def says():
        text = told(window, inside) or ''
        return all(part in text for part in parts)
    window.wait(says, f'a notice with {parts}')


def is_silent(window, inside):
    window.wait(lambda: told(window, inside) is None, 'no notice')


def detail_of(office, area, name):
    detail = office.detail(area)
    office.window.find('label', name, inside=detail)
    return detail


def warned_while_typing(office):
    """The keyboard stays where it is; the notice goes when the code is mended."""
    office.add('clients', name=HOUSE, code=CODE)
    window = office.open()
    area = office.page(2)
    window.keys('ctrl+n')
    dialog = window.find('frame', 'New client')
    window.press(window.editor('Tax code', dialog))
    window.type_keys(CODE)
    is_told(window, dialog, HOUSE, 'Same tax code')
    assert window.has(window.editor('Tax code', dialog), Atspi.StateType.FOCUSED)
    window.keys('BackSpace')
    is_silent(window, dialog)
    window.type_keys(CODE[-1])
    is_told(window, dialog, HOUSE, 'Same tax code')
    # Instead of a second one the first is opened; nothing was made.
    window.click('Open instead', inside=dialog)
    detail_of(office, area, HOUSE)
    window.wait(lambda: window.seen('frame', 'New client') is None, 'the dialog is gone')
    assert len(office.rows('clients')) == 1


def warned_by_name(office):
    """Without quotes and the legal form it is the same name; more records are counted."""
    office.add('clients', name=HOUSE)
    office.add('clients', name='Карпатський дім, ТОВ')
    window = office.open()
    office.page(2)
    window.keys('ctrl+n')
    dialog = window.find('frame', 'New client')
    window.type('Name', ALIKE, dialog)
    is_told(window, dialog, 'Same name', 'and 1 more record')
    window.type('Name', 'Полонина', dialog)
    is_silent(window, dialog)


def warned_while_editing(office):
    """On a client's page, of what is typed there now; what was alike before is not told."""
    office.add('clients', name=HOUSE, code=CODE)
    office.add('clients', name=ALIKE, state='prospect')
    office.add('clients', name='Полонина', phones='+380671112233')
    window = office.open()
    area = office.page(2)
    office.search('Полонина')
    window.keys('Return')
    detail_of(office, area, 'Полонина')
    office.search('Карпатський')
    window.wait(lambda: office.lines(area) == [ALIKE, HOUSE] or office.lines(area) == [HOUSE, ALIKE],
                'both lines')
    window.keys('Return')
    detail = office.detail(area)
    window.press(window.editor('Phones', detail))
    window.type_keys('0671112233')
    is_told(window, detail, 'Полонина', 'Same phone')
    assert window.has(window.editor('Phones', detail), Atspi.StateType.FOCUSED)
    window.keys('BackSpace')
    is_silent(window, detail)
    window.type_keys('3')
    is_told(window, detail, 'Полонина')
    window.click('Open it', inside=detail)
    detail = detail_of(office, area, 'Полонина')
    is_silent(window, detail)


def add_two(office):
    """Two records of one client; more hangs on the second one."""
    first = office.add('clients', name=HOUSE, code=CODE, city='Львів', phones='+380671112233',
                       segment='Готелі')
    second = office.add('clients', name=ALIKE, city='Київ', phones='+380501112233',
                        segment='Готелі')
    for number in ('1/26', '2/26'):
        office.add('contracts', client=second, number=number)
    office.cli('add', 'activities', f'client={second}', 'subject=Дзвінок', 'kind=call')
    office.add('contracts', client=first, number='100/26')


def choose_both(window, office):
    area = office.page(2)
    window.wait(lambda: sorted(office.lines(area)) == sorted((HOUSE, ALIKE)), 'two lines')
    window.keys('ctrl+f', 'Return')
    window.wait(lambda: window.has(window.find('table row', office.lines(area)[0], inside=area),
                                   Atspi.StateType.SELECTED), 'the first line is chosen')
    window.keys('ctrl+a')
    return area


def numbers(office, client):
    return sorted(row['number'] for row in office.rows('contracts')
                  if row['client']['name'] == client)


def merge_by_keyboard(office):
    """Two chosen lines become one record by keys alone; links move; Ctrl+Z takes all of it back."""
    add_two(office)
    window = office.open()
    area = choose_both(window, office)
    window.click('Merge…', inside=area)
    dialog = window.find('frame', 'Merge two records')
    # The one on which more hangs is to stay; only what differs is asked.
    stays = window.find('radio button', f'Stays: {ALIKE}', inside=dialog)
    assert window.has(stays, Atspi.StateType.CHECKED)
    window.wait(lambda: window.has(stays, Atspi.StateType.FOCUSED), 'the keyboard is there')
    window.find('status bar', f'Moves over to “{ALIKE}”: 1 contract', inside=dialog)
    window.find_text('2 fields are the same', inside=dialog)
    assert window.seen('radio button', 'Segment: Готелі', dialog) is None

    def checked(name):
        return window.has(window.find('radio button', name, inside=dialog), Atspi.StateType.CHECKED)
    both = window.find_text('Phones: Both: ', inside=dialog)
    assert window.has(both, Atspi.StateType.CHECKED)
    assert checked('Tax code: ' + CODE)                            # the other one has none
    assert checked('City: Київ') and not checked('City: Львів')
    # The other one is to stay, with the city of this one.
    assert office.lines(area) == [ALIKE, HOUSE]                     # that is the order of the columns
    window.keys('Right')
    window.find('status bar', f'Moves over to “{HOUSE}”: 2 contracts · 1 activity', inside=dialog)
    window.wait(lambda: checked('City: Львів'), 'what nobody chose follows')
    window.go_to(window.find('radio button', 'City: Львів', inside=dialog))
    window.keys('Left')
    window.wait(lambda: checked('City: Київ'), 'the city is chosen')
    window.keys('alt+m')
    window.wait(lambda: window.seen('frame', 'Merge two records') is None, 'the dialog is gone')
    office.until('clients', 'one client is left', lambda rows: [
        (r['name'], r['code'], r['city'], sorted(r['phones'])) for r in rows]
        == [(HOUSE, CODE, 'Київ', ['+380501112233', '+380671112233'])])
    assert numbers(office, HOUSE) == ['1/26', '100/26', '2/26']
    # It is shown in the place of the other one.
    detail_of(office, area, HOUSE)
    window.keys('ctrl+z')
    office.until('clients', 'two clients again', lambda rows: sorted(
        (r['name'], r['city']) for r in rows) == sorted([(HOUSE, 'Львів'), (ALIKE, 'Київ')]))
    assert numbers(office, HOUSE) == ['100/26']
    assert numbers(office, ALIKE) == ['1/26', '2/26']


def deleted_meanwhile(office):
    """Somebody else deletes one of the two: that is said, and nothing is merged."""
    office.add('clients', name=HOUSE)
    office.add('clients', name=ALIKE)
    window = office.open()
    area = choose_both(window, office)
    window.click('Merge…', inside=area)
    dialog = window.find('frame', 'Merge two records')
    uid = next(row['uid'] for row in office.rows('clients') if row['name'] == ALIKE)
    office.cli('delete', 'clients', uid)
    window.find_text(f'“{ALIKE}” was deleted meanwhile', inside=dialog)
    merge = window.find('push button', 'Merge', inside=dialog)
    window.wait(lambda: not window.has(merge, Atspi.StateType.SENSITIVE), 'Merge is off')
    window.keys('Escape')
    window.wait(lambda: window.seen('frame', 'Merge two records') is None, 'the dialog is gone')
    assert [row['name'] for row in office.rows('clients')] == [HOUSE]


def merge_from_menu(office):
    """A record's menu offers what looks like it; a search finds others."""
    office.add('clients', name=HOUSE, code=CODE)
    office.add('clients', name=ALIKE)
    office.add('clients', name='Полонина', city='Яремче')
    window = office.open()
    area = office.page(2)
    office.search(CODE)
    window.wait(lambda: office.lines(area) == [HOUSE], 'the line')
    detail = detail_of(office, area, HOUSE)
    window.click('More', inside=detail)
    window.click('Merge with…', role='menu item')
    dialog = window.find('frame', 'Merge with')
    window.find_text(ALIKE, inside=dialog)
    assert window.seen('list item', 'Полонина, Яремче', dialog) is None
    window.type('The other record', 'Полонина', dialog)
    window.find('list item', 'Полонина, Яремче', inside=dialog)
    window.keys('Return')
    dialog = window.find('frame', 'Merge two records')
    window.find('radio button', 'Stays: Полонина', inside=dialog)
    window.click('Merge', inside=dialog)
    office.until('clients', 'two clients', lambda rows: sorted(r['name'] for r in rows)
                 == sorted((HOUSE, ALIKE)))


def counts(window, page, *parts):
    def says():
        return any(window.role(a) == 'status bar' and all(part in window.words(a)
                                                          for part in parts)
                   for a in window.all(page))
    window.wait(says, f'a status with {parts}')


def pairs(window, page):
    """What the rows say of themselves, from above."""
    return [a.get_name() for a in window.all(page)
            if window.role(a) == 'panel' and ' and ' in (a.get_name() or '')]


def find_and_go_through(office):
    """By keys alone: found, one told apart, one merged, that undone; apart stays away."""
    office.add('clients', name=HOUSE, code=CODE)
    office.add('clients', name='Дім Карпатський', code=CODE, city='Київ')
    office.add('clients', name='Полонина', phones='+380671112233')
    office.add('clients', name='Їжак', phones='+380671112233')
    office.add('clients', name='Ключ')
    window = office.open()
    window.keys('ctrl+shift+d')
    page = window.panel('Duplicates')
    counts(window, page, '2 likely pairs', '5 records compared')
    window.wait(lambda: len(pairs(window, page)) == 2, 'two pairs')
    houses, phones = pairs(window, page)
    assert HOUSE in houses and 'Same tax code' in houses, houses
    assert 'Полонина' in phones and 'Same phone' in phones, phones
    # What tells the two apart stands below their names.
    window.find('label', 'Київ', inside=page)
    # The second pair is none.
    window.wait(lambda: window.focused(page), 'the keyboard is in the list')
    window.keys('End')
    window.keys('Delete')
    window.wait(lambda: pairs(window, page) == [houses], 'the pair is gone')
    counts(window, page, '1 likely pair')
    # The first is one record.
    window.keys('Home', 'Down')
    window.keys('Return')
    window.find('frame', 'Merge two records')
    window.keys('alt+m')
    window.wait(lambda: window.seen('frame', 'Merge two records') is None, 'the dialog is gone')
    window.find('label', 'No duplicates', inside=page)
    office.until('clients', 'four clients', lambda rows: len(rows) == 4)
    window.keys('ctrl+z')
    office.until('clients', 'five clients again', lambda rows: len(rows) == 5)
    window.wait(lambda: pairs(window, page) == [houses], 'the pair is there again')
    # Looked for anew, what was told apart stays away.
    window.click('Look again', inside=page)
    counts(window, page, '1 likely pair', '5 records compared')
    window.wait(lambda: pairs(window, page) == [houses], 'one pair is found')


def told_apart_by_mistake(office):
    """The message takes it back; other records are looked for on the same page."""
    for name in ('Соломія', 'Леся'):
        office.add('persons', last_name='Бойко', first_name=name, phones='+380671112233')
    window = office.open()
    window.click('Main menu')
    window.click('Find duplicates…', role='menu item')
    page = window.panel('Duplicates')
    window.find('label', 'No duplicates', inside=page)
    window.choose('Where to look', 'Contact persons', page)
    counts(window, page, '1 likely pair', '2 records compared')
    window.click('Not a duplicate', inside=page)
    window.click('Undo')
    counts(window, page, '1 likely pair')
    window.wait(lambda: len(pairs(window, page)) == 1, 'the pair is there again')


run((warned_while_typing, warned_by_name, warned_while_editing, merge_by_keyboard,
     deleted_meanwhile, merge_from_menu, find_and_go_through, told_apart_by_mistake), *sys.argv[1:3])
