#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_files.py CLI PROGRAM: files are attached to a record, opened as copies, saved, renamed, deleted by hand."""
import fcntl
import os
import signal
import stat
import sys
from contextlib import contextmanager

from driver import Atspi
from office import run
from pdf import page


def open_client(office, name='Дністер', **environment):
    """Its page, with the keyboard in it."""
    window = office.open(**environment)
    area = office.page(2)
    office.search(name)
    window.keys('Return')
    detail = office.detail(area)
    window.find('label', name, inside=detail)
    return window, detail


def attach(window, path):
    """By the key of the command, and the dialog."""
    window.keys('ctrl+m')
    window.pick('Attach files', path)


def row_of(window, detail, name):
    """The row of a file, with the keyboard at it: the files are where the dialog would bring them."""
    def find():
        return next((a for a in window.all(detail) if window.role(a) == 'list item'
                     and a.get_name() == name), None)

    def is_at(what):
        window.forget(what)
        return window.has(what, Atspi.StateType.FOCUSED)
    row = window.wait(find, f'the row of {name!r}')
    window.keys('ctrl+m')
    window.find('push button', 'Open', inside='Attach files')
    window.send('Escape')
    window.wait(lambda: not window.seen('push button', 'Open', 'Attach files'), 'no dialog')
    at = None
    for key in ('Tab', 'Down', 'Down'):
        before = at
        window.keys(key)
        at = window.wait(lambda: next((a for a in window.all(detail) if a != before
                                       and window.role(a) == 'list item' and is_at(a)), None),
                         'the keyboard goes on')
        if at == row:
            return row
    raise AssertionError(f'{name} is not reached')


def attach_by_dialog(office):
    """Of two files the one that is not empty is attached to the record; undo takes it back."""
    client = office.add('clients', name='Дністер')
    window, detail = open_client(office)
    attach(window, office.write('акт & <b>.txt', 'привіт'))
    office.until('files', 'the file', len)
    [file] = office.rows('files')
    assert (file['name'], file['about']['uid']) == ('акт & <b>.txt', client), file
    window.find('label', 'акт & <b>.txt', inside=detail)
    window.find_text('12 bytes · ', inside=detail)
    window.find_text(' · You', inside=detail)
    attach(window, office.write('empty.txt', ''))
    window.find_text('“empty.txt” is empty')
    window.click('Close', inside=window.find('dialog', 'A file was not attached'))
    window.wait(lambda: not window.seen('dialog', 'A file was not attached'), 'it is closed')
    assert len(office.rows('files')) == 1
    window.keys('ctrl+z')
    office.until('files', 'no file', lambda rows: rows == [])
    window.wait(lambda: not window.seen('label', 'акт & <b>.txt', inside=detail), 'its row is gone')


@contextmanager
def held(path):
    """Whoever else opens the file waits until the end of this."""
    before = signal.signal(signal.SIGIO, signal.SIG_IGN)
    try:
        with open(path, 'r+b') as file:
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
            yield file
    finally:
        signal.signal(signal.SIGIO, before)


def close_attaching(window, detail, path):
    """Closes the window while the file, which is held, is on its way."""
    attach(window, path)
    window.find_text('Attaching 1 file', inside=detail)
    window.keys('ctrl+q')
    window.find_text('The window closes once the files are attached')


def attach_while_closing(office):
    """The window is there until the file is attached, and tells of one that is not."""
    office.add('clients', name='Дністер')
    window, detail = open_client(office)
    path = office.write('акт.txt', 'привіт')
    with held(path):
        close_attaching(window, detail, path)
        assert office.rows('files') == []
    assert window.process.wait(window.timeout) == 0
    assert [file['name'] for file in office.rows('files')] == ['акт.txt']
    window, detail = open_client(office)
    path = office.write('other.txt', 'привіт')
    with held(path) as file:
        close_attaching(window, detail, path)
        file.truncate(0)
    dialog = window.find('dialog', 'A file was not attached')
    window.find_text('“other.txt” is empty', inside=dialog)
    window.click('Close', inside=dialog)
    assert window.process.wait(window.timeout) == 0
    assert len(office.rows('files')) == 1


def preview_page(office):
    """The first page of a PDF comes up from its row; why another one has none is said."""
    if 'DYRYHENT_PREVIEW' not in os.environ:
        return
    client = office.add('clients', name='Дністер')
    for name, text in (('договір.pdf', page()), ('замкнений.pdf', page(locked=True)), ('зламаний.pdf', '%PDF-1.4 x')):
        office.cli('attach', client, office.write(name, text))
    window, detail = open_client(office)
    window.find_text(' · with a password', inside=detail)
    window.find_text(' · damaged', inside=detail)
    row_of(window, detail, 'договір.pdf')
    window.click('Preview of “договір.pdf”', inside=detail)
    # As wide as a page of 300 × 400 points that is as high as previews are.
    window.wait(lambda: any(window.role(a) == 'image' and window.place(a)[2] == 360 for a in window.all(detail)),
                'the page')
    assert not window.seen('push button', 'Preview of “замкнений.pdf”', detail)


