#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""manifest.py ROOT: flatpak-builder reads the manifest, its permissions are narrow and explained."""
import json
import os
import re
import subprocess
import sys
import tempfile

from tap import read, report

ROOT = sys.argv[1]
MANIFEST = 'flatpak/org.dyryhent.Dyryhent.json'
# Whatever opens more than one file, one portal or one server.
WIDE = re.compile(r'--(?:filesystem|socket=(?:session-bus|system-bus|x11$|ssh-auth|pcsc|cups)|device=all|'
                  r'talk-name=org\.freedesktop\.(?:secrets|Flatpak)|own-name=\*|persist=\.|allow=)')


def readable():
    with tempfile.TemporaryDirectory() as folder:              # it leaves a state folder behind
        done = subprocess.run(['flatpak-builder', '--show-manifest', os.path.abspath(os.path.join(ROOT, MANIFEST))],
                              cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        return done.stderr.splitlines() or ['flatpak-builder failed']
    shown, written = json.loads(done.stdout), json.loads(read(ROOT, MANIFEST))
    return [f'{key}: {shown.get(key)} instead of {written[key]}'
            for key in ('id', 'runtime', 'runtime-version', 'sdk', 'command', 'finish-args')
            if shown.get(key) != written[key]]


def permissions():
    asked = json.loads(read(ROOT, MANIFEST))['finish-args']
    explained = re.findall(r'^\| `(--[^`]+)` \| \S', read(ROOT, 'flatpak/README.md'), re.MULTILINE)
    return ([f'{arg} is not explained in flatpak/README.md' for arg in asked if arg not in explained] +
            [f'{arg} is explained, but not asked for' for arg in explained if arg not in asked] +
            [f'{arg} is too wide' for arg in asked if WIDE.match(arg)])


def sources():
    return [f'{module["name"]}: {source["url"]} has no sha256 and https'
            for module in json.loads(read(ROOT, MANIFEST))['modules']
            for source in module['sources'] if 'url' in source
            if not (source['url'].startswith('https://') and re.fullmatch('[0-9a-f]{64}', source.get('sha256', '')))]


report([
    ('flatpak-builder reads the manifest', readable),
    ('each permission is narrow and explained', permissions),
    ('each download is verified', sources),
])
