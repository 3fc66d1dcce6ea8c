#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_screenshots.py CLI PROGRAM: the walk through every page, as `./dev screenshots` takes it, on a
small sample office, in Croatian, dark, on the smallest screen. Each picture shows something."""
import os
import subprocess
import sys
import tempfile

import gi

gi.require_version('GdkPixbuf', '2.0')
from gi.repository import GdkPixbuf  # noqa: E402

CLI, PROGRAM = (os.path.abspath(path) for path in sys.argv[1:3])
SIZE = os.environ['DYRYHENT_SCREEN']
NAMES = ('today', 'clients', 'clients-detail', 'clients-detail-timeline', 'clients-detail-contracts',
         'clients-detail-deliveries', 'clients-detail-presentations', 'contracts',
         'contracts-detail', 'deliveries', 'deliveries-detail', 'presentations',
         'presentations-detail', 'activities', 'activities-detail', 'history', 'duplicates',
         'sync', 'nothing-found', 'new-client', 'import', 'preferences', 'shortcuts', 'clash',
         'first-run')


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


def main():
    print('1..2')
    with tempfile.TemporaryDirectory() as folder:
        office, out = os.path.join(folder, 'office.db'), os.path.join(folder, 'out')
        os.mkdir(out)
        subprocess.run([CLI, '--database', office, 'sample', '--clients', '12', '--locale', 'hr'],
                       check=True, stdout=subprocess.DEVNULL)
        walk = subprocess.run(
            [sys.executable, os.path.join(os.path.dirname(__file__), 'screenshots.py'),
             '--program', PROGRAM, '--database', office, '--out', out, '--language', 'hr',
             '--size', SIZE, '--dark'], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            check=False)
        made = sorted(os.listdir(out))
        complete = walk.returncode == 0 and made == [f'{number:02}-{name}.png'
                                                     for number, name in enumerate(NAMES, 1)]
        if not complete:
            for line in [*walk.stdout.splitlines(), *made]:
                print(f'# {line}')
        print('ok 1 every page' if complete else 'not ok 1 every page')
        wrong = [f'{name}: {what}' for name in made if (what := wrong_with(os.path.join(out, name)))]
        for line in wrong:
            print(f'# {line}')
        print('not ok 2 none is blank' if wrong or not made else 'ok 2 none is blank')
        sys.exit(not complete or bool(wrong))


if __name__ == '__main__':
    main()