def add_reader(office):
    """A program for texts that notes what it was given; where it notes it, and the folders."""
    noted = os.path.join(office.folder, 'noted')
    data = os.path.join(office.folder, 'data')
    os.makedirs(os.path.join(data, 'applications'))
    with open(os.path.join(data, 'applications', 'reader.desktop'), 'w', encoding='utf-8') as file:
        file.write('[Desktop Entry]\nType=Application\nName=Reader\nMimeType=text/plain;\n'
                   f'Exec=sh -c \'printf "%%s" "$1" >{noted}.part; mv {noted}.part {noted}\' sh %f\n')
    with open(os.path.join(data, 'applications', 'mimeapps.list'), 'w', encoding='utf-8') as file:
        file.write('[Default Applications]\ntext/plain=reader.desktop\n')
    return noted, {'XDG_DATA_HOME': data, 'XDG_CACHE_HOME': os.path.join(office.folder, 'cache')}


def open_copy(office):
    """By Enter: a copy that only its owner can read, in a folder of nobody else; gone at the next start."""
    noted, folders = add_reader(office)
    client = office.add('clients', name='Дністер')
    office.cli('attach', client, office.write('акт 1.txt', 'привіт'))
    window, detail = open_client(office, **folders)
    row_of(window, detail, 'акт 1.txt')
    window.keys('Return')
    window.wait(lambda: os.path.exists(noted), 'the reader is started')
    with open(noted, encoding='utf-8') as file:
        copy = file.read()
    assert os.path.basename(copy) == 'акт 1.txt', copy
    assert copy.startswith(folders['XDG_CACHE_HOME']), copy
    with open(copy, encoding='utf-8') as file:
        assert file.read() == 'привіт'
    assert stat.S_IMODE(os.stat(copy).st_mode) == 0o400
    assert stat.S_IMODE(os.stat(os.path.dirname(copy)).st_mode) == 0o700
    other = os.path.join(folders['XDG_CACHE_HOME'], 'dyryhent', 'opened', 'stray')
    os.mkdir(other)
    window.close()
    assert os.path.exists(copy)
    window = office.open(**folders)
    window.wait(lambda: not os.path.exists(other) and not os.path.exists(copy), 'copies are gone')


def refuse_program(office):
    """A script with an innocent name is not opened; it can be saved."""
    noted, folders = add_reader(office)
    client = office.add('clients', name='Дністер')
    office.cli('attach', client, office.write('рахунок.txt', f'#!/bin/sh\ntouch {noted}\n'))
    window, detail = open_client(office, **folders)
    row_of(window, detail, 'рахунок.txt')
    window.keys('Return')
    dialog = window.find('dialog', 'Programs are not opened from here')
    window.find_text('“рахунок.txt” is a program or starts one.', inside=dialog)
    window.click('Save as…', inside=dialog)
    window.find('push button', 'Save', inside='Save file')
    window.send('Escape')
    window.wait(lambda: not window.seen('push button', 'Save', 'Save file'), 'nothing is saved')
    assert not os.path.exists(noted)


def tell_damage(office):
    """What is damaged on the disk, or not there, is not opened; what to do is said."""
    noted, folders = add_reader(office)
    client = office.add('clients', name='Дністер')
    office.cli('attach', client, office.write('один.txt', 'один'))
    office.cli('attach', client, office.write('два.txt', 'два'))
    blobs = office.path + '-files'
    sums = {file['name']: os.path.join(blobs, file['checksum']) for file in office.rows('files')}
    with open(sums['один.txt'], 'w', encoding='utf-8') as file:
        file.write('інше')
    os.unlink(sums['два.txt'])
    window, detail = open_client(office, **folders)
    for name, text in (('один.txt', '“один.txt” was damaged on the disk'),
                       ('два.txt', 'What is in “два.txt” is not on this computer.')):
        row_of(window, detail, name)
        window.keys('Return')
        dialog = window.find('dialog', 'The file was not opened')
        window.find_text(text, inside=dialog)
        window.click('Close', inside=dialog)
        window.wait(lambda: not window.seen('dialog', 'The file was not opened'), 'it is closed')
    assert not os.path.exists(noted)


def rename_and_delete(office):
    """By keys; the name is one that every folder takes. Deleted, it comes back by Undo."""
    client = office.add('clients', name='Дністер')
    office.cli('attach', client, office.write('акт.txt', 'привіт'))
    window, detail = open_client(office)
    row_of(window, detail, 'акт.txt')
    window.keys('F2')
    dialog = window.find('frame', 'Rename file')
    window.type('Name', 'акт/2.txt', dialog)
    window.click('Save', inside=dialog)
    office.until('files', 'the name', lambda rows: rows[0]['name'] == 'акт_2.txt')
    row_of(window, detail, 'акт_2.txt')
    window.keys('Delete')
    office.until('files', 'no file', lambda rows: rows == [])
    # The toast passes before a busy computer finds it.
    window.keys('ctrl+z')
    office.until('files', 'the file is back', lambda rows: [r['name'] for r in rows] == ['акт_2.txt'])
    window.find_text('акт_2.txt', inside=detail)


if __name__ == '__main__':
    run([attach_by_dialog, attach_while_closing, preview_page, open_copy, refuse_program, tell_damage, rename_and_delete], *sys.argv[1:])
