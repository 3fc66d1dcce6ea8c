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


class Unusable(Exception):
    """Its text says where in the manifest, what is wrong and what to do."""


def where(text, position):
    """FILE:LINE:COLUMN of a place in the text."""
    return f'{MANIFEST}:{text.count(chr(10), 0, position) + 1}:{position - text.rfind(chr(10), 0, position)}'


def line_of(text, key):
    """FILE:LINE of a key, or only FILE when it is not there."""
    at = re.search(rf'"{re.escape(key)}"\s*:', text)
    return MANIFEST + (f':{text.count(chr(10), 0, at.start()) + 1}' if at else '')


def is_list_of(kind, value):
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)


def load():
    """The manifest, in the shape that the checks count on."""
    try:
        text = read(ROOT, MANIFEST)
    except OSError as error:
        raise Unusable(f'{MANIFEST}: {error.strerror}; flatpak-builder has nothing to build from') from error
    try:
        manifest = json.loads(text)
    except json.JSONDecodeError as error:
        raise Unusable(f'{where(text, error.pos)}: this is no JSON ({error.msg}); look at this line and the one '
                       'before it for a missing or surplus comma, quote or bracket') from error
    if not isinstance(manifest, dict):
        raise Unusable(f'{MANIFEST}:1: the manifest has to be an object: put {{ and }} around it')
    for key in ('id', 'runtime', 'runtime-version', 'sdk', 'command'):
        if not isinstance(manifest.get(key), str):
            raise Unusable(f'{line_of(text, key)}: "{key}" has to be a text: write or correct it')
    if not is_list_of(str, manifest.get('finish-args')):
        raise Unusable(f'{line_of(text, "finish-args")}: "finish-args" has to be a list of texts: write or correct it')
    modules = manifest.get('modules')
    if not (is_list_of(dict, modules) and all(isinstance(module.get('name'), str) and
                                              is_list_of(dict, module.get('sources')) for module in modules)):
        raise Unusable(f'{line_of(text, "modules")}: "modules" has to be a list of objects, each with a "name" and a '
                       'list of "sources": write or correct it')
    return manifest


def checked(check):
    """The check, on a manifest that can be read; else what is wrong with that."""
    def run():
        try:
            return check(load())
        except Unusable as wrong:
            return [str(wrong)]
    return run


def readable(written):
    with tempfile.TemporaryDirectory() as folder:              # it leaves a state folder behind
        try:
            done = subprocess.run(['flatpak-builder', '--show-manifest',
                                   os.path.abspath(os.path.join(ROOT, MANIFEST))],
                                  cwd=folder, capture_output=True, text=True, check=False)
        except OSError as error:
            return [f'flatpak-builder: {error.strerror}; ./dev deps installs it']
    if done.returncode:
        return [f'{MANIFEST}: flatpak-builder refuses it:'] + done.stderr.splitlines()
    shown = json.loads(done.stdout)
    return [f'{key}: {shown.get(key)} instead of {written[key]}'
            for key in ('id', 'runtime', 'runtime-version', 'sdk', 'command', 'finish-args')
            if shown.get(key) != written[key]]


def permissions(manifest):
    asked = manifest['finish-args']
    explained = re.findall(r'^\| `(--[^`]+)` \| \S', read(ROOT, 'flatpak/README.md'), re.MULTILINE)
    return ([f'{arg} is not explained in flatpak/README.md' for arg in asked if arg not in explained] +
            [f'{arg} is explained, but not asked for' for arg in explained if arg not in asked] +
            [f'{arg} is too wide' for arg in asked if WIDE.match(arg)])


def sources(manifest):
    return [f'{module["name"]}: {source["url"]} has no sha256 and https'
            for module in manifest['modules']
            for source in module['sources'] if 'url' in source
            if not (source['url'].startswith('https://') and re.fullmatch('[0-9a-f]{64}', source.get('sha256', '')))]


def dependencies(manifest):
    """Nothing is found at build time that neither the runtime has nor the manifest builds."""
    asked = re.findall(r"(?:dependency|find_library)\('([^']+)'", read(ROOT, 'meson.build'))
    told = dict(re.findall(r'^\| `([\w.-]+)` \| (runtime|`[\w.-]+`) \|$', read(ROOT, 'flatpak/README.md'),
                           re.MULTILINE))
    built = [module['name'] for module in manifest['modules'] if module['name'] != 'dyryhent']
    return ([f'{name} of meson.build is not in the table of flatpak/README.md' for name in asked if name not in told] +
            [f'{name} is in the table of flatpak/README.md, but not in meson.build'
             for name in told if name not in asked] +
            [f'{name} shall come from {source}, which the manifest does not build' for name, source in told.items()
             if source != 'runtime' and source.strip('`') not in built] +
            [f'{name} is built by the manifest, but nothing needs it'
             for name in built if f'`{name}`' not in told.values()])


report([
    ('flatpak-builder reads the manifest', checked(readable)),
    ('each permission is narrow and explained', checked(permissions)),
    ('each download is verified', checked(sources)),
    ('each dependency comes from somewhere', checked(dependencies)),
])
