# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""Drives the real window as a person does: by what assistive technology sees, keys and clicks.

Waiting is waiting for a condition: it is looked at again after every accessibility event.
"""
import atexit
import os
import re
import shutil
import subprocess
import tempfile
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

EVENTS = ('object:children-changed', 'object:state-changed', 'object:property-change',
          'object:text-changed', 'window:activate')
# Names of roles differ between versions of at-spi2-core.
ALIASES = {'button': 'push button', 'grouping': 'panel'}
# GTK 4.8 tells assistive technology of a widget that is going away, now and then: criticals are
# looked for in the log, as this one must not end the program.
# And of a text whose window goes with the keyboard, now and then.
KNOWN = 'g_variant_is_object_path|did not receive a focus-out event'
# As a pattern: of nothing.
NOTHING = '(?!)'


class TooLate(AssertionError):
    """What was waited for did not come."""


class Window:
    """The program with one window; `name` is what it calls itself to assistive technology."""

    def __init__(self, *arguments, timeout=30, environment=None):
        self.name = 'dyryhent'
        self.timeout = timeout
        self.listener = Atspi.EventListener.new(lambda *event: None)
        for event in EVENTS:
            self.listener.register(event)
        self.log = tempfile.TemporaryFile()
        self.expected = NOTHING  # pattern of what it may complain of
        environment = dict(os.environ, **(environment or {}))
        environment.pop('G_DEBUG', None)
        # For newer versions of GTK, see true-bounds.c.
        preload = environment.get('LD_PRELOAD'), environment.get('DYRYHENT_TRUE_BOUNDS')
        environment['LD_PRELOAD'] = ' '.join(filter(None, preload))
        self.process = subprocess.Popen(arguments, stderr=self.log, env=environment)
        # Left behind, it would keep the output open that somebody waits for.
        atexit.register(self.process.kill)

    def wait(self, condition, what, timeout=None):
        """Returns what the condition returns once it is true."""
        end = time.monotonic() + (timeout or self.timeout)
        while True:
            try:
                result = condition()
                if result:
                    return result
            except (GLib.Error, SystemError):
                pass  # an object vanished while we looked; not every version of PyGObject says what is wrong
            if self.process.poll() is not None:
                raise AssertionError(f'{what}: the program ended with {self.process.returncode}')
            if time.monotonic() > end:
                self.shot(os.environ.get('DYRYHENT_FAILURE_SHOT'))
                # Whoever reads of it may see the end only.
                raise TooLate(f'{self.outline()}\n{what}: not within {timeout or self.timeout} s')
            source = GLib.timeout_add(50, lambda: True)
            GLib.MainContext.default().iteration(True)
            GLib.source_remove(source)

    def settle(self):
        """Lets the window come to rest: two looks at the screen in a row are the same, and before
        each the program answered, so that it has done what it was told until then. What it waits
        for itself, such as a delay, is waited for first by whoever knows of it."""
        last = [None]

        def same():
            if len(list(zip(range(3), self.all()))) < 3:
                return False
            now = subprocess.run(['import', '-window', 'root', '-depth', '8', 'rgb:-'],
                                 check=True, capture_output=True).stdout
            same_again = now == last[0]
            last[0] = now
            return same_again
        self.wait(same, 'the picture comes to rest')

    @staticmethod
    def forget(accessible):
        """What was read of it earlier."""
        clear = getattr(accessible, 'clear_cache_single', accessible.clear_cache)
        clear()

    def walk(self, parent):
        if parent is None:
            return
        self.forget(parent)
        yield parent
        for i in range(parent.get_child_count()):
            yield from self.walk(parent.get_child_at_index(i))

    def windows(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child and child.get_name() == self.name:
                self.forget(child)
                yield from (child.get_child_at_index(j) for j in range(child.get_child_count()))

    def all(self, inside=None):
        """Everything of the program, or what is in something, or in the window of that title."""
        if isinstance(inside, Atspi.Accessible):
            yield from self.walk(inside)
            return
        for window in self.windows():
            if window and inside in (None, window.get_name()):
                yield from self.walk(window)

    def outline(self):
        """What can be seen, without what only names its own class."""
        lines = []
        try:
            for a in self.all():
                if self.words(a) and not re.match('(Gtk|Adw)[A-Z]', self.words(a)) and self.is_shown(a):
                    lines.append(f'  {self.role(a)}: {self.words(a)!r}')
        except (GLib.Error, SystemError) as error:
            lines.append(f'  … {error}')
        return '\n'.join(lines)

    @staticmethod
    def role(accessible):
        name = accessible.get_role_name()
        return ALIASES.get(name, name)

    def is_a(self, accessible, role):
        """What stays pressed, or opens a menu, is a toggle button for newer versions of GTK only."""
        said = self.role(accessible)
        return said == role or (role, said) == ('push button', 'toggle button')

    @staticmethod
    def words(accessible):
        """Its name. From GTK 4.10 on, what tells a status is its text, not its name."""
        said = accessible.get_name() or ''
        if not said and accessible.get_role_name() == 'status bar':
            said = Window.content(accessible)
        return said

    @staticmethod
    def named(accessible, name):
        """Some names still have the mark of their mnemonic; libadwaita says some of them twice.
        Behind the name of a list that drops down is what is chosen."""
        said = Window.words(accessible).replace('_', '')
        if accessible.get_role_name() == 'combo box' and said.startswith(f'{name}: '):
            return True
        return said in (name, f'{name} {name}')

    @staticmethod
    def has(accessible, state):
        return accessible.get_state_set().contains(state)

    @staticmethod
    def is_shown(accessible):
        """Whether it has a place on the screen: pages that are not shown have none."""
        place = accessible.get_extents(Atspi.CoordType.WINDOW)
        return place.width > 0 and place.height > 0

    def seen(self, role, name, inside=None):
        """What is there now."""
        return next((a for a in self.all(inside)
                     if (role is None or self.is_a(a, role)) and self.named(a, name)), None)

    def find(self, role, name, timeout=None, inside=None):
        return self.wait(lambda: self.seen(role, name, inside), f'{role} {name!r}', timeout)

    def panel(self, title):
        """The page of that title itself; tabs of its name have no place of their own."""
        return self.wait(lambda: next((a for a in self.all() if self.role(a) == 'panel'
                                       and self.named(a, title)
                                       and a.get_component_iface() is not None), None),
                         f'the page {title!r}')

    def shows_page(self, title):
        """Whether the page of that title is the one that is shown; newer versions of GTK leave the others out."""
        return self.is_shown(self.panel(title))

    def find_text(self, part, timeout=None, inside=None):
        """Anything whose name holds the text."""
        return self.wait(lambda: next((a for a in self.all(inside) if part in self.words(a)), None),
                         f'text {part!r}', timeout)

    def act(self, accessible, action='click'):
        for i in range(accessible.get_n_actions()):
            if Atspi.Action.get_action_name(accessible, i) == action:
                return accessible.do_action(i)
        raise AssertionError(f'{accessible.get_name()!r} cannot {action}')

    def click(self, name, role='push button', inside=None):
        def ready():
            return next((a for a in self.all(inside)
                         if self.is_a(a, role) and self.named(a, name) and a.get_n_actions()
                         and self.has(a, Atspi.StateType.SENSITIVE)), None)
        self.act(self.wait(ready, f'{role} {name!r} to click'))

    def place(self, accessible):
        """Where it is on the screen: x, y, width, height."""
        frame = accessible
        while self.role(frame.get_parent()) != 'application':
            frame = frame.get_parent()
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name',
                                f'^{re.escape(frame.get_name())}$', 'getwindowgeometry', '--shell'],
                               check=True, capture_output=True, text=True).stdout
        window = {key: int(value)
                  for key, value in re.findall('([XY]|WIDTH|HEIGHT)=([0-9]+)', found)}
        inner, place = (a.get_extents(Atspi.CoordType.WINDOW) for a in (frame, accessible))
        # Around the window is a strip to resize it by; newer versions of GTK count from its edge.
        return (window['X'] + (window['WIDTH'] - inner.width) // 2 + place.x - inner.x,
                window['Y'] + (window['HEIGHT'] - inner.height) // 2 + place.y - inner.y,
                place.width, place.height)

    def screen_windows(self):
        """Places on the screen of its windows, with the strip around them: x, y, width, height."""
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid',
                                str(self.process.pid)], capture_output=True, text=True,
                               check=False).stdout.split()
        places = []
        for window in found:
            said = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', window],
                                  capture_output=True, text=True, check=False).stdout
            place = {key: int(value)
                     for key, value in re.findall('([XY]|WIDTH|HEIGHT)=(-?[0-9]+)', said)}
            if place:  # it may be gone by now
                places.append((place['X'], place['Y'], place['WIDTH'], place['HEIGHT']))
        return places

    def press(self, accessible):
        """Clicks with the pointer, once nothing moves under it any more."""
        self.settle()
        x, y, width, height = self.place(accessible)
        subprocess.run(['xdotool', 'mousemove', str(x + width // 2), str(y + height // 2),
                        'click', '1'], check=True)

    @staticmethod
    def click_here():
        """Clicks where the pointer is."""
        subprocess.run(['xdotool', 'click', '1'], check=True)

    def colours(self, accessible):
        """The pixels of what is on the screen, row by row, each three bytes."""
        x, y, width, height = self.place(accessible)
        raw = subprocess.run(['import', '-window', 'root', '-crop', f'{width}x{height}+{x}+{y}',
                              '-depth', '8', 'rgb:-'], check=True, capture_output=True).stdout
        return [raw[i:i + 3] for i in range(0, len(raw), 3)]

    def choose(self, name, option, inside=None):
        """Takes a line of a list that drops down, by the keyboard."""
        combo = self.find('combo box', name, inside=inside)

        def lines():
            return [a for a in self.walk(combo) if self.role(a) == 'list item']

        def here():
            return next((n for n, a in enumerate(lines(), 1)
                         if self.has(a, Atspi.StateType.FOCUSED)), None)

        def search():
            return next((a for a in self.walk(combo) if self.has(a, Atspi.StateType.FOCUSED)
                         and a.get_editable_text_iface() is not None), None)

        def place():
            """Of the line that has the keyboard; where one can search, that is before them all."""
            return 0 if search() else here()

        def chosen():
            return [self.has(a, Atspi.StateType.SELECTED) for a in lines()]

        def there():
            # A row shows what is chosen before the lines one chooses from.
            return max((n for n, a in enumerate(lines(), 1) if self.seen(None, option, a)),
                       default=None)
        self.press(combo)
        try:
            self.wait(lambda: place() is not None, f'the lines of {name!r}', timeout=10)
        except TooLate:
            # What came down before was still fading, and took the click for its own.
            self.press(combo)
            self.wait(lambda: place() is not None, f'the lines of {name!r}')
        if search():
            Atspi.EditableText.set_text_contents(search(), option)
        self.wait(there, f'{option!r} of {name!r}')
        # Newer versions of GTK begin at the first line, and choose it only with the first key.
        while not (place() == there() and chosen()[place() - 1]):
            before = place(), chosen()
            self.keys('Down' if place() <= there() else 'Up')
            self.wait(lambda: place() and (place(), chosen()) != before, f'the next line of {name!r}')
        self.keys('Return')

    def pick(self, title, path):
        """Answers the question for a file, by typing where it is."""
        self.find('push button', 'Open', inside=title)
        self.send('slash')
        try:
            self.wait(lambda: self.place_of_path(title), 'a place to type a path', timeout=10)
        except TooLate:
            # It was there, but had not got the keyboard yet.
            self.send('slash')
        self.type_path(title, path)
        self.send('Return')

    def save_as(self, title, path):
        """Answers the question where to save, by typing it in the place of the proposed name."""
        self.find('push button', 'Save', inside=title)
        self.settle()
        self.type_path(title, path)
        self.click('Save', inside=title)

    def place_of_path(self, title):
        """The entry of a question for a file that has the keyboard."""
        return next((a for a in self.all(title) if self.has(a, Atspi.StateType.FOCUSED)
                     and a.get_editable_text_iface() is not None), None)

    def type_path(self, title, path):
        entry = self.wait(lambda: self.place_of_path(title), 'a place to type a path')
        Atspi.EditableText.set_text_contents(entry, path)
        self.wait(lambda: self.content(entry) == path, path)

    def editor(self, name, inside=None):
        """What text of that name can be typed into."""
        return self.wait(lambda: next((a for a in self.all(inside) if self.named(a, name)
                                       and a.get_editable_text_iface() is not None), None),
                         f'editor {name!r}')

    @staticmethod
    def content(entry):
        return Atspi.Text.get_text(entry, 0, Atspi.Text.get_character_count(entry))

    def text(self, name, inside=None):
        return self.content(self.editor(name, inside))

    def type(self, name, text, inside=None):
        """Puts text into an editor at once: synthetic keys lose letters outside ASCII."""
        entry = self.editor(name, inside)
        Atspi.EditableText.set_text_contents(entry, text)
        self.wait(lambda: self.content(entry) == text, f'{name} = {text!r}')

    def focused(self, inside=None):
        """What has the keyboard: the innermost that says so."""
        # Newer versions of GTK say so only in front.
        self.is_in_front()
        return next((a for a in reversed(list(self.all(inside)))
                     if self.has(a, Atspi.StateType.FOCUSED)), None)

    @staticmethod
    def send(*keys):
        if keys:
            subprocess.run(['xdotool', 'key', '--delay', '20', *keys], check=True)

    def is_in_front(self):
        """Whether a window of it has the keyboard; the topmost is given it otherwise."""
        windows = [window for window in self.windows() if window]
        for window in windows:
            self.forget(window)
            if self.has(window, Atspi.StateType.ACTIVE):
                return True
        # There is no window manager that would hand the keyboard on when a window goes.
        if windows:
            subprocess.run(['xdotool', 'search', '--onlyvisible', '--name',
                            f'^{re.escape(windows[-1].get_name())}$', 'windowfocus'],
                           check=False, capture_output=True)
        return False

    def keys(self, *keys):
        """Keys into the window that is in front."""
        self.wait(self.is_in_front, 'a window in front')
        self.send(*keys)

    def go_to(self, what):
        """By Tab, as many times as it takes."""
        for _ in range(20):
            if self.has(what, Atspi.StateType.FOCUSED):
                return
            before = self.focused()
            self.keys('Tab')
            self.wait(lambda: self.focused() != before, 'the keyboard goes on')
        raise AssertionError(f'{what.get_name()!r} is not reached by Tab')

    @staticmethod
    def type_keys(text):
        """ASCII only, into what has the focus."""
        subprocess.run(['xdotool', 'type', '--delay', '30', text], check=True)

    @staticmethod
    def shot(path):
        if path:
            subprocess.run(['import', '-window', 'root', path], check=True)

    def said(self):
        """What the program wrote to its standard error."""
        self.log.seek(0)
        return self.log.read().decode(errors='replace')

    def complaints(self):
        """Lines of it that say that something is wrong in the program."""
        return [line for line in self.said().splitlines()
                if re.search(r'CRITICAL|ERROR|WARNING', line) and not re.search(KNOWN, line)
                and not re.search(self.expected, line)]

    def close(self):
        """As a person closes it: everything typed is stored, the program ends by itself."""
        self.keys('ctrl+q')
        if self.process.wait(self.timeout) != 0:
            raise AssertionError(f'the program ended with {self.process.returncode}')

    def kill(self):
        self.process.kill()
        self.process.wait()

