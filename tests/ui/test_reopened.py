#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_reopened.py CLI FAKE_ESPOCRM PROGRAM: the window that comes after one was closed, while the program went on."""
import contextlib
import os
import signal
import sqlite3
import subprocess
import sys

from gi.repository import Gio, GLib

from office import run
from test_background import close_window, connected, launch, switch
from test_connection import Crm, status
from test_desktop import NAME, PLACE, search


def wish(window, *wishes):
    """Of the desktop, all of them before the program hears the first."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    window.process.send_signal(signal.SIGSTOP)
    for method, parameters in wishes:
        bus.call(NAME, PLACE, 'org.freedesktop.Application', method, parameters, None,
                 Gio.DBusCallFlags.NO_AUTO_START, -1, None)
    # The bus answers in the order it was asked.
    bus.call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'GetId', None, None, 0, -1, None)
    window.process.send_signal(signal.SIGCONT)


def last_wish(office):
    """Started again just after “Quit” it is there again; quit again it ends."""
    leaving = 'ActivateAction', GLib.Variant('(sava{sv})', ('quit', [], {}))
    coming = 'Activate', GLib.Variant('(a{sv})', ({},))
    with Crm('extension') as crm:
        window, _ = connected(office, crm)
        switch(window, True)
        close_window(window)
        wish(window, leaving, coming)
        window.find('push button', 'Main menu')
        uid = office.add('clients', name='Хата')
        window.wait(lambda: uid in crm.records('Account'), 'its sync is another one')
        close_window(window)
        wish(window, leaving, coming, leaving)
        assert window.process.wait(window.timeout) == 0


def switched_off_and_on(office):
    """Without a window, while the search of the desktop keeps the program: the next window syncs."""
    with Crm('extension') as crm:
        window, environment = connected(office, crm)
        switch(window, True)
        close_window(window)
        search('GetInitialResultSet', GLib.Variant('(as)', (['дім'],)), '(as)')
        for value in 'false', 'true':
            subprocess.run(['gsettings', 'set', 'org.dyryhent.Dyryhent', 'sync-without-window', value],
                           env=dict(os.environ, **environment), check=True)
            window.wait(lambda: status(office)['syncing'] is None, 'sync is at rest')
        launch(office, environment)
        window.find('push button', 'Main menu')
        uid = office.add('clients', name='Хата')
        window.wait(lambda: uid in crm.records('Account'), 'it goes')
        close_window(window)
        uid = office.add('clients', name='Двір')
        window.wait(lambda: uid in crm.records('Account'), 'it goes without a window')


def cut_off_meanwhile(office):
    """What was cut off is looked for by every window, not only when the office is opened."""
    cut_off = 'Cut off in the middle: New: Дім'
    with Crm('extension') as crm:
        window, environment = connected(office, crm)
        switch(window, True)
        assert not any(cut_off in window.words(a) for a in window.all())
        close_window(window)
        for state, told in (2, True), (1, False):
            # As another program does that finds it.
            with contextlib.closing(sqlite3.connect(office.path)) as store, store:
                store.execute('UPDATE action SET state = ? WHERE id = 1', (state,))
            launch(office, environment)
            window.find('push button', 'Main menu')
            if told:
                window.find_text(cut_off)
            else:
                window.settle()
                assert not any(cut_off in window.words(a) for a in window.all())
            close_window(window)


if __name__ == '__main__':
    run([last_wish, switched_off_and_on, cut_off_meanwhile], *sys.argv[1:])
