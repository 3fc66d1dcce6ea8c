#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""debian.py ROOT: debian/ against what the project is built with and what its files say of their licence."""
import fnmatch
import re
import sys

from tap import files, read, report

ROOT = sys.argv[1]
# What meson needs besides the libraries: a text of the files that build, and who answers to it.
TOOLS = {
    'xml-stripblanks': 'libxml2-utils',
    'gtk4-encode-symbolic-svg': 'libgtk-4-bin',
    # The encoder draws the icon, for which it needs the loader of SVG.
    '-symbolic.svg': 'librsvg2-common',
    'compile_resources': 'libglib2.0-dev-bin',
    'i18n.gettext': 'gettext',
    'desktop-file-validate': 'desktop-file-utils',
}


def stanzas(path):
    """Fields of each stanza, as texts."""
    for text in re.split(r'\n\s*\n', read(ROOT, path).strip()):
        yield {match[1]: match[2] for match in
               re.finditer(r'^([\w-]+):(.*(?:\n[ \t].*)*)', text, re.MULTILINE)}


def build_depends():
    wanted = next(stanzas('debian/control'))['Build-Depends']
    return [re.split(r'[\s(|]', entry.strip())[0] for entry in wanted.split(',') if entry.strip()]


def tools():
    text = '\n'.join(read(ROOT, path) for path in
                     ['meson.build'] + files(ROOT, 'meson.build', '.gresource.xml', under=('src', 'data', 'po')))
    there = build_depends()
    return [f'debian/control: {package} is not in Build-Depends, but {sign} needs it'
            for sign, package in TOOLS.items() if sign in text and package not in there]


def libraries():
    """Those that ./dev installs to build with: tests need no headers of their own."""
    installed = re.search(r'^packages=\(\n(.*?)^\)', read(ROOT, 'dev'), re.MULTILINE | re.DOTALL)[1]
    there = build_depends()
    return [f'debian/control: {name} is not in Build-Depends' for name in installed.split()
            if name.endswith('-dev') and name not in there and name not in ('libc6-dev', 'libclang-rt-dev')]


def licences():
    rules = [(stanza['Files'].split(), stanza['License'].split()[0]) for stanza in stanzas('debian/copyright')
             if 'Files' in stanza]
    wrong = []
    for path in ['dev', 'meson.build', 'meson_options.txt'] + files(ROOT, ''):
        said = re.search(r'SPDX-License-Identifier: ([\w.+-]+?)\.?(?:\s|$)|<metadata_license>([^<]+)<',
                         read(ROOT, path)[:1000])
        # The last stanza that fits is the one that counts.
        known = [licence for patterns, licence in rules
                 if any(fnmatch.fnmatch(path, pattern) for pattern in patterns)][-1]
        if said and (said[1] or said[2]) != known:
            wrong.append(f'debian/copyright: {path} is {said[1] or said[2]}, not {known}')
    return wrong


report([('Build-Depends has the tools', tools),
        ('Build-Depends has the libraries', libraries),
        ('licences of files are those of debian/copyright', licences)])
