#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_places.py CLI PROGRAM [narrow]: links lead to the other record, Back leads to where one was.

On a narrow screen list and detail share one place.
"""
import os
import sys

from office import run

CLIENTS, CONTRACTS = 2, 3
NARROW = sys.argv[3:] == ['narrow']


def shows(office, number, name, focus):
    """The page is there with its record, and the keyboard is where it belongs."""
    window = office.window
    window.wait(lambda: office.is_page(number), f'page {number}')
    area = office.area(number)
    detail = office.detail(area)
    window.find('label', name, inside=detail)

    def is_focused():
        focused = window.focused(area)
        return focused is not None and window.named(focused, focus)
    window.wait(is_focused, f'the keyboard on {focus!r}')
    return detail


def open_contract(office):
    client = office.add('clients', name='Ключ')
    office.add('contracts', client=client, number='214/25')
    window = office.open()
    office.page(CONTRACTS)
    office.search('214')
    window.keys('Return')
    # In the place of the list comes the way back to it first.
    return shows(office, CONTRACTS, '214/25', 'Contracts' if NARROW else 'Overview')


def follow(office, detail):
    """The keyboard comes to the record that is opened."""
    window = office.window
    window.press(window.find('push button', 'Client: open', inside=detail))
    return shows(office, CLIENTS, 'Ключ', 'Overview')


def back_by_button(office):
    follow(office, open_contract(office))
    window = office.window
    window.press(window.find('push button', 'Back'))
    shows(office, CONTRACTS, '214/25', 'Client: open')
    window.press(window.find('push button', 'Forward'))
    shows(office, CLIENTS, 'Ключ', 'Overview')
    window.close()


def back_by_keys(office):
    follow(office, open_contract(office))
    window = office.window
    window.keys('alt+Left')
    shows(office, CONTRACTS, '214/25', 'Client: open')
    window.keys('alt+Right')
    shows(office, CLIENTS, 'Ключ', 'Overview')
    window.close()


def assert_fits(window, what):
    """Every window that is open lies on the screen as a whole."""
    window.settle()
    width, height = (int(n) for n in os.environ['DYRYHENT_SCREEN'].split('x'))
    for x, y, w, h in window.screen_windows():
        assert x >= 0 and y >= 0 and x + w <= width and y + h <= height, \
            f'{what}: {w} × {h} at {x}, {y} on {width} × {height}'


def assert_names(window, shown):
    """The side list shows icons only, or the program's name and those of the pages too."""
    for name in ('Диригент', 'Клієнти'):
        def is_shown(name=name):
            return any(window.role(a) == 'label' and a.get_name() == name and window.is_shown(a)
                       for a in window.all())
        window.wait(lambda: is_shown() == shown, f'{name}: {shown}')


def everything_fits(office):
    """Each page, its record, and the dialogs above it, in a language of long words."""
    client = office.add('clients', name='Товариство з обмеженою відповідальністю «Карпатський дім»')
    office.add('contracts', client=client, number='214/25')
    office.add('deliveries', client=client, number='118')
    office.add('presentations', client=client, title='Огляд')
    office.cli('add', 'activities', f'client={client}', 'subject=Зателефонувати', 'kind=call')
    window = office.start(LANGUAGE='uk')
    window.find('push button', 'Головне меню')
    assert_fits(window, 'today')
    assert_names(window, False)
    window.keys('F9')
    assert_names(window, True)
    window.keys('F9')
    assert_names(window, False)
    for number in range(2, 7):
        window.keys(f'ctrl+{number}')
        window.wait(lambda number=number: office.is_page(number), f'page {number}')
        assert_fits(window, f'page {number}')
        window.keys('ctrl+f', 'Return', 'Return')
        window.wait(lambda: window.focused() is not None, 'the keyboard')
        assert_fits(window, f'the record of page {number}')
        for key in ('ctrl+n', 'ctrl+comma', 'ctrl+i', 'ctrl+question'):
            window.keys(key)
            window.wait(lambda: len(window.screen_windows()) == 2, key)
            assert_fits(window, f'{key} on page {number}')
            window.keys('Escape')
            window.wait(lambda: len(window.screen_windows()) == 1, f'{key} is closed')
    window.close()


run((back_by_button, back_by_keys) + ((everything_fits,) if NARROW else ()), *sys.argv[1:3])
