# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""What the checks share: reading the source tree, and reporting in TAP."""
import os
import re
import sys

FOLDERS = ('src', 'ui', 'data', 'po', 'tests', 'flatpak', 'build-aux', '.ci')
C_TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def files(root, *endings, under=FOLDERS):
    """The project's files with one of the endings, as paths below root, in order."""
    found = []
    for folder in under:
        for where, folders, names in os.walk(os.path.join(root, folder)):
            folders[:] = sorted(name for name in folders if name != '__pycache__')
            found += [os.path.relpath(os.path.join(where, name), root)
                      for name in sorted(names) if name.endswith(endings)]
    return found


def read(root, path):
    with open(os.path.join(root, path), encoding='utf-8', errors='replace') as file:
        return file.read()


def blank(text, strings=True):
    """C source without its comments (and, if asked, what is in strings); lines keep their numbers."""
    def replace(match):
        token = match[0]
        if token[0] != '/':
            return token[0] + token[-1] if strings else token
        return ' ' + '\n' * token.count('\n')
    return C_TOKEN.sub(replace, text)


def comments(text):
    """C source without all but its comments; lines keep their numbers."""
    shown, at = [], 0
    for match in C_TOKEN.finditer(text):
        shown.append('\n' * text.count('\n', at, match.start()))
        shown.append(match[0] if match[0][0] == '/' else '\n' * match[0].count('\n'))
        at = match.end()
    return ''.join(shown)


def lines_with(pattern, text):
    for match in re.finditer(pattern, text):
        yield text.count('\n', 0, match.start()) + 1, match[0].strip()


def report(cases):
    """Run (name, function) pairs; a function returns the list of what is wrong."""
    print(f'1..{len(cases)}')
    failed = False
    for number, (name, function) in enumerate(cases, 1):
        wrong = function()
        for line in wrong:
            print(f'# {line}')
        print(f'{"not ok" if wrong else "ok"} {number} {name}')
        failed = failed or bool(wrong)
    sys.exit(1 if failed else 0)
