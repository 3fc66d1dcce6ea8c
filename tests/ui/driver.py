# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""Drives the real window as a person does: by what assistive technology sees, keys and clicks.

Waiting is waiting for a condition: it is looked at again after every accessibility event.
"""
import os
import shutil
import subprocess
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

EVENTS = ('object:children-changed', 'object:state-changed', 'object:property-change',
          'object:text-changed', 'window:activate')
# Names of roles differ between versions of at-spi2-core.
ALIASES = {'button': 'push button'}


class Window:
    """The program with one window; `name` is what it calls itself to assistive technology."""

    def __init__(self, *arguments, timeout=30, environment=None):
        self.name = 'dyryhent'
        self.timeout = timeout
        self.listener = Atspi.EventListener.new(lambda *event: None)
        for event in EVENTS:
            self.listener.register(event)
        self.process = subprocess.Popen(arguments, env=dict(os.environ, **(environment or {})))

    def wait(self, condition, what, timeout=None):
        """Returns what the condition returns once it is true."""
        end = time.monotonic() + (timeout or self.timeout)
        while True:
            try:
                result = condition()
                if result:
                    return result
            except GLib.Error:
                pass  # an object vanished while we looked
            if self.process.poll() is not None:
                raise AssertionError(f'{what}: the program ended with {self.process.returncode}')
            if time.monotonic() > end:
                self.shot(os.environ.get('DYRYHENT_FAILURE_SHOT'))
                raise AssertionError(f'{what}: not within {timeout or self.timeout} s\n'
                                     + self.outline())
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

    def walk(self, parent):
        if parent is None:
            return
        parent.clear_cache_single() if hasattr(parent, 'clear_cache_single') else parent.clear_cache()
        yield parent
        for i in range(parent.get_child_count()):
            yield from self.walk(parent.get_child_at_index(i))

    def all(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child and child.get_name() == self.name:
                yield from self.walk(child)

    def outline(self):
        lines = []
        try:
            for a in self.all():
                if a.get_name():
                    lines.append(f'  {self.role(a)}: {a.get_name()!r}')
        except GLib.Error:
            pass
        return '\n'.join(lines[:400])

    @staticmethod
    def role(accessible):
        name = accessible.get_role_name()
        return ALIASES.get(name, name)

    @staticmethod
    def named(accessible, name):
        """Some names still have the mark of their mnemonic."""
        return (accessible.get_name() or '').replace('_', '') == name

    @staticmethod
    def has(accessible, state):
        return accessible.get_state_set().contains(state)

    def seen(self, role, name):
        """Whether it is there now."""
        return any(self.role(a) == role and self.named(a, name) for a in self.all())

    def find(self, role, name, timeout=None):
        return self.wait(
            lambda: next((a for a in self.all()
                          if (role is None or self.role(a) == role) and self.named(a, name)), None),
            f'{role} {name!r}', timeout)

    def find_text(self, part, timeout=None):
        """Anything whose name holds the text."""
        return self.wait(lambda: next((a for a in self.all() if part in (a.get_name() or '')), None),
                         f'text {part!r}', timeout)

    def act(self, accessible, action='click'):
        for i in range(accessible.get_n_actions()):
            if Atspi.Action.get_action_name(accessible, i) == action:
                return accessible.do_action(i)
        raise AssertionError(f'{accessible.get_name()!r} cannot {action}')

    def click(self, name, role='push button'):
        def ready():
            return next((a for a in self.all()
                         if self.role(a) == role and self.named(a, name) and a.get_n_actions()
                         and self.has(a, Atspi.StateType.SENSITIVE)), None)
        self.act(self.wait(ready, f'{role} {name!r} to click'))

    def editor(self, name):
        """What text of that name can be typed into."""
        return self.wait(lambda: next((a for a in self.all() if self.named(a, name)
                                       and a.get_editable_text_iface() is not None), None),
                         f'editor {name!r}')

    def text(self, name):
        entry = self.editor(name)
        return Atspi.Text.get_text(entry, 0, Atspi.Text.get_character_count(entry))

    def type(self, name, text):
        """Puts text into an editor at once: synthetic keys lose letters outside ASCII."""
        Atspi.EditableText.set_text_contents(self.editor(name), text)
        self.wait(lambda: self.text(name) == text, f'{name} = {text!r}')

    def focus(self, role, name):
        accessible = self.find(role, name)
        accessible.grab_focus()
        self.wait(lambda: self.has(self.find(role, name), Atspi.StateType.FOCUSED),
                  f'focus on {name!r}')

    @staticmethod
    def keys(*keys):
        subprocess.run(['xdotool', 'key', '--delay', '20', *keys], check=True)

    @staticmethod
    def type_keys(text):
        """ASCII only, into what has the focus."""
        subprocess.run(['xdotool', 'type', '--delay', '30', text], check=True)

    def wait_for_window(self, title):
        subprocess.run(['xdotool', 'search', '--sync', '--onlyvisible', '--name', title], check=True,
                       timeout=self.timeout, stdout=subprocess.DEVNULL)

    @staticmethod
    def shot(path):
        if path:
            subprocess.run(['import', '-window', 'root', path], check=True)

    def close(self):
        """As a person closes it: everything typed is stored, the program ends by itself."""
        self.keys('ctrl+q')
        if self.process.wait(self.timeout) != 0:
            raise AssertionError(f'the program ended with {self.process.returncode}')

    def kill(self):
        self.process.kill()
        self.process.wait()


def temporary_copy(path, folder):
    copy = os.path.join(folder, 'office.db')
    shutil.copy(path, copy)
    return copy
