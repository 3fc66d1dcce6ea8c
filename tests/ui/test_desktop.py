#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_desktop.py CLI FAKE_ESPOCRM PROGRAM: what the desktop asks of the program: files, its search, its menu."""
import os
import subprocess
import sys

from gi.repository import Gio, GLib

from driver import Window
from office import run
from test_clashes import NO_KEYRING, OPEN, WINDOW, Crm, make_clash

NAME = 'org.dyryhent.Dyryhent'
PLACE = '/org/dyryhent/Dyryhent'


def settle_in(office):
    """The usual place of the store: whoever names another one is no single instance."""
    data = os.path.join(office.folder, 'data')
    office.path = os.path.join(data, 'dyryhent', 'office.db')
    os.makedirs(os.path.dirname(office.path))
    return {'LANGUAGE': 'en', 'GSETTINGS_BACKEND': 'keyfile', 'XDG_DATA_HOME': data,
            'XDG_CONFIG_HOME': office.config}


def start(office, environment, *arguments):
    window = Window(office.programs[1], *arguments, environment=environment)
    office.window = window
    office.windows.append(window)
    return window


def ask(place, interface, method, parameters, reply=None):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    return bus.call_sync(NAME, place, interface, method, parameters,
                         reply and GLib.VariantType(reply), Gio.DBusCallFlags.NO_AUTO_START,
                         20000, None)


def search(method, parameters, reply=None):
    return ask(PLACE + '/SearchProvider', 'org.gnome.Shell.SearchProvider2', method, parameters, reply)


def files(office):
    """A file opens the assistant; started again, the program hands its file to the one there is."""
    environment = settle_in(office)
    office.add('clients', name='Ключ')
    window = start(office, environment, office.write('list.csv', 'Назва\nЇжак\nПолонина\n'))
    window.find('status bar', '2 rows in the file', inside='Import: Clients')
    cards = office.write('cards.vcf', 'BEGIN:VCARD\nVERSION:3.0\nN:Ткач;Олена\nFN:Олена Ткач\nEND:VCARD\n')
    again = subprocess.run([office.programs[1], cards], env=dict(os.environ, **environment),
                           timeout=30, check=False)
    assert again.returncode == 0, again.returncode
    window.find('status bar', '1 row in the file', inside='Import: Contact persons')
    assert [row['name'] for row in office.rows('clients')] == ['Ключ'], 'nothing was imported yet'


def search_of_desktop(office):
    """As the bus starts it: no window until a result is chosen."""
    environment = settle_in(office)
    office.add('clients', name='Ключ і К°', city='Броди')
    window = start(office, environment, '--gapplication-service')
    window.wait(lambda: ask_owner(), 'its name on the bus')
    found, = search('GetInitialResultSet', GLib.Variant('(as)', (['ключ'],)), '(as)')
    assert len(found) == 1, found
    (meta,), = search('GetResultMetas', GLib.Variant('(as)', (found,)), '(aa{sv})')
    assert (meta['name'], meta['description']) == ('Ключ і К°', 'Броди'), meta
    assert not list(window.windows()), 'a search opens no window'
    search('ActivateResult', GLib.Variant('(sasu)', (found[0], ['ключ'], 0)))
    window.find('push button', 'Main menu')
    window.find('text', 'Website', inside='Dyryhent')
    window.find_text('Ключ і К°', inside='Dyryhent')


def menu_of_desktop(office):
    """An entry of the menu that the desktop shows for the program."""
    environment = settle_in(office)
    office.add('clients', name='Ключ')
    window = start(office, environment, '--gapplication-service')
    window.wait(lambda: ask_owner(), 'its name on the bus')
    ask(PLACE, 'org.freedesktop.Application', 'ActivateAction',
        GLib.Variant('(sava{sv})', ('new-client', [], {})))
    window.find('push button', 'Main menu')
    window.find('push button', 'Create', inside='New client')


def beside_another(office):
    """The window does it, whichever of its windows had the keyboard."""
    environment = {**settle_in(office), **NO_KEYRING}
    with Crm('extension') as crm:
        make_clash(office, crm, 'Client')
    window = start(office, environment)
    window.find('push button', 'Main menu')
    window.settle()
    window.keys(OPEN)
    window.find('label', 'Client', inside=WINDOW)
    window.settle()
    ask(PLACE, 'org.freedesktop.Application', 'ActivateAction',
        GLib.Variant('(sava{sv})', ('new-client', [], {})))
    window.find('push button', 'Create', inside='New client')
    path = office.write('list.csv', 'Назва\nЇжак\nПолонина\n')
    ask(PLACE, 'org.freedesktop.Application', 'Open',
        GLib.Variant('(asa{sv})', (['file://' + path], {})))
    window.find('status bar', '2 rows in the file', inside='Import: Clients')


def ask_owner():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    return bus.call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'NameHasOwner',
                         GLib.Variant('(s)', (NAME,)), None, 0, -1, None)[0]


if __name__ == '__main__':
    run((files, search_of_desktop, menu_of_desktop, beside_another), *sys.argv[1:3])
