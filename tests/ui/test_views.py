#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_views.py CLI PROGRAM: how a list looks is kept by a name, opened by a key, taken along in a file."""
import json
import os
import sys

from office import run

KEY, HEDGEHOG, GLADE = 'Ключ', 'Їжак', 'Полонина'
EXPORT, IMPORT = 'Export views', 'Import views'


def shows(office, *names):
    area = office.area(2)
    office.window.wait(lambda: office.lines(area) == list(names), f'the lines {names}')


def menu_item(window, name):
    """What the menu of views has."""
    window.wait(window.is_in_front, 'the window is in front')
    window.click('View: columns, groups, saved views')
    return window.find('menu item', name)


def choose(window, name):
    window.act(menu_item(window, name))


def import_from(window, path):
    choose(window, f'{IMPORT}…')
    window.pick(IMPORT, path)


def take_along(office):
    """A view goes into a file, and with it into another office."""
    office.add('clients', name=KEY, state='lost')
    office.add('clients', name=GLADE, state='active')
    window = office.open()
    area = office.page(2)
    shows(office, KEY, GLADE)
    window.choose('State', 'Lost', area)
    shows(office, KEY)
    choose(window, 'Save as a view…')
    window.find('frame', 'Save the view')
    window.type('Name', 'Втрачені', 'Save the view')
    window.click('Save', inside='Save the view')
    window.wait(lambda: not window.seen('frame', 'Save the view'), 'it is named')
    path = os.path.join(office.folder, 'Мої види.json')
    choose(window, f'{EXPORT}…')
    window.save_as(EXPORT, path)
    window.find_text('The views are in “Мої види.json”')
    window.close()

    office.path = os.path.join(office.folder, 'other.db')
    office.add('clients', name=HEDGEHOG, state='lost')
    office.add('clients', name=GLADE, state='active')
    for _ in range(2):      # once more it takes the place of the one of its name
        window = office.open()
        office.page(2)
        shows(office, HEDGEHOG, GLADE)
        import_from(window, path)
        window.find_text('1 view was imported')
        window.close()
    # It is there when the office is opened the next time.
    window = office.open()
    office.page(2)
    shows(office, HEDGEHOG, GLADE)
    item = menu_item(window, 'Втрачені   Alt+1')
    assert not window.seen('menu item', 'Втрачені   Alt+2')
    window.act(item)
    shows(office, HEDGEHOG)


def open_by_keys(office):
    """Alt and a digit, for the first nine views."""
    for number in range(1, 11):
        office.add('clients', name=f'Client {number:02}', city=f'M{number:02}')
    views = [{'name': f'Only {number:02}', 'type': 'client',
              'conditions': [{'field': 'city', 'compare': 'is', 'values': [f'M{number:02}']}]}
             for number in range(1, 11)]
    path = office.write('views.json', json.dumps({'format': 'dyryhent-views', 'version': 1, 'views': views}))
    window = office.open()
    office.page(2)
    import_from(window, path)
    window.find_text('10 views were imported')
    window.settle()
    for number in (9, 1, 2, 3, 4, 5, 6, 7, 8):
        window.keys(f'alt+{number}')
        shows(office, f'Client {number:02}')
    # The tenth has no key, but a line in the menu.
    window.act(menu_item(window, 'Only 10'))
    shows(office, 'Client 10')


def refuse_other_files(office):
    """A file without views, or a damaged one, says so; what there was stays."""
    office.add('clients', name=KEY, state='lost')
    office.add('clients', name=GLADE, state='active')
    view = {'name': 'Lost', 'type': 'client',
            'conditions': [{'field': 'state', 'compare': 'is', 'values': ['lost']}]}
    whole = json.dumps({'format': 'dyryhent-views', 'version': 1, 'views': [view]})
    window = office.open()
    office.page(2)
    import_from(window, office.write('views.json', whole))
    window.find_text('1 view was imported')
    refused = 'This file holds no views of Dyryhent'
    for text in (whole[:-5], ''):
        import_from(window, office.write('broken.json', text))
        window.find_text(refused)
        # Once a message is gone, the next one is another.
        window.wait(lambda: not any(refused in window.words(a) for a in window.all()), 'the message goes')
    window.keys('alt+1')
    shows(office, KEY)


run((take_along, open_by_keys, refuse_other_files), *sys.argv[1:3])
