#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""tree.py ROOT: what a compiler does not see: layers, lengths, what is never used, what must agree."""
import collections
import os
import re
import sys
import xml.etree.ElementTree as ElementTree

from tap import FOLDERS, blank, comments, files, lines_with, read, report

ROOT = sys.argv[1]

# A layer may include its own headers and those of the layers it names.
CORE = ('base', 'model', 'store')
LAYERS = {
    'base': (),
    'model': ('base',),
    'store': ('base', 'model'),
    'sync': CORE,
    'rules': CORE,
    'exchange': CORE,
    'documents': CORE,
    'cli': CORE + ('sync', 'rules', 'exchange', 'documents'),
    'preview': (),
    'widgets': ('base', 'model'),
    'app': CORE + ('sync', 'rules', 'exchange', 'documents', 'preview', 'widgets'),
}
# System headers that only some layers may include.
RESERVED = {
    r'gtk/|gdk/|adwaita': ('widgets', 'app'),
    r'sqlite3': ('store',),
    r'libsoup/|libsecret/': ('sync',),
    r'poppler': ('preview',),
    r'csv\.h': ('exchange',),
    r'unicode/': ('base', 'exchange'),
}
NEVER_WIDGETS = (
    r'Gtk(?:TreeView|ListStore|TreeStore|CellRenderer\w*|ComboBox(?:Text)?|Dialog|MessageDialog|'
    r'InfoBar|Statusbar|EntryCompletion|Assistant|IconView|VolumeButton|LockButton|ColorButton|'
    r'FontButton|MultiSelection|FileDialog|AlertDialog|ShortcutsWindow\b(?!"))\b|'
    r'Adw(?:Leaflet|Flap|Squeezer|ViewSwitcherTitle)\b')
NEVER_CALLS = (
    r'\bgtk_(?:tree_view|list_store|tree_store|cell_renderer|combo_box|dialog|message_dialog|info_bar|'
    r'statusbar|entry_completion|style_context|assistant|icon_view|multi_selection)_\w+|'
    r'\bgtk_widget_(?:show|hide|get_allocated_(?:width|height|size)|translate_coordinates)\b|'
    r'\badw_(?:leaflet|flap|squeezer)_\w+|\bgtk_show_uri\w*')


def sources(*endings):
    return files(ROOT, *(endings or ('.c', '.h')), under=('src',))


def in_code(pattern, paths, strings=True):
    return [f'{path}:{line}: {found}' for path in paths
            for line, found in lines_with(pattern, blank(read(ROOT, path), strings))]


