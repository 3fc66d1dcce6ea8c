#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_background.py CLI FAKE_ESPOCRM PROGRAM: sync goes on while the window is closed, if a person wants that."""
import os
import subprocess
import sys

from gi.repository import Gio, GLib

from driver import Atspi
from office import run
from test_connection import ASSISTANT, KEY, PREFERENCES, Crm, connect, keyring, leave, sign_in, status
from test_desktop import PLACE, ask, settle_in, start
from test_sync import page_of_sync, says

SWITCH = 'Sync while the window is closed'
NOTIFICATIONS = '''<node><interface name='org.freedesktop.Notifications'>
<method name='GetCapabilities'><arg type='as' direction='out'/></method>
<method name='GetServerInformation'>
  <arg type='s' direction='out'/><arg type='s' direction='out'/>
  <arg type='s' direction='out'/><arg type='s' direction='out'/></method>
<method name='Notify'>
  <arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>
  <arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='as' direction='in'/>
  <arg type='a{sv}' direction='in'/><arg type='i' direction='in'/><arg type='u' direction='out'/></method>
<method name='CloseNotification'><arg type='u' direction='in'/></method>
<signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>
<signal name='NotificationClosed'><arg type='u'/><arg type='u'/></signal>
</interface></node>'''
PORTAL = '''<node><interface name='org.freedesktop.portal.Background'>
<method name='RequestBackground'><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>
  <arg type='o' direction='out'/></method>
</interface></node>'''


class Service:
    """Something of the desktop, on the bus of this test; `answer` gets (method, parameters, sender)."""

    def __init__(self, name, place, xml, answer):
        self.bus = Gio.DBusConnection.new_for_address_sync(
            os.environ['DBUS_SESSION_BUS_ADDRESS'],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        interface = Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0]
        self.bus.register_object(place, interface, self.on_called, None, None)
        self.answer = answer
        self.name = name

    def __enter__(self):
        self.bus.call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'RequestName',
                           GLib.Variant('(su)', (self.name, 0)), None, 0, -1)
        return self

    def __exit__(self, *_):
        self.bus.close_sync()

    def on_called(self, _connection, sender, _place, _interface, method, parameters, invocation):
        invocation.return_value(self.answer(method, parameters.unpack(), sender))


class Notifications(Service):
    """What the desktop shows beside the windows."""

    def __init__(self):
        super().__init__('org.freedesktop.Notifications', '/org/freedesktop/Notifications', NOTIFICATIONS,
                         self.note)
        self.shown = {}
        self.last = 0

    def note(self, method, parameters, _sender):
        if method == 'GetCapabilities':
            return GLib.Variant('(as)', (['actions', 'body'],))
        if method == 'GetServerInformation':
            return GLib.Variant('(ssss)', ('test', 'test', '1', '1.2'))
        if method == 'Notify':
            number = parameters[1]
            if number == 0:
                self.last += 1
                number = self.last
            self.shown[number] = parameters[3]
            return GLib.Variant('(u)', (number,))
        self.shown.pop(parameters[0], None)
        return None

    def press(self):
        number, = self.shown
        self.bus.emit_signal(None, '/org/freedesktop/Notifications', self.name, 'ActionInvoked',
                             GLib.Variant('(us)', (number, 'default')))


class Portal(Service):
    """What a sandbox asks of the desktop."""

    def __init__(self, granted):
        super().__init__('org.freedesktop.portal.Desktop', '/org/freedesktop/portal/desktop', PORTAL, self.ask)
        self.granted = granted
        self.asked = []

    def ask(self, _method, parameters, sender):
        self.asked.append(parameters[1])
        place = '/org/freedesktop/portal/desktop/request/' + sender[1:].replace('.', '_') \
            + '/' + parameters[1]['handle_token']
        response = GLib.Variant('(ua{sv})', (0, {'background': GLib.Variant('b', self.granted)}))
        self.bus.emit_signal(sender, place, 'org.freedesktop.portal.Request', 'Response', response)
        return GLib.Variant('(o)', (place,))


def connected(office, crm, **more):
    """The usual office, connected, its first sync done; and what a start of it takes."""
    environment = {**settle_in(office), **keyring(office), **more}
    office.add('clients', name='Дім')
    window = start(office, environment)
    window.panel('Today')
    window.keys('ctrl+7')
    page = page_of_sync(window)
    window.click('Connect to a CRM…', inside=page)
    window.find('frame', ASSISTANT)
    window.settle()
    sign_in(window, crm.url, KEY)
    connect(window)
    leave(window)
    says(window, page, 'Up to date')
    return window, environment


def toggle(window):
    """The switch of the preferences."""
    return window.wait(lambda: next((a for a in window.all(PREFERENCES) if window.named(a, SWITCH)
                                     and window.role(a) in ('check box', 'toggle button', 'switch')), None), 'the switch')


def open_preferences(window):
    window.keys('ctrl+comma')
    window.find('frame', PREFERENCES)
    window.settle()


def leave_preferences(window):
    window.keys('Escape')
    window.wait(lambda: not window.seen('frame', PREFERENCES), 'the preferences are gone')


def press_toggle(window):
    window.go_to(toggle(window))
    window.keys('space')


def switch(window, on):
    open_preferences(window)
    press_toggle(window)
    window.wait(lambda: window.has(toggle(window), Atspi.StateType.CHECKED) == on
                and window.has(toggle(window), Atspi.StateType.SENSITIVE), f'switched to {on}')
    leave_preferences(window)


def close_window(window):
    """Of which the program does not end."""
    window.keys('ctrl+w')
    window.wait(lambda: not list(window.windows()), 'no window')


