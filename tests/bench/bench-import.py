#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""Import of 100 000 clients (`--rows 1000000`: of a million, once) beside a bare `sqlite3 .import` of
what they become into the same table with the same indexes; and the search index, which follows in
jobs of its own, beside a bare rebuild: one INSERT … SELECT into each of two full-text tables that are
made like ours. Interleaved, medians. The bare table is not STRICT and has text for sort keys, of
their length: .import knows nothing else. Each import is undone and redone, and undone and redone
once more record by record to compare (processor time: they follow each other). Of 500 000 rows and
more only the import is looked at."""
import argparse
import csv
import json
import os
import random
import statistics
import subprocess
import tempfile
import time

CLIENTS = 100_000
MANY = 500_000  # of which there is one run, the import alone
RUNS = 5
FORMS = ('ТОВ', 'ПП', 'ФОП', 'ПрАТ', 'ГО', 'ОСББ')
FIRST = ('Дністер', 'Карпатський', 'Зелений', 'Срібний', 'Полонина', 'Левандівка', 'Хмарочос', 'Ґанок',
         'Єдність', 'Світанок', 'Ромашка', 'Їжакевич')
SECOND = ('двір', 'школа', 'трейд', 'клінік', 'ліфт', 'буд', 'медіа', 'юрист', 'агро', 'логістика')
STREETS = ('вул. Зелена', 'вул. Стрийська', 'просп. Свободи', 'пл. Ринок', 'вул. Городоцька')
CITIES = ('Львів', 'Київ', 'Одеса', 'Харків', 'Стрий', 'Самбір', 'Дрогобич', 'Тернопіль')
STATES = ('активний', 'потенційний', 'призупинено', 'втрачений')


def code(number):
    """The ЄДРПОУ code whose first seven digits these are."""
    digits = [int(digit) for digit in f'{number:07}']
    weights = [7, 1, 2, 3, 4, 5, 6] if 3_000_000 <= number < 6_000_000 else [1, 2, 3, 4, 5, 6, 7]
    rest = sum(d * w for d, w in zip(digits, weights)) % 11
    if rest == 10:
        rest = sum(d * (w + 2) for d, w in zip(digits, weights)) % 11 % 10
    return f'{number:07}{rest}'


def write_clients(path, clients):
    chance = random.Random(7)
    pick = chance.choice
    with open(path, 'w', newline='', encoding='utf-8') as file:
        writer = csv.writer(file, delimiter=';')
        writer.writerow(('Назва', 'Код ЄДРПОУ', 'Телефон', 'E-mail', 'Вулиця', 'Місто', 'Статус',
                         'Наступний контакт'))
        for i, number in enumerate(chance.sample(range(10 ** 7), clients)):
            writer.writerow((
                f'{pick(FORMS)} «{pick(FIRST)} {pick(SECOND)} {chance.randrange(10 ** 7)}»',
                code(number), f'+38067{chance.randrange(10 ** 7):07}', f'office{i}@example.com',
                f'{pick(STREETS)}, {chance.randrange(1, 300)}', pick(CITIES), pick(STATES),
                f'{chance.randrange(1, 28):02}.{chance.randrange(1, 13):02}.2026'))


def query(database, sql, *arguments):
    return subprocess.run(['sqlite3', *arguments, database, sql], check=True,
                          capture_output=True, text=True).stdout


def write_bare(database, rows, schema):
    """What the clients became, as .import takes it, and the table it goes into."""
    columns = query(database, "SELECT name || ' ' || type FROM pragma_table_info ('client')").split('\n')
    values = ', '.join(
        f'substr (hex ({name}), 1, length ({name}))' if kind == 'BLOB' else f'"{name}"'
        for name, kind in (column.split() for column in columns if column))
    with open(rows, 'w', encoding='utf-8') as file:
        file.write(query(database, f'SELECT {values} FROM client ORDER BY id', '-csv'))
    with open(schema, 'w', encoding='utf-8') as file:
        file.write(query(database, "SELECT replace (sql, ' STRICT', '') || ';' FROM sqlite_schema "
                                   "WHERE tbl_name = 'client' AND sql IS NOT NULL ORDER BY type DESC"))


def import_bare(folder, rows, schema, clients):
    database = os.path.join(folder, 'bare.db')
    with open(schema, encoding='utf-8') as file:
        subprocess.run(['sqlite3', database], stdin=file, check=True)
    began = time.monotonic()
    subprocess.run(['sqlite3', database, f'.import --csv {rows} client'], check=True)
    took = time.monotonic() - began
    assert int(query(database, 'SELECT count (*) FROM client')) == clients
    os.remove(database)
    return took


def import_ours(program, database, path, clients, *arguments):
    """Seconds of the import, and of the search index afterwards; then those of each undo and redo."""
    first, *others = subprocess.run([program, *arguments, database, path], check=True,
                                    capture_output=True, text=True).stdout.splitlines()
    done, took, search = first.split()
    assert int(done) == clients, first
    undone = {name: (int(whole) / 1e6, int(processor) / 1e6)
              for name, whole, processor in (line.split() for line in others)}
    return int(took) / 1e6, int(search) / 1e6, undone


def index_bare(folder, database):
    """Seconds of the same full text, made at once from what is in the store."""
    copy = os.path.join(folder, 'index.db')
    remove(copy)
    schema = query(database, "SELECT sql || ';' FROM sqlite_schema WHERE name IN ('word', 'piece')")
    query(copy, f"ATTACH '{database}' AS office; CREATE TABLE text (id INTEGER PRIMARY KEY, fold TEXT); "
                "INSERT INTO text SELECT id, fold FROM office.client WHERE fold IS NOT NULL; " + schema)
    began = time.monotonic()
    query(copy, 'BEGIN; INSERT INTO word (rowid, fold) SELECT id, fold FROM text; '
                'INSERT INTO piece (rowid, fold) SELECT id, fold FROM text; COMMIT')
    took = time.monotonic() - began
    remove(copy)
    return took


def remove(database):
    for end in ('', '-wal', '-shm'):
        if os.path.exists(database + end):
            os.remove(database + end)


def lines_of_undos(undos, imported):
    whole, work = ({name: statistics.median(pair[i] for pair in pairs) for name, pairs in undos.items()}
                   for i in range(2))
    lines = []
    for name, words in (('undo', 'undo of the import'), ('redo', 'redo of it')):
        each = name + '-each'
        lines += [
            (words, whole[name], 's', None),
            (f'{words}, record by record', whole[each], 's', None),
            (f'{words} / record by record, processor', work[name] / work[each], 'x', None),
            (f'{words} / the import', whole[name] / imported, 'x', None),
        ]
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', required=True)
    parser.add_argument('--output', required=True)
    parser.add_argument('--rows', type=int, default=CLIENTS)
    options = parser.parse_args()
    program = os.path.join(os.path.abspath(options.build), 'tests/bench/import-clients')
    n = options.rows
    once = n >= MANY
    times = {'ours': [], 'search': [], 'bare': [], 'index': [], 'dry': []}
    undos = {'undo': [], 'redo': [], 'undo-each': [], 'redo-each': []}
    with tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.abspath(options.output))) as folder:
        clients, rows, schema, database = (
            os.path.join(folder, name) for name in ('clients.csv', 'rows.csv', 'schema.sql', 'office.db'))
        write_clients(clients, n)
        if not once:
            import_ours(program, database, clients, n)  # warm
            write_bare(database, rows, schema)
        for _ in range(1 if once else RUNS):
            remove(database)
            if not once:
                times['dry'].append(import_ours(program, database, clients, n, '--dry-run')[0])
            took, search, undone = import_ours(program, database, clients, n, *([] if once else ['--undo']))
            for name, pair in undone.items():
                undos[name].append(pair)
            times['ours'].append(took)
            times['search'].append(search)
            if once:
                write_bare(database, rows, schema)
            times['bare'].append(import_bare(folder, rows, schema, n))
            times['index'].append(index_bare(folder, database))
    medians = {name: statistics.median(values) for name, values in times.items() if values}
    lines = [
        (f'import of {n} clients', medians['ours'], 's', None),
        ('bare sqlite3 .import of what they become', medians['bare'], 's', None),
        ('import / bare .import', medians['ours'] / medians['bare'], 'x', 3),
        ('search ready after the import', medians['search'], 's', None),
        ('bare rebuild of the full text', medians['index'], 's', None),
        ('search ready / bare rebuild', medians['search'] / medians['index'], 'x', 2),
    ]
    if 'dry' in medians:
        lines.append(('dry run', medians['dry'], 's', None))
    if not once:
        lines += lines_of_undos(undos, medians['ours'])
    with open(options.output, 'w', encoding='utf-8') as file:
        json.dump([{'name': n, 'value': round(v, 3), 'unit': u, 'bound': b}
                   for n, v, u, b in lines], file, indent=1)


if __name__ == '__main__':
    main()
