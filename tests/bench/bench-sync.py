#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""Sync beside what it could not do without, in one interleaved run on the fake CRM; medians.

Pull: 100 000 clients into an empty database, beside curl that gets the very same pages (the requests
that the CRM has logged) and `sqlite3 .import` of the very same rows into the same tables with the
same indexes. The rows are all that the pull leaves: of the clients, of their e-mails and phones, of
what is known about each record and the CRM, and of the history. Search follows in jobs of its own and
is a line of its own. As in bench-import.py the bare tables are not STRICT and have text for keys, of
their length. Push: 2000 new clients, 2000 edits, beside curl that makes the very same requests, one
after the other over one connection, and four at a time as we do: the ratio is to the faster of both.
Neither reads what was answered, nor writes anything. Main loop: 10 000 changes of the CRM come into a database of a
million clients with a list of them all, as below a window: no turn may last over 8 ms for what it did
itself; what others on this computer took away from it is told apart."""
import argparse
import csv
import hashlib
import http.client
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import tempfile
import time

PULLED = 100_000
PUSHED = 2_000
CHANGED = 10_000
MILLION = 1_000_000
RUNS = 3
KEY = '0123456789abcdef0123456789abcdef'
ENVIRONMENT = dict(os.environ, DYRYHENT_API_KEY=KEY)
CREATED = 1_767_225_600  # when the records of the fake CRM were made: their ids follow from it
TABLES = ('action', 'record', 'client', 'member', 'change')
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Bench:
    """The programs, and a folder for what they make."""

    def __init__(self, build, folder):
        self.build = os.path.abspath(build)
        self.folder = folder

    def path(self, name):
        return os.path.join(self.folder, name)

    def program(self, name):
        return os.path.join(self.build, 'tests', name)

    def sync(self, database, crm, *options):
        """One run: what sync-run tells of it."""
        output = subprocess.run([self.program('bench/sync-run'), *options, self.path(database), crm.url],
                                check=True, capture_output=True, text=True, env=ENVIRONMENT).stdout
        return json.loads(output.splitlines()[-1])

    def fresh(self, name, source=None):
        """The database of that name: none, or a copy."""
        for end in ('', '-wal', '-shm'):
            if os.path.exists(self.path(name) + end):
                os.remove(self.path(name) + end)
        if source:
            shutil.copyfile(self.path(source), self.path(name))
        return name


def processor_time():
    """Seconds of work of all programs that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Crm:
    """A fake EspoCRM with its extension."""

    def __init__(self, bench, records=0, log=None):
        arguments = [bench.program('support/fake-espocrm'), '--mode', 'extension', '--until-eof',
                     '--time', str(CREATED), '--records', str(records)]
        if log:
            arguments += ['--log', bench.path(log)]
        self.process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        self.url = self.process.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


def curl(bench, log, crm, *options):
    """Seconds of the logged requests, one after the other unless options say otherwise."""
    requests = bench.path('requests')
    with open(bench.path(log), encoding='utf-8') as file:
        text = re.sub(r'(?m)^url = "http://[^/]*', f'url = "{crm.url}', file.read())
    with open(requests, 'w', encoding='utf-8') as file:
        file.write(text.replace('output = "/dev/null"\n',
                                'output = "/dev/null"\nwrite-out = "%{http_code}\\n"\n'))
    began = time.monotonic()
    output = subprocess.run(['curl', '--silent', *options, '--config', requests], check=True,
                            capture_output=True, text=True).stdout
    took = time.monotonic() - began
    refused = [code for code in output.split() if not code.startswith('2')]
    assert not refused and len(output.split()) == text.count('\nurl = "'), refused
    return took


def query(database, sql, *arguments):
    return subprocess.run(['sqlite3', *arguments, database, sql], check=True,
                          capture_output=True, text=True).stdout


def write_rows(bench, database):
    """What the pull left, as .import takes it, and the tables it goes into."""
    for table in TABLES:
        columns = query(database, f"SELECT name || ' ' || type FROM pragma_table_info ('{table}')")
        values = ', '.join(
            f'substr (hex ({name}), 1, length ({name}))' if kind == 'BLOB' else f'"{name}"'
            for name, kind in (column.split() for column in columns.splitlines()))
        with open(bench.path(f'{table}.csv'), 'w', encoding='utf-8') as file:
            file.write(query(database, f'SELECT {values} FROM "{table}" ORDER BY 1', '-csv'))
    names = ', '.join(f"'{table}'" for table in TABLES)
    schema = query(database, "SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL AND "
                             f'tbl_name IN ({names}) ORDER BY type DESC')
    # .import has no NULL: an empty text is left out of an index where NULL would be.
    schema = re.sub(r'WHERE (\w+) IS NOT NULL', r"WHERE \1 <> ''", schema)
    with open(bench.path('schema.sql'), 'w', encoding='utf-8') as file:
        file.write(schema.replace(') STRICT, WITHOUT', ') WITHOUT').replace(') STRICT', ')'))


