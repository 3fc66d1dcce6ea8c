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
    return next((a.get_name() for a in window.all(inside)
                 if window.role(a) == 'status bar' and 'Looks like' in (a.get_name() or '')
                 and window.is_shown(a)), None)


def is_told(window, inside, *parts):
    def says():
        text = told(window, inside) or ''
        return all(part in text for part in parts)
    window.wait(says, f'a notice with {parts}')


def is_silent(window, inside):
    window.wait(lambda: told(window, inside) is None, 'no notice')


def detail_of(window, area, name):
    detail = window.find(None, 'DyrDetail', inside=area)
    window.find('label', name, inside=detail)
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
    detail_of(window, area, HOUSE)
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
    detail_of(window, area, 'Полонина')
    office.search('Карпатський')
    window.wait(lambda: office.lines(area) == [ALIKE, HOUSE] or office.lines(area) == [HOUSE, ALIKE],
                'both lines')
    window.keys('Return')
    detail = window.find(None, 'DyrDetail', inside=area)
    window.press(window.editor('Phones', detail))
    window.type_keys('0671112233')
    is_told(window, detail, 'Полонина', 'Same phone')
    assert window.has(window.editor('Phones', detail), Atspi.StateType.FOCUSED)
    window.keys('BackSpace')
    is_silent(window, detail)
    window.type_keys('3')
    is_told(window, detail, 'Полонина')
    window.click('Open it', inside=detail)
    detail = detail_of(window, area, 'Полонина')
    is_silent(window, detail)


run((warned_while_typing, warned_by_name, warned_while_editing), *sys.argv[1:3])
