#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""icons.py ROOT: the icons are XML, can be drawn, are square, and show something."""
import os
import subprocess
import sys

import gi

gi.require_version('GdkPixbuf', '2.0')
from gi.repository import GdkPixbuf, GLib  # noqa: E402

from tap import files, report  # noqa: E402

ROOT = sys.argv[1]
ICONS = [os.path.join(ROOT, path) for path in files(ROOT, '.svg', under=['data'])]
SIZE = 64


def well_formed():
    done = subprocess.run(['xmllint', '--noout', '--nonet', *ICONS], capture_output=True, text=True,
                          check=False)
    return done.stderr.splitlines() if done.returncode else []


def wrong_with(path):
    """What is wrong with the picture, as people would see it; None: nothing."""
    try:
        own = GdkPixbuf.Pixbuf.new_from_file(path)
        drawn = GdkPixbuf.Pixbuf.new_from_file_at_scale(path, SIZE, SIZE, True)
    except GLib.Error as error:
        return error.message
    if own.get_width() != own.get_height():
        return f'{own.get_width()} × {own.get_height()} is not square'
    if not drawn.get_has_alpha():
        return 'has a background'
    alpha = drawn.get_pixels()[3::4]
    covered = sum(value > 127 for value in alpha) / len(alpha)
    if not 0.05 < covered < 0.95:
        return f'covers {covered:.0%} of its square'
    return None


def drawn():
    return [f'{path}: {wrong}' for path in ICONS if (wrong := wrong_with(path))]


def named():
    """The two that the desktop looks for by the name of the program."""
    wanted = ['scalable/apps/org.dyryhent.Dyryhent.svg',
              'symbolic/apps/org.dyryhent.Dyryhent-symbolic.svg']
    return [f'data/icons/hicolor/{name} is missing' for name in wanted
            if os.path.join(ROOT, 'data/icons/hicolor', name) not in ICONS]


report([
    ('icons are well-formed XML', well_formed),
    ('icons can be drawn, are square and show something', drawn),
    ('the program has both of its icons', named),
])