def import_rows(bench, n_records):
    database = bench.path(bench.fresh('bare.db'))
    with open(bench.path('schema.sql'), encoding='utf-8') as file:
        subprocess.run(['sqlite3', database], stdin=file, check=True)
    began = time.monotonic()
    subprocess.run(['sqlite3', database]
                   + [f'.import --csv {bench.path(table)}.csv {table}' for table in TABLES], check=True)
    took = time.monotonic() - began
    assert int(query(database, 'SELECT count (*) FROM record')) == n_records
    return took


def copy_rows(bench, source):
    """The same rows out of another database: without any reading of text, with NULLs and blobs."""
    database = bench.path(bench.fresh('copied.db'))
    names = ', '.join(f"'{table}'" for table in TABLES)
    query(database, query(source, "SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL AND "
                                  f'tbl_name IN ({names}) ORDER BY type DESC'))
    copies = ''.join(f'INSERT INTO main."{table}" SELECT * FROM source."{table}" ORDER BY 1; '
                     for table in TABLES)
    began = time.monotonic()
    query(database, f"ATTACH '{source}' AS source; BEGIN; {copies} COMMIT")
    return time.monotonic() - began


def medians(runs):
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def bench_pull(bench):
    runs = []
    with Crm(bench, PULLED, 'pull.log') as crm:
        told = bench.sync(bench.fresh('pulled.db'), crm)  # warm
        assert told['taken'] >= PULLED, told
        shutil.copyfile(bench.path('pull.log'), bench.path('pages'))
        write_rows(bench, bench.path('pulled.db'))
        n_records = int(query(bench.path('pulled.db'), 'SELECT count (*) FROM record'))
        for _ in range(RUNS):
            told = bench.sync(bench.fresh('ours.db'), crm)
            before = processor_time()
            bare = {'pages': curl(bench, 'pages', crm), 'rows': import_rows(bench, n_records)}
            bare['work'] = processor_time() - before
            runs.append({'pull': told['sync'] / 1e6, 'search': told['search'] / 1e6,
                         'ratio': told['sync'] / 1e6 / (bare['pages'] + bare['rows']),
                         'our work': told['work'] / 1e6,
                         'copied': copy_rows(bench, bench.path('pulled.db')), **bare})
    found = medians(runs)
    return [
        (f'pull of {PULLED} clients', found['pull'], 's', None),
        ('curl for the same pages', found['pages'], 's', None),
        ('bare sqlite3 .import of the same rows', found['rows'], 's', None),
        ('pull / (curl + .import)', found['ratio'], 'x', 1.5),
        ('work of all threads of the pull', found['our work'], 's', None),
        ('work of curl and sqlite3', found['work'], 's', None),
        ('the same rows copied out of another database', found['copied'], 's', None),
        ('search ready after the pull', found['search'], 's', None),
    ]


def write_clients(path, n):
    with open(path, 'w', newline='', encoding='utf-8') as file:
        writer = csv.writer(file, delimiter=';')
        writer.writerow(('Назва', 'E-mail', 'Вулиця', 'Місто', 'Статус'))
        for i in range(n):
            writer.writerow((f'ТОВ «Дністер {i * 7919 % n}»', f'office{i}@example.com',
                             f'вул. Зелена, {i % 300}', ('Львів', 'Київ', 'Стрий')[i % 3], 'активний'))


def import_clients(bench, database, n):
    write_clients(bench.path('clients.csv'), n)
    output = subprocess.run([bench.program('bench/import-clients'), bench.path(database),
                             bench.path('clients.csv')], check=True, capture_output=True, text=True)
    assert int(output.stdout.split()[0]) == n, output.stdout


