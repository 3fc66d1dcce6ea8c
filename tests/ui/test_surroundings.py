#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_surroundings.py CLI PROGRAM: the window where something around it is missing or odd."""
import os
import subprocess
import sys

from office import run


def in_locale(name):
    """Without one that this computer knows it speaks English, and keeps every letter."""
    def case(office):
        office.add('clients', name='Їжак')
        office.open(LC_ALL=name, LANG=name, LANGUAGE='')
        office.window.wait(lambda: office.lines(office.page(2)) == ['Їжак'], 'the client is there')
    case.__name__ = f'in_locale {name}'
    return case


def n_colours():
    return int(subprocess.run(['import', '-window', 'root', '-format', '%k', 'info:-'], check=True,
                              capture_output=True, text=True).stdout)


def without_a_session_bus(office):
    """Assistive technology needs the bus, so only the screen tells: it comes up, and ends as asked."""
    office.add('clients', name='Їжак')
    window = office.start(DBUS_SESSION_BUS_ADDRESS='unix:path=/nonexistent', GTK_A11Y='none')
    # GTK says this for each of its parts.
    window.expected = 'Unable to acquire session bus'

    def shown():
        return subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '^Dyryhent$', 'windowfocus'],
                              check=False, capture_output=True).returncode == 0
    window.wait(shown, 'a window on the screen')
    window.wait(lambda: n_colours() > 20, 'the office is drawn')
    window.send('ctrl+q')
    assert window.process.wait(window.timeout) == 0


def without_fonts(office):
    """What is missing is said on standard error and drawn in the window; the office is as it was."""
    office.add('clients', name='Їжак')
    os.mkdir(os.path.join(office.folder, 'fonts'))
    fonts = office.write('fonts.conf', '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
                         f'<dir>{office.folder}/fonts</dir><cachedir>{office.folder}/fonts</cachedir></fontconfig>')
    window = office.start(FONTCONFIG_FILE=fonts)
    window.find_text('Install one, the package fonts-noto-core for example, and start again.')
    assert 'No font is installed on this computer' in window.said(), window.said()
    area = window.find_text('No font is installed on this computer')
    window.wait(lambda: len(set(window.colours(area))) > 5, 'letters are drawn')
    window.keys('ctrl+q')
    assert window.process.wait(window.timeout) == 0
    assert [row['name'] for row in office.rows('clients')] == ['Їжак']


run([in_locale('xx_YY'), in_locale('C'), in_locale('POSIX'), without_a_session_bus, without_fonts], *sys.argv[1:3])
