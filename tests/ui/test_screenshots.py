#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_screenshots.py CLI FAKE_ESPOCRM PROGRAM: the walks through every page and through all of sync, as
`./dev screenshots` takes them, on a small sample office, in Croatian, dark, on the smallest screen. Each picture
shows something."""
import os
import re
import subprocess
import sys
import tempfile

import gi

gi.require_version('GdkPixbuf', '2.0')
from gi.repository import GdkPixbuf  # noqa: E402

CLI, FAKE, PROGRAM = (os.path.abspath(path) for path in sys.argv[1:4])
SIZE = os.environ['DYRYHENT_SCREEN']
NAMES = ('today', 'clients', 'clients-detail', 'clients-detail-timeline', 'clients-detail-contracts',
         'clients-detail-deliveries', 'clients-detail-presentations', 'contracts',
         'contracts-detail', 'deliveries', 'deliveries-detail', 'presentations',
         'presentations-detail', 'activities', 'activities-detail', 'history', 'duplicates',
         'sync', 'file-preview', 'nothing-found', 'new-client', 'import', 'preferences', 'shortcuts', 'clash',
         'first-run')
SYNC_NAMES = ('connect', 'connect-checking', 'connect-plan', 'connect-done', 'sync-up-to-date', 'sync-offline',
              'clients-offline', 'sync-needs-you', 'sync-log', 'clash', 'sync-many-gone', 'agree', 'files', 'remove')


def named_in_metainfo():
    """Pictures that stores of programs show; `./dev screenshots --published` takes them from the walk."""
    path = os.path.join(os.path.dirname(__file__), '../../data/org.dyryhent.Dyryhent.metainfo.xml.in')
    with open(path, encoding='utf-8') as file:
        return re.findall(r'<image>https://dyryhent\.org/screenshots/([a-z-]+)\.png</image>', file.read())


def wrong_with(path):
    """What is wrong with a picture of the dark window; None: nothing."""
    picture = GdkPixbuf.Pixbuf.new_from_file(path)
    size = f'{picture.get_width()}x{picture.get_height()}'
    if size != SIZE:
        return size
    pixels, step = picture.get_pixels(), picture.get_n_channels()
    colours = {pixels[i:i + 3] for i in range(0, len(pixels) - 2, step)}
    # Letters have many shades.
    if len(colours) < 40:
        return f'{len(colours)} colours: blank'
    brightness = sum(pixels[::step]) / len(pixels[::step])
    return None if brightness < 100 else f'brightness {brightness:.0f}: not dark'


def take(what, names, script, *arguments):
    """Whether the walk made the pictures of those names, and whether each shows something; as TAP."""
    with tempfile.TemporaryDirectory() as out:
        walk = subprocess.run(
            [sys.executable, os.path.join(os.path.dirname(__file__), script), *arguments, '--out', out,
             '--language', 'hr', '--dark'], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        made = sorted(os.listdir(out))
        complete = walk.returncode == 0 and made == [f'{number:02}-{name}.png' for number, name in enumerate(names, 1)]
        if not complete:
            for line in [*walk.stdout.splitlines(), *made]:
                print(f'# {line}')
        print(f'{"ok" if complete else "not ok"} - {what}: all are there')
        wrong = [f'{name}: {said}' for name in made if (said := wrong_with(os.path.join(out, name)))]
        for line in wrong:
            print(f'# {line}')
        print(f'{"not ok" if wrong or not made else "ok"} - {what}: none is blank', flush=True)
        return complete and not wrong


def main():
    print('1..5')
    named = named_in_metainfo()
    known = bool(named) and set(named) <= set(NAMES)
    print(f'{"ok" if known else "not ok"} - metainfo: {", ".join(named)}')
    with tempfile.TemporaryDirectory() as folder:
        office = os.path.join(folder, 'office.db')
        subprocess.run([CLI, '--database', office, 'sample', '--clients', '30', '--locale', 'hr'],
                       check=True, stdout=subprocess.DEVNULL)
        sync = take('sync', SYNC_NAMES, 'screenshots_sync.py', CLI, FAKE, PROGRAM, '--sample', office)
        pages = take('pages', NAMES, 'screenshots.py', '--program', PROGRAM, '--cli', CLI, '--database', office,
                     '--size', SIZE)
        sys.exit(not (known and sync and pages))


if __name__ == '__main__':
    main()
