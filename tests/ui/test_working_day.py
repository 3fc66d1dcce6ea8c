#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""A coordinator's day in the real window: import the office's list, edit a client, sign a contract,
move a delivery, hold a presentation, lose power in the middle, go on, take the import back.

What the window said to be saved is looked up by the command line program.
"""
import json
import os
import subprocess
import sys
import tempfile
import traceback

from office import Office

CLI, PROGRAM, CLIENTS = sys.argv[1:4]
NAME = 'ФОП «Їжакевич медіа»'


class Day(Office):
    # The day, in order: each case goes on where the last one ended.

    def import_list(self):
        done = subprocess.run([CLI, '--database', self.path, 'import', 'clients', CLIENTS],
                              capture_output=True, text=True, check=False)
        assert done.returncode == 1, 'some rows of this file must be refused'
        assert len(self.rows('clients')) > 100
        user = self.cli('add', 'users', 'name=Оксана Мельник').strip()
        client = self.rows('clients', '--where', f'name={NAME}')[0]['uid']
        self.cli('add', 'contracts', f'client={client}', 'number=214/25', 'state=approval',
                 f'responsible={user}')
        self.cli('add', 'deliveries', f'client={client}', 'number=118', 'state=agreed',
                 'agreed-on=2026-11-24')
        self.cli('add', 'presentations', f'client={client}', 'title=Контроль доступу',
                 'starts-at=2026-11-24 10:00')

    def edit_client(self):
        self.open()
        self.page(2)
        self.search('їжакевич медіа фоп')
        self.window.find('label', NAME)
        self.window.type('Website', 'https://izhakevych.example')
        self.window.keys('Tab')
        self.until('clients', 'the website on disk',
                   lambda rows: any(r['website'] == 'https://izhakevych.example'
                                    and r['name'] == NAME for r in rows))

    def undo_and_redo(self):
        def website():
            return next(r['website'] for r in self.rows('clients') if r['name'] == NAME)
        self.window.keys('ctrl+z')
        self.window.wait(lambda: website() is None, 'the website is gone again')

        def redone():
            # Redo is there once the window knows what it would bring back.
            self.window.keys('ctrl+shift+z')
            return website() == 'https://izhakevych.example'
        self.window.wait(redone, 'the website is back')

    def wrong_value_stays_marked(self):
        before = self.rows('clients', '--where', f'name={NAME}')[0]['next-contact']
        self.window.type('Next contact', '31.02')
        self.window.keys('Tab')
        self.window.find_text('31.02')
        assert self.rows('clients', '--where', f'name={NAME}')[0]['next-contact'] == before
        self.window.type('Next contact', '26.11.2026')
        self.window.keys('Tab')
        self.until('clients', 'the date on disk',
                   lambda rows: any(r['next-contact'] == '2026-11-26' for r in rows))

    def sign_contract(self):
        self.page(3)
        self.search('214/25')
        self.window.click('Mark as signed')
        self.until('contracts', 'the contract is signed',
                   lambda rows: rows[0]['state'] == 'signed' and rows[0]['signed-on'] is not None)

    def move_delivery(self):
        self.page(4)
        self.search('118')
        self.window.type('Agreed date', '26.11.2026')
        self.window.keys('Tab')
        self.until('deliveries', 'the new date on disk',
                   lambda rows: rows[0]['agreed-on'] == '2026-11-26'
                   and len(rows[0]['agreed-log']) == 2)

    def hold_presentation(self):
        self.page(5)
        self.search('контроль')
        # What came of it is asked first.
        self.window.click('Held')
        self.window.click('Interested')
        self.until('presentations', 'the presentation is held, with its outcome',
                   lambda rows: rows[0]['state'] == 'held' and rows[0]['outcome'] == 'interested')

    def lose_power(self):
        self.window.kill()
        self.cli('check')
        assert self.rows('presentations')[0]['state'] == 'held'
        assert self.rows('deliveries')[0]['agreed-on'] == '2026-11-26'
        assert self.rows('contracts')[0]['state'] == 'signed'
        assert any(r['next-contact'] == '2026-11-26' for r in self.rows('clients'))

    def saved_is_saved(self):
        """The program is killed the moment it calls something saved."""
        for city in ('Стрий', 'Самбір'):
            window = self.open()
            area = self.page(2)
            self.search('їжакевич медіа фоп')
            detail = self.detail(area)
            window.find('label', NAME, inside=detail)
            assert not window.seen('status bar', 'Saved', detail)
            # Of what is folded up newer versions of GTK do not tell.
            window.press(window.find('list item', 'Address', inside=detail))
            window.type('City', city, detail)
            window.keys('Tab')
            window.find('status bar', 'Saved', inside=detail)
            window.kill()
            assert [r['city'] for r in self.rows('clients') if r['name'] == NAME] == [city]
        self.cli('check')

    def create_client(self):
        self.open()
        self.page(2)
        self.window.keys('ctrl+n')
        self.window.find('frame', 'New client')
        self.window.type_keys('A & B <b>')
        self.window.keys('Return')
        self.until('clients', 'the new client on disk',
                   lambda rows: any(r['name'] == 'A & B <b>' for r in rows))
        # Markup is text: the page shows it as it was typed.
        self.window.find('label', 'A & B <b>')

    def is_shown(self, name):
        """In its line of the table, and again on its page beside it."""
        return sum(1 for a in self.window.all()
                   if self.window.role(a) == 'label' and a.get_name() == name) >= 2

    def toast_button(self):
        return self.window.seen('push button', 'Undo')

    def delete_with_undo(self):
        n = len(self.rows('clients'))
        self.window.keys('ctrl+Delete')
        self.until('clients', 'one client less', lambda rows: len(rows) == n - 1)
        self.window.act(self.window.wait(self.toast_button, 'the toast with Undo'))
        self.until('clients', 'the client is back', lambda rows: len(rows) == n)
        self.window.wait(lambda: self.toast_button() is None, 'the toast is gone')

    def undo_by_key_takes_the_toast(self):
        n = len(self.rows('clients'))
        self.search('A & B')
        self.window.wait(lambda: self.is_shown('A & B <b>'), 'its page')
        self.window.keys('ctrl+Delete')
        self.window.wait(self.toast_button, 'the toast with Undo')
        self.until('clients', 'one client less', lambda rows: len(rows) == n - 1)
        self.window.keys('ctrl+z')
        self.until('clients', 'the client is back', lambda rows: len(rows) == n)
        # What was taken back is not offered again.
        self.window.wait(lambda: self.toast_button() is None, 'the toast is gone')

    def walk_by_keys(self):
        """Arrows choose another line and show it beside; letters typed on the list search."""
        window = self.window
        self.search('галицький')
        names = [r['name'] for r in self.rows('clients', '--query', 'галицький')]
        assert len(set(names)) == len(names) > 1, 'the fixture has several of these'

        def beside():
            return next((name for name in names if self.is_shown(name)), None)
        first = window.wait(beside, 'the first line is shown')
        window.keys('Down')
        window.wait(lambda: beside() not in (None, first), 'the next line is shown')
        window.keys('Up')
        window.wait(lambda: beside() == first, 'the first line is shown again')
        window.keys('Z')
        window.wait(lambda: window.text('Search') == 'Z', 'a letter goes to the search')
        window.keys('Escape')
        window.wait(lambda: window.text('Search') == '', 'Escape clears the search')

    def go_back_and_forward(self):
        """Enter goes over to the record, a page further and back, and forward again."""
        window = self.window
        self.page(3)
        self.search('214/25')
        window.wait(lambda: self.is_shown('214/25'), 'the contract')
        window.keys('Return')
        window.keys('ctrl+Page_Down')
        self.page(4)
        window.keys('alt+Left')
        window.wait(lambda: self.is_page(3) and self.is_shown('214/25'), 'back at the contract')
        window.keys('alt+Right')
        window.wait(lambda: self.is_page(4), 'forward to the deliveries')

    def undo_import_by_key(self):
        """What another program imported is the last thing done: the window takes it back."""
        path = os.path.join(os.path.dirname(self.path), 'more.csv')
        with open(path, 'w', encoding='utf-8') as file:
            file.write('name\nЩойно додані\nЩойно додані другі\n')
        n = len(self.rows('clients'))
        self.cli('import', 'clients', path)
        assert len(self.rows('clients')) == n + 2
        self.page(2)
        self.search('щойно')
        self.window.wait(lambda: self.is_shown('Щойно додані'), 'the window heard of it')
        self.window.keys('ctrl+z')
        self.until('clients', 'the import is taken back', lambda rows: len(rows) == n)
        self.window.keys('Escape')

    def hear_of_other_processes(self):
        self.page(5)
        self.cli('set', 'presentations', self.rows('presentations')[0]['uid'], 'title=Від сусіда')
        self.window.find_text('Від сусіда')

    def close(self):
        self.window.close()

    def take_import_back(self):
        n = len(self.rows('clients'))
        action = next(e['action'] for e in json.loads(
            self.cli('history', 'clients', self.rows('clients', '--limit', '1')[0]['uid'],
                     '--format', 'json')))
        subprocess.run([CLI, '--database', self.path, 'undo', str(action)], check=True,
                       stdout=subprocess.DEVNULL)
        left = [r['name'] for r in self.rows('clients')]
        assert len(left) < n
        # What somebody worked on stays.
        assert NAME in left
        self.cli('check')


CASES = ('import_list', 'edit_client', 'undo_and_redo', 'wrong_value_stays_marked', 'sign_contract',
         'move_delivery', 'hold_presentation', 'lose_power', 'saved_is_saved', 'create_client', 'delete_with_undo',
         'undo_by_key_takes_the_toast', 'walk_by_keys',
         'go_back_and_forward', 'undo_import_by_key', 'hear_of_other_processes', 'close',
         'take_import_back')


def main():
    print(f'1..{len(CASES)}')
    with tempfile.TemporaryDirectory() as folder:
        day = Day(folder, CLI, PROGRAM)
        for number, name in enumerate(CASES, 1):
            try:
                getattr(day, name)()
            except Exception:
                for line in traceback.format_exc().splitlines():
                    print(f'# {line}')
                print(f'not ok {number} {name}')
                print('Bail out! the rest of the day builds on this')
                day.end()
                sys.exit(1)
            print(f'ok {number} {name}', flush=True)


if __name__ == '__main__':
    main()
