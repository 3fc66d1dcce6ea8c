#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""Start of the Flatpak that `./dev flatpak` left in build-flatpak/ until the screen shows what it then
goes on showing, beside the same files with the same libraries outside the sandbox; interleaved, medians."""
import argparse
import glob
import json
import mmap
import os
import statistics
import struct
import subprocess
import tempfile
import time

ID = 'org.dyryhent.Dyryhent'
RUNS = 15
WIDTH, HEIGHT = 1280, 800
# Seconds without a change after which a window is taken for complete, and all that is waited for.
REST, LIMIT = 5, 60
# Between two looks.
PAUSE = 0.003
SETTINGS = f'[org/dyryhent/Dyryhent]\nlast-page=\'clients\'\nwindow-width={WIDTH}\nwindow-height={HEIGHT}\n'


class Screen:
    """A virtual one whose pixels are a file: looking at it asks nothing of anybody."""

    def __init__(self, folder):
        read, write = os.pipe()
        self.server = subprocess.Popen(
            ['Xvfb', '-displayfd', str(write), '-screen', '0', f'{WIDTH}x{HEIGHT}x24', '-nolisten', 'tcp', '-ac',
             '-fbdir', folder], pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as said:
            self.name = f':{said.readline().strip()}'
        with open(os.path.join(folder, 'Xvfb_screen0'), 'rb') as file:
            self.memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        header, = struct.unpack('>I', self.memory[:4])
        colours, = struct.unpack('>I', self.memory[76:80])
        self.begin = header + colours * 12
        self.empty = self.look()

    def look(self):
        return self.memory[self.begin:]

    def pause(self):
        try:
            self.server.wait(PAUSE)
        except subprocess.TimeoutExpired:
            return
        raise SystemExit('bench-sandbox: the screen is gone')

    def wait(self, picture):
        """Until the screen shows it."""
        end = time.monotonic() + LIMIT
        while self.look() != picture:
            if time.monotonic() > end:
                raise SystemExit('bench-sandbox: the window is another one each time')
            self.pause()

    def wait_for_rest(self):
        """What it shows once nothing changes any more."""
        since, last = time.monotonic(), self.empty
        while last == self.empty or time.monotonic() - since < REST:
            now = self.look()
            if now != last:
                since, last = time.monotonic(), now
            self.pause()
        return last


def installed(folder):
    """Where the files of the program and of its runtime are."""
    app, = glob.glob(f'{folder}/app/{ID}/current/active')
    with open(f'{app}/metadata', encoding='utf-8') as file:
        runtime = next(line[len('runtime='):].strip() for line in file if line.startswith('runtime='))
    return f'{app}/files', f'{folder}/runtime/{runtime}/active/files'


def outside(app, runtime, home, database):
    """The command that waits for a line, then becomes the program where the sandbox would have put it, with nothing
    around it."""
    own = f'{home}/.var/app/{ID}'
    names = [part for name in ('lib', 'lib64', 'bin', 'sbin') for part in ('--symlink', f'usr/{name}', f'/{name}')]
    environment = {'XDG_CONFIG_HOME': f'{own}/config', 'XDG_DATA_HOME': f'{own}/data',
                   'XDG_CACHE_HOME': f'{own}/cache', 'XDG_DATA_DIRS': '/app/share:/usr/share',
                   'LD_LIBRARY_PATH': '/app/lib', 'PATH': '/app/bin:/usr/bin'}
    return ['bwrap', '--ro-bind', runtime, '/usr', '--ro-bind', f'{runtime}/etc', '/etc', '--ro-bind', app, '/app',
            *names, '--dev-bind', '/dev', '/dev', '--bind', '/proc', '/proc', '--bind', '/tmp', '/tmp',
            '--bind', home, home, '--die-with-parent',
            *(part for name, value in environment.items() for part in ('--setenv', name, value)),
            'sh', '-c', 'echo; read -r line; exec dyryhent --database "$1"', 'sh', database]


def inside(database):
    return ['sh', '-c', 'echo; read -r line; exec flatpak run --user --die-with-parent "$@"', 'sh', ID,
            '--database', database]


def start(command, screen, environment, picture=None):
    """Milliseconds until the screen shows the picture, or the picture it comes to."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    process.stdout.readline()
    began = time.monotonic()
    process.stdin.write(b'\n')
    process.stdin.flush()
    if picture is None:
        found = screen.wait_for_rest()
    else:
        screen.wait(picture)
        found = (time.monotonic() - began) * 1000
    process.kill()
    process.wait()
    screen.wait(screen.empty)
    return found


def complete(command, screen, environment):
    """What the window comes to, and comes to again: on a busy machine it may rest half drawn."""
    last, now = None, start(command, screen, environment)
    while now != last:
        last, now = now, start(command, screen, environment)
    return now


def measure(commands, screen, environment):
    """Medians of the starts of each command."""
    pictures = {name: complete(command, screen, environment) for name, command in commands.items()}
    starts = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            starts[name].append(start(command, screen, environment, pictures[name]))
    return {name: statistics.median(values) for name, values in starts.items()}


def lines_of(folder):
    home = os.environ['HOME']  # with-display made it
    own = f'{home}/.var/app/{ID}'
    os.makedirs(f'{own}/config/glib-2.0/settings')
    os.makedirs(f'{own}/data')
    with open(f'{own}/config/glib-2.0/settings/keyfile', 'w', encoding='utf-8') as file:
        file.write(SETTINGS)
    database = f'{own}/data/office.db'
    environment = dict(os.environ, FLATPAK_USER_DIR=folder, GSETTINGS_BACKEND='keyfile', LANGUAGE='uk')
    for name in ('GSETTINGS_SCHEMA_DIR', 'XAUTHORITY'):
        environment.pop(name, None)
    subprocess.run(['flatpak', 'run', '--user', '--command=dyryhent-cli', ID, '--database', database, 'sample',
                    '--clients', '300', '--locale', 'uk'], check=True, stdout=subprocess.DEVNULL, env=environment)
    with tempfile.TemporaryDirectory() as pixels:
        screen = Screen(pixels)
        environment['DISPLAY'] = screen.name
        try:
            found = measure({'outside': outside(*installed(folder), home, database), 'inside': inside(database)},
                            screen, environment)
        finally:
            screen.server.terminate()
            screen.server.wait()
    return [
        ('outside, 300 clients are shown', found['outside'], 'ms', None),
        ('in the sandbox', found['inside'], 'ms', None),
        ('in the sandbox / outside', found['inside'] / found['outside'], 'x', 1.3),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', required=True, help='not looked at: what is measured was built by ./dev flatpak')
    parser.add_argument('--output', required=True)
    options = parser.parse_args()
    folder = os.path.abspath('build-flatpak/user')
    there = os.path.exists(f'{folder}/app/{ID}')
    if not there:
        print('bench-sandbox: there is no Flatpak in build-flatpak/, ./dev flatpak makes one')
    with open(options.output, 'w', encoding='utf-8') as file:
        json.dump([{'name': n, 'value': round(v, 3), 'unit': u, 'bound': b}
                   for n, v, u, b in (lines_of(folder) if there else [])], file, indent=1)


if __name__ == '__main__':
    main()
