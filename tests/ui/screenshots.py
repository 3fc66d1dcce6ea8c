#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""Walks through every page of the program and writes a PNG of each.

Run it with a display: `./dev screenshots`. Pages are reached by keys, which are the same in every
language.
"""
import argparse
import os

from driver import Atspi, Window

PAGES = ('today', 'clients', 'contracts', 'deliveries', 'presentations', 'activities')


def shown_section(window):
    """Which line of the side list is selected."""
    items = [a for a in window.all() if window.role(a) == 'list item'][:len(PAGES)]
    return next((i for i, a in enumerate(items) if window.has(a, Atspi.StateType.SELECTED)), None)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--program', required=True)
    parser.add_argument('--database', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--language', required=True)
    parser.add_argument('--size', required=True)
    parser.add_argument('--dark', action='store_true')
    options = parser.parse_args()
    environment = {'LANGUAGE': options.language}
    if options.dark:
        environment['ADW_DEBUG_COLOR_SCHEME'] = 'prefer-dark'
    window = Window(options.program, '--database', options.database, environment=environment)
    number = [0]

    def shot(name):
        window.settle()
        number[0] += 1
        window.shot(os.path.join(options.out, f'{number[0]:02}-{name}.png'))

    window.wait(lambda: any(window.role(a) == 'list item' for a in window.all()), 'the side list')
    for index, page in enumerate(PAGES):
        window.keys(f'ctrl+{index + 1}')
        window.wait(lambda: shown_section(window) == index, page)
        shot(page)
        if page == 'today':
            continue
        # The first record beside the list, or in its place; each key when the last one worked.
        for key in ('ctrl+f', 'Return', 'Return'):
            window.keys(key)
            window.settle()
        shot(page + '-detail')
        if page == 'clients':
            for tab in ('timeline', 'contracts', 'deliveries', 'presentations'):
                window.keys('ctrl+Page_Down')
                shot(f'{page}-detail-{tab}')
            window.keys('ctrl+Page_Down')
    window.keys('ctrl+2')
    window.keys('ctrl+f')
    window.type_keys('zzzz')
    window.settle()
    shot('nothing-found')
    window.keys('Escape')
    window.keys('ctrl+n')
    shot('new-client')
    window.keys('Escape')
    window.keys('ctrl+i')
    shot('import')
    window.keys('Escape')
    window.keys('ctrl+comma')
    shot('preferences')
    window.keys('Escape')
    window.keys('ctrl+question')
    shot('shortcuts')
    window.keys('Escape')
    window.kill()
    empty = os.path.join(os.path.dirname(options.database), 'empty.db')
    window = Window(options.program, '--database', empty, environment=environment)
    window.wait(lambda: any(window.role(a) == 'push button' for a in window.all()), 'the first run')
    shot('first-run')
    window.kill()


if __name__ == '__main__':
    main()