def bench_push(bench, name, database, records):
    """The database waits to be pushed to a CRM that has so many records."""
    runs = []
    with Crm(bench, records, 'push.log') as crm:  # warm
        told = bench.sync(bench.fresh('ours.db', database), crm)
        assert told['sent'] == PUSHED, told
    shutil.copyfile(bench.path('push.log'), bench.path('requests.log'))
    for _ in range(RUNS):
        with Crm(bench, records) as crm:
            told = bench.sync(bench.fresh('ours.db', database), crm)
        with Crm(bench, records) as crm:
            one = curl(bench, 'requests.log', crm)
        with Crm(bench, records) as crm:
            four = curl(bench, 'requests.log', crm, '--parallel', '--parallel-max', '4')
        runs.append({'push': told['sync'] / 1e6, 'work': told['work'] / 1e6, 'one': one, 'four': four,
                     'ratio': told['sync'] / 1e6 / min(one, four)})
    found = medians(runs)
    return [
        (f'push of {PUSHED} {name}', found['push'], 's', None),
        ('work of all threads of the push', found['work'], 's', None),
        ('curl for the same requests, one by one', found['one'], 's', None),
        ('curl for the same requests, four at a time', found['four'], 's', None),
        (f'push of {name} / curl', found['ratio'], 'x', 1.2),
    ]


def prepare_edits(bench):
    with Crm(bench, PUSHED) as crm:
        bench.sync(bench.fresh('edits.db'), crm)
    subprocess.run([bench.program('bench/sync-run'), '--edit', str(PUSHED), bench.path('edits.db')],
                   check=True)


def make_million(bench, cache):
    """A million clients, a hundredth of them from the CRM; kept from one time to the next."""
    mark = hashlib.sha256()
    for name in sorted(os.listdir(os.path.join(ROOT, 'data/schema'))):
        with open(os.path.join(ROOT, 'data/schema', name), 'rb') as file:
            mark.update(file.read())
    kept = os.path.join(cache, f'million-{mark.hexdigest()[:12]}.db')
    if os.path.exists(kept):
        return kept
    import_clients(bench, bench.fresh('million.db'), MILLION - CHANGED)
    # As those of a sample office: they never leave.
    query(bench.path('million.db'), 'UPDATE record SET origin = 3, push = 0, seq = NULL')
    with Crm(bench, CHANGED) as crm:
        told = bench.sync('million.db', crm)
        assert told['taken'] >= CHANGED, told
    shutil.move(bench.path('million.db'), kept)
    return kept


def change_all(crm):
    """Somebody changes every record in the CRM."""
    server = http.client.HTTPConnection(crm.url.split('//')[1])
    headers = {'X-Api-Key': KEY, 'Content-Type': 'application/json'}
    ids = []
    while len(ids) < CHANGED:
        server.request('GET', f'/api/v1/Account?select=id&orderBy=id&order=asc&maxSize=200&offset={len(ids)}',
                       headers=headers)
        ids += [account['id'] for account in json.loads(server.getresponse().read())['list']]
    for number, name in enumerate(ids):
        server.request('PUT', f'/api/v1/Account/{name}', headers=headers,
                       body=json.dumps({'name': f'Renamed {number}', 'website': f'https://{number}.example'}))
        answer = server.getresponse()
        answer.read()
        assert answer.status == 200, answer.status


def bench_loop(bench, cache):
    kept = make_million(bench, cache)
    shutil.copyfile(kept, bench.path(bench.fresh('ours.db')))
    with Crm(bench, CHANGED) as crm:
        change_all(crm)
        told = bench.sync('ours.db', crm, '--list')
    assert told['taken'] >= CHANGED, told
    return [
        (f'{CHANGED} changes into {MILLION} clients', told['sync'] / 1e6, 's', None),
        ('turns of the main loop meanwhile', told['turns'], '', None),
        ('longest turn', told['longest_own'] / 1e3, 'ms', 8),
        ('turns over 8 ms', told['own'], '', 0),
        ('longest turn with what others took', told['longest'] / 1e3, 'ms', None),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', required=True)
    parser.add_argument('--output', required=True)
    parser.add_argument('--only', choices=('pull', 'push', 'loop'))
    options = parser.parse_args()
    cache = os.path.dirname(os.path.abspath(options.output))
    lines = []
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        bench = Bench(options.build, folder)
        if options.only in (None, 'pull'):
            lines += bench_pull(bench)
        if options.only in (None, 'push'):
            import_clients(bench, bench.fresh('creates.db'), PUSHED)
            lines += bench_push(bench, 'new clients', 'creates.db', 0)
            prepare_edits(bench)
            lines += bench_push(bench, 'edits', 'edits.db', PUSHED)
        if options.only in (None, 'loop'):
            lines += bench_loop(bench, cache)
    with open(options.output, 'w', encoding='utf-8') as file:
        json.dump([{'name': n, 'value': round(v, 3), 'unit': u, 'bound': b}
                   for n, v, u, b in lines], file, indent=1)


if __name__ == '__main__':
    main()
