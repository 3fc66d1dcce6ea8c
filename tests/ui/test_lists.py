#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_lists.py CLI PROGRAM: headers of columns sort, filters narrow down."""
import sys

from office import run

KEY, HEDGEHOG, GLADE = 'Ключ', 'Їжак', 'Полонина'


def title(window, area, name):
    """The header of a column: its words, and the place of its arrow."""
    def headers():
        row = next(a for a in window.all(area) if window.role(a) == 'table row')
        return (row.get_child_at_index(i) for i in range(row.get_child_count()))
    return window.wait(lambda: next((a for a in headers() if window.seen('label', name, a)), None),
                       f'header {name!r}')


def arrow(window, header):
    """Which way it points: an arrow is broad where it comes from. None: there is no arrow."""
    icon = list(window.all(header))[-1]
    if window.role(icon) == 'label':
        return None
    colours = window.colours(icon)
    ground = max(set(colours), key=colours.count)
    width = window.place(icon)[2]
    rows = [[n for n, colour in enumerate(colours[i:i + width]) if colour != ground]
            for i in range(0, len(colours), width)]
    drawn = [row[-1] - row[0] + 1 for row in rows if row]
    if not drawn:
        return None
    return 'down' if sum(drawn[:len(drawn) // 2]) > sum(drawn[len(drawn) // 2:]) else 'up'


def click_headers(office):
    for name, state in ((KEY, 'lost'), (HEDGEHOG, 'suspended'), (GLADE, 'active')):
        office.add('clients', name=name, state=state)
    window = office.open()
    area = office.page(2)
    name, standing = (title(window, area, label) for label in ('Name', 'Standing'))

    def shows(*names, arrows):
        """The order, and arrows only where they belong."""
        window.wait(lambda: office.lines(area) == list(names), f'the order {names}')
        window.wait(lambda: (arrow(window, name), arrow(window, standing)) == arrows,
                    f'the arrows {arrows}')
    shows(HEDGEHOG, KEY, GLADE, arrows=('up', None))
    window.press(name)
    shows(GLADE, KEY, HEDGEHOG, arrows=('down', None))
    window.press(standing)
    shows(GLADE, HEDGEHOG, KEY, arrows=(None, 'up'))
    window.press(standing)
    shows(KEY, HEDGEHOG, GLADE, arrows=(None, 'down'))


def filter_rows(office):
    """Each filter narrows down what the other leaves; all is there again when they are cleared."""
    oksana, taras = (office.add('users', name=name) for name in ('Оксана', 'Тарас'))
    office.add('clients', name=KEY, state='active', responsible=oksana)
    office.add('clients', name=HEDGEHOG, state='active', responsible=taras)
    office.add('clients', name=GLADE, state='lost', responsible=taras)
    window = office.open()
    area = office.page(2)
    for name in ('Add a condition', 'View: columns, groups, saved views'):
        window.find('push button', name)                            # it has no words of its own

    def shows(*names):
        window.wait(lambda: office.lines(area) == list(names), f'the lines {names}')
        window.find('status bar', '1 client' if len(names) == 1 else f'{len(names)} clients',
                    inside=area)
    shows(HEDGEHOG, KEY, GLADE)
    window.choose('Responsible', 'Тарас', area)
    shows(HEDGEHOG, GLADE)
    window.choose('State', 'Active', area)
    shows(HEDGEHOG)
    window.choose('Responsible', 'Everybody', area)
    shows(HEDGEHOG, KEY)
    window.choose('State', 'Suspended', area)
    window.find('label', 'Nothing found', inside=area)
    window.click('Show all', inside=area)
    shows(HEDGEHOG, KEY, GLADE)


def search_and_enter(office):
    """Enter goes to the first line that is found, not to one that was there before."""
    for name in (KEY, HEDGEHOG, GLADE):
        office.add('clients', name=name)
    window = office.open()
    area = office.page(2)
    for name in (KEY, HEDGEHOG, GLADE):
        office.search(name)
        window.find('label', name, inside=office.detail(area))


run((click_headers, filter_rows, search_and_enter), *sys.argv[1:3])
