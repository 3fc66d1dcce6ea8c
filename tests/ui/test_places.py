#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_places.py CLI PROGRAM [narrow]: links lead to the other record, Back leads to where one was.

On a narrow screen list and detail share one place.
"""
import sys

from office import run

CLIENTS, CONTRACTS = 2, 3
NARROW = sys.argv[3:] == ['narrow']


def shows(office, number, name, focus):
    """The page is there with its record, and the keyboard is where it belongs."""
    window = office.window
    window.wait(lambda: office.is_page(number), f'page {number}')
    area = office.area(number)
    detail = window.find(None, 'DyrDetail', inside=area)
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


run((back_by_button, back_by_keys), *sys.argv[1:3])