def layers():
    wrong = []
    home = {os.path.basename(path): path.split('/')[1] for path in sources('.h')}
    for path in sources():
        layer = path.split('/')[1]
        if layer not in LAYERS:
            wrong.append(f'{path}: {layer} is no layer')
            continue
        text = blank(read(ROOT, path), strings=False)
        for match in re.finditer(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', text, re.MULTILINE):
            name = match[2]
            if match[1] == '"':
                other = home.get(os.path.basename(name), layer)
                if other != layer and other not in LAYERS[layer]:
                    wrong.append(f'{path}: {layer} must not include {name} of {other}')
                if other != layer and name.endswith('-private.h'):
                    wrong.append(f'{path}: {name} is private to {other}')
            for reserved, allowed in RESERVED.items():
                if re.match(reserved, name) and layer not in allowed:
                    wrong.append(f'{path}: {name} is for {", ".join(allowed)} only')
    return wrong


def lengths():
    return [f'{path}: {count} lines' for path in files(ROOT, '.c', '.h', '.py', '.ui')
            if (count := read(ROOT, path).count('\n')) > 800]


def headers():
    wrong = []
    for path in files(ROOT, '.c', '.h', '.py') + [
            path for path in files(ROOT, '', under=('build-aux', '.ci')) if '.' not in path[1:]] + ['dev']:
        top = read(ROOT, path)[:400]
        if 'SPDX-License-Identifier: GPL-3.0-or-later' not in top:
            wrong.append(f'{path}: no SPDX line at the top')
        if path.endswith('.h') and '#pragma once' not in top:
            wrong.append(f'{path}: no #pragma once')
    for path in sources('.c'):
        first = re.search(r'#\s*include\s*(\S+)', blank(read(ROOT, path), strings=False))
        if first and first[1] != '"config.h"':
            wrong.append(f'{path}: {first[1]} comes before "config.h"')
    return wrong


def widgets():
    wrong = in_code(f'{NEVER_CALLS}|\\bGTK_TYPE_TREE_VIEW\\b|\\b(?:{NEVER_WIDGETS})', sources())
    for path in files(ROOT, '.ui', under=('ui',)):
        if not path.endswith('help-overlay.ui'):
            wrong += [f'{path}:{line}: {found}' for line, found in
                      lines_with(f'class="(?:{NEVER_WIDGETS})"', read(ROOT, path))]
    return wrong


def calls():
    # The order of the C library is wrong under C.UTF-8; a shell is never started.
    return in_code(r'\bgoto\b|\b(?:system|popen|g_spawn_command_line_\w+|g_shell_parse_argv|strcoll|'
                   r'strxfrm|g_utf8_collate\w*|g_main_context_invoke\w*|g_usleep|usleep|sleep)\s*\('
                   r'|\bno-deprecated-declarations',
                   sources())


def sleeping():
    wrong = in_code(r'\b(?:g_usleep|usleep|nanosleep|sleep|thrd_sleep|g_cond_wait_until)\s*\(',
                    files(ROOT, '.c', '.h', under=('tests',)))
    for path in files(ROOT, '.py', '.sh', under=('tests',)):
        if path != 'tests/checks/tree.py':
            wrong += [f'{path}:{line}: {found}' for line, found in
                      lines_with(r'\b(?:time\.)?sleep\s*\(|(?m:^\s*sleep\s+[\d$])', read(ROOT, path))]
    return wrong


def unused():
    # A declaration and a definition are two; whatever calls or names it makes three. What the macros
    # of GLib name is never seen.
    seen = collections.Counter(
        word for path in files(ROOT, '.c', '.h', '.ui', under=('src', 'tests', 'ui'))
        for word in re.findall(r'\bdyr_\w+', blank(read(ROOT, path)) if path[-1] != 'i' else read(ROOT, path)))
    return [f'{path}: {name} is never used' for path in sources('.h')
            for name in re.findall(r'\b(dyr_\w+) \(', blank(read(ROOT, path)))
            if seen[name] == 2 and not name.endswith(('_get_type', '_free', '_clear'))]


def registered():
    wrong = []
    for path in files(ROOT, '.c', '.py', under=('tests',)):
        folder, name = os.path.split(path)
        if re.match(r'(?:test|bench|fuzz)[-_]', name):
            build = os.path.join(folder, 'meson.build')
            stem = re.sub('^fuzz-', '', os.path.splitext(name)[0])
            known = os.path.exists(os.path.join(ROOT, build)) and f"'{stem}" in read(ROOT, build)
            if not known and not name.startswith('bench'):
                wrong.append(f'{path}: {build} does not know it, so it never runs')
    return wrong


def migrations():
    listed = re.findall(r'<file[^>]*>schema/([^<]+)</file>', read(ROOT, 'data/dyryhent-store.gresource.xml'))
    there = [os.path.basename(path) for path in files(ROOT, '.sql', under=('data/schema',))]
    wrong = [f'data/schema/{name} is not in the resource' for name in there if name not in listed]
    wrong += [f'data/schema/{name} is missing' for name in listed if name not in there]
    numbers = [name[:3] for name in there]
    if numbers != [f'{number:03}' for number in range(1, len(there) + 1)]:
        wrong.append(f'the numbers of data/schema have a hole: {", ".join(numbers)}')
    return wrong


def versions():
    program = re.search(r"version: '([^']+)'", read(ROOT, 'meson.build'))[1]
    news = re.search(r'^(\d[\d.]*)', read(ROOT, 'NEWS'), re.MULTILINE)[1]
    release = ElementTree.fromstring(
        read(ROOT, 'data/org.dyryhent.Dyryhent.metainfo.xml.in').encode()).find('releases/release')
    found = {program, news, release.get('version')}
    return [] if len(found) == 1 else [f'meson.build, NEWS, metainfo say {program}, {news}, {release.get("version")}']


def links():
    wrong = []
    for path in ['README.md', 'CONTRIBUTING.md'] + files(ROOT, '.md'):
        for target in re.findall(r'\]\(([^)#:]+)(?:#[^)]*)?\)', read(ROOT, path)):
            if not os.path.exists(os.path.join(ROOT, os.path.dirname(path), target)):
                wrong.append(f'{path}: {target} does not exist')
    return wrong


def papers():
    # What explains the code is in the repository, or it is said where it is needed.
    here = {os.path.basename(path) for path in files(ROOT, '.md', under=FOLDERS + ('docs',)) + os.listdir(ROOT)}
    names = [name for name in ('ARCHITECTURE', 'MODEL', 'STYLE', 'UX', 'SYNC', 'DOMAIN', 'TOOLCHAIN', 'FACTS',
                               'RIVALS', 'CONNECTORS', 'ANCHORS') if name + '.md' not in here]
    if not names:
        return []
    document, word = rf'\b(?:{"|".join(names)})\.md\b', rf'\b(?:{"|".join(names)})\b(?!\.md)'
    wrong = []
    for path in ['dev', 'README.md', 'CONTRIBUTING.md', 'NEWS', 'meson.build'] + files(ROOT, ''):
        text = read(ROOT, path)
        found = list(lines_with(document, text))
        if path.endswith(('.c', '.h')):
            found += lines_with(word, comments(text))
        elif path.endswith('.sql'):
            found += lines_with(word, re.sub(r'(?m)^(?:[^-\n]|-(?!-))*', '', text))
        wrong += [f'{path}:{line}: {name} is not in the repository' for line, name in found]
    return wrong


def inside():
    wrong = []
    tops = ['meson.build', 'meson_options.txt', 'README.md', 'CONTRIBUTING.md', 'NEWS', 'dev']
    endings = ('.c', '.h', '.py', '.sh', '.ui', '.md', '.xml', '.in', '.json', '.sql', '.build', '.po')
    for path in tops + files(ROOT, *endings) + files(ROOT, '', under=('build-aux', '.ci')):
        wrong += [f'{path}:{line}: {found}' for line, found in
                  lines_with(r'(?:\.\.|/work)/(?:shared|main)\b', read(ROOT, path))]
    return wrong


report([
    ('a layer includes only the layers below it', layers),
    ('no file is longer than 800 lines', lengths),
    ('licence, pragma once, config.h first', headers),
    ('no widget that is deprecated or soon will be', widgets),
    ('no goto, no shell, no collation of the C library, no call in whatever thread', calls),
    ('no test sleeps', sleeping),
    ('no public function that nothing uses', unused),
    ('every test is registered', registered),
    ('every migration is in the resource', migrations),
    ('one version everywhere', versions),
    ('links between documents lead somewhere', links),
    ('no document is named that is not here', papers),
    ('nothing refers to a place outside of the project', inside),
])
