#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""translations.py ROOT: every text is gathered, and translated in every language.

translations.py --list ROOT prints what po/POTFILES.in has to contain.
"""
import gettext
import os
import re
import subprocess
import sys
import tempfile

from tap import blank, files, read, report

LISTING = sys.argv[1] == '--list'
ROOT = os.path.abspath(sys.argv[-1])
IN_C = re.compile(r'(?<!\w)(?:_|N_|C_|NC_|gettext|ngettext|g_dgettext|g_dngettext|g_dpgettext2?)\s*\('
                  r'[^;{}]*?"')
IN_UI = re.compile(r'translatable="(?:yes|true)"')
LANGUAGES = read(ROOT, 'po/LINGUAS').split()
# Letters that give away a text of another language or a look-alike letter.
FOREIGN = {'uk': '[ёъыэЁЪЫЭ]', 'ru': '[іїєґІЇЄҐ]', 'hr': '[\u0400-\u04ff]'}
MIXED = re.compile(r'[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]')
PLURALS = {0: (1, 21, 101), 1: (2, 3, 4, 22, 24, 102), 2: (0, 5, 11, 12, 14, 19, 20, 25, 100, 111, 112)}


def translatable():
    found = [path for path in files(ROOT, '.c', '.h', under=('src',))
             if IN_C.search(re.sub(r'^\s*#\s*define\s+(?:_|N_|C_|NC_)\s*\(.*$', '',
                                   blank(read(ROOT, path), strings=False), flags=re.MULTILINE))]
    found += [path for path in files(ROOT, '.ui', under=('ui',)) if IN_UI.search(read(ROOT, path))]
    return sorted(found + files(ROOT, '.desktop.in', '.metainfo.xml.in', under=('data',)))


def run(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def gather(folder):
    """A fresh template of all texts; its name, or None."""
    potfiles, pot = os.path.join(folder, 'POTFILES'), os.path.join(folder, 'dyryhent.pot')
    with open(potfiles, 'w', encoding='utf-8') as file:
        file.write('\n'.join(translatable()) + '\n')
    done = run('xgettext', *read(ROOT, 'po/xgettext.args').split('\n')[:-1],
               '--package-name=dyryhent', f'--files-from={potfiles}', f'--output={pot}')
    return done.stderr.splitlines(), pot


def entries(text):
    """(context, msgid, plural, [translations], fuzzy) of a catalogue that has no obsolete ones."""
    for block in re.split(r'\n\s*\n', text):
        fields = {}
        for name, body in re.findall(r'^(msg[\w\[\]]+) ((?:"(?:\\.|[^"\\])*"\s*)+)', block, re.MULTILINE):
            fields[name] = ''.join(re.findall(r'"((?:\\.|[^"\\])*)"', body))
        if fields.get('msgid'):
            yield (fields.get('msgctxt', ''), fields['msgid'], fields.get('msgid_plural'),
                   [value for name, value in fields.items() if name.startswith('msgstr')],
                   bool(re.search(r'^#,.*\bfuzzy\b', block, re.MULTILINE)))


def merged(language):
    """The catalogue as it stands against all texts of today."""
    with tempfile.TemporaryDirectory() as folder:
        errors, pot = gather(folder)
        if not os.path.exists(pot):
            return None, errors or ['xgettext wrote nothing']
        out = os.path.join(folder, 'merged.po')
        done = run('msgmerge', '--quiet', '--no-fuzzy-matching', '--no-wrap', '-o', out,
                   f'po/{language}.po', pot)
        if done.returncode:
            return None, done.stderr.splitlines()
        return run('msgattrib', '--no-obsolete', '--no-wrap', out).stdout, []


def valid(language):
    done = run('msgfmt', '--check', '--check-accelerators=_', '-o', os.devnull, f'po/{language}.po')
    return done.stderr.splitlines() if done.returncode or 'warning' in done.stderr else []


def complete(language):
    text, wrong = merged(language)
    if text is None:
        return wrong
    missing = []
    for context, msgid, _, translations, fuzzy in entries(text):
        if fuzzy or not translations or not all(translations):
            where = f'{context}: ' if context else ''
            missing.append(f'{"fuzzy" if fuzzy else "untranslated"}: {where}{msgid}')
    shown = missing[:25]
    return shown + ([f'… and {len(missing) - 25} more'] if len(missing) > 25 else [])


def letters(language):
    wrong = []
    for _, msgid, _, translations, _ in entries(read(ROOT, f'po/{language}.po')):
        if re.search('[\u0400-\u04ff]', msgid):
            continue
        for text in translations:
            plain = re.sub(r'\\n|\\t|%[-\'\d]*[a-z]+', ' ', text).replace('_', '')
            found = re.search(FOREIGN[language], plain) or MIXED.search(plain)
            if found:
                wrong.append(f'{found[0]!r} in {text!r}')
            if re.search(r"\w['\u02bc`]\w", plain):
                wrong.append(f'apostrophe other than ’ in {text!r}')
    return wrong


def terms(language):
    """The agreed words stand as agreed: tests/fixtures/terms.tsv has a column for each language."""
    said = {(context, msgid): translations[0]
            for context, msgid, _, translations, _ in entries(read(ROOT, f'po/{language}.po'))}
    wrong = []
    for line in read(ROOT, 'tests/fixtures/terms.tsv').splitlines():
        if not line.startswith('#'):
            context, msgid, *words = line.split('\t')
            word = words[('uk', 'ru', 'hr').index(language)]
            if said.get((context, msgid)) != word:
                wrong.append(f'{context} “{msgid}” is {said.get((context, msgid))!r} instead of {word!r}')
    return wrong


def plurals(language):
    header = re.search(r'Plural-Forms: nplurals=(\d+); plural=([^;]+);',
                       read(ROOT, f'po/{language}.po').replace('"\n"', ''))
    if not header or header[1] != '3':
        return ['the header has no Plural-Forms with three forms']
    form = gettext.c2py(header[2])
    return [f'{number} takes form {form(number)} instead of {wanted}'
            for wanted, numbers in PLURALS.items() for number in numbers if form(number) != wanted]


def potfiles():
    listed = [line for line in read(ROOT, 'po/POTFILES.in').splitlines() if line and line[0] != '#']
    there = translatable()
    return ([f'po/POTFILES.in lacks {path} (./dev translations writes it)' for path in there if path not in listed] +
            [f'po/POTFILES.in has {path} for nothing' for path in listed if path not in there])


def gathered():
    with tempfile.TemporaryDirectory() as folder:
        return gather(folder)[0]


if LISTING:
    print('# Written by `./dev translations`: every file with translatable strings.')
    print('\n'.join(translatable()))
else:
    report([('potfiles', potfiles), ('texts can be gathered', gathered)] +
           [(f'{language} {name}', lambda language=language, check=check: check(language))
            for language in LANGUAGES
            for name, check in (('is well formed', valid), ('is complete', complete),
                                ('has its plural forms', plurals), ('has the agreed words', terms),
                                ('has only its own letters', letters))])