def launch(office, environment):
    again = subprocess.run([office.programs[1]], env=dict(os.environ, **environment), timeout=30, check=False)
    assert again.returncode == 0, again.returncode


def goes_on(office):
    """Closed: edits go out; started again: the window is there; switched off: closing ends the program."""
    with Crm('extension') as crm:
        window, environment = connected(office, crm)
        switch(window, True)
        close_window(window)
        uid = office.add('clients', name='Хата')
        window.wait(lambda: uid in crm.records('Account'), 'it goes without a window')
        launch(office, environment)
        window.find('push button', 'Main menu')
        window.keys('ctrl+2')
        window.find('table row', 'Хата')
        # It is the same office: what is typed now goes too.
        office.cli('set', 'clients', uid, 'city=Львів')
        window.wait(lambda: crm.records('Account')[uid].get('billingAddressCity') == 'Львів', 'an edit goes')
        close_window(window)
        launch(office, environment)
        window.find('push button', 'Main menu')
        switch(window, False)
        window.keys('ctrl+w')
        assert window.process.wait(window.timeout) == 0


def ends(office):
    """“Quit” ends it with a window and without one; so does switching it off from elsewhere."""
    with Crm('extension') as crm:
        window, environment = connected(office, crm)
        switch(window, True)
        window.close()
        for way in (['gdbus', 'call', '--session', '--dest', 'org.dyryhent.Dyryhent', '--object-path', PLACE,
                     '--method', 'org.freedesktop.Application.ActivateAction', 'quit', '[]', '{}'],
                    ['gsettings', 'set', 'org.dyryhent.Dyryhent', 'sync-without-window', 'false']):
            window = start(office, environment)
            window.panel('Today')
            window.keys('ctrl+7')
            says(window, page_of_sync(window), 'Up to date')
            close_window(window)
            subprocess.run(way, env=dict(os.environ, **environment), capture_output=True, check=True)
            assert window.process.wait(window.timeout) == 0, way
            # Nobody keeps the lock.
            assert status(office)['syncing'] is None
        # Paused, there is nothing to stay for.
        window = start(office, environment)
        window.panel('Today')
        switch(window, True)
        window.keys('ctrl+7')
        window.click('Pause', inside=page_of_sync(window))
        says(window, page_of_sync(window), 'Paused')
        window.keys('ctrl+w')
        assert window.process.wait(window.timeout) == 0


def notified(office):
    """What needs the person is told once beside the windows, leads to its page, and goes when it is settled."""
    with Crm('extension') as crm, Notifications() as desktop:
        window, _ = connected(office, crm)
        uid, = [row['uid'] for row in office.rows('clients')]
        switch(window, True)
        # What was seen in the window is not told again.
        office.cli('set', 'clients', uid, 'emails=x')
        says(window, page_of_sync(window), 'Needs you: 1')
        close_window(window)
        other, third = (office.add('clients', name=name, emails='y') for name in ('Хата', 'Двір'))
        window.wait(lambda: list(desktop.shown.values()) == ['3 changes need you'], 'it is told')
        office.cli('set', 'clients', other, 'emails=y@example.com')
        window.wait(lambda: list(desktop.shown.values()) == ['2 changes need you'], 'one is settled')
        office.cli('set', 'clients', uid, 'emails=x@example.com')
        office.cli('set', 'clients', third, 'emails=z@example.com')
        window.wait(lambda: not desktop.shown, 'all is settled')
        office.cli('set', 'clients', other, 'emails=z')
        window.wait(lambda: list(desktop.shown.values()) == ['1 change needs you'], 'it is told again')
        desktop.press()
        page = page_of_sync(window)
        window.wait(lambda: window.shows_page('Sync'), 'the page')
        says(window, page, 'Needs you: 1')
        window.wait(lambda: not desktop.shown, 'it is told by the window')


def asked_of_the_system(office):
    """In a sandbox the system is asked, and may say no."""
    with Crm('extension') as crm:
        window, environment = connected(office, crm, container='flatpak')
        with Portal(False) as portal:
            open_preferences(window)
            press_toggle(window)
            window.find_text('The system does not let Dyryhent go on without a window', inside=PREFERENCES)
            assert not window.has(toggle(window), Atspi.StateType.CHECKED)
            assert [asked['autostart'] for asked in portal.asked] == [False], portal.asked
            assert portal.asked[0]['reason'].startswith('Changes are sent'), portal.asked
        leave_preferences(window)
        # Where there is nobody to ask, nobody ends the program either.
        switch(window, True)
        close_window(window)
        launch(office, environment)
        window.find('push button', 'Main menu')
        switch(window, False)
        with Portal(True) as portal:
            switch(window, True)
            assert len(portal.asked) == 1
            close_window(window)
            uid = office.add('clients', name='Хата')
            window.wait(lambda: uid in crm.records('Account'), 'it goes without a window')
            ask(PLACE, 'org.freedesktop.Application', 'ActivateAction', GLib.Variant('(sava{sv})', ('quit', [], {})))
            assert window.process.wait(window.timeout) == 0


def another_office(office):
    """An office opened by its file could not be found again: the switch says so."""
    with Crm('extension') as crm:
        office.add('clients', name='Дім')
        window = office.open(**keyring(office))
        window.keys('ctrl+7')
        page = page_of_sync(window)
        window.click('Connect to a CRM…', inside=page)
        window.find('frame', ASSISTANT)
        window.settle()
        sign_in(window, crm.url, KEY)
        connect(window)
        leave(window)
        open_preferences(window)
        window.find_text('Only the usual office can go on without a window', inside=PREFERENCES)
        assert not window.has(toggle(window), Atspi.StateType.SENSITIVE)


if __name__ == '__main__':
    run([goes_on, ends, notified, asked_of_the_system, another_office], *sys.argv[1:])
