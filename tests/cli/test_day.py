#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_day.py PROGRAM: a working day of several people and programs, killed in the middle."""
import json
import os
import signal
import subprocess

from office import case, equal, main


@case
def the_day(office):
    """Client, contract, signed, delivery, moved, presentation held; and all of it back again."""
    oksana = office.add('users', 'name=Оксана Мельник')
    client = office.add('clients', 'name=Ключ', 'state=active', 'responsible=Оксана Мельник')
    contract = office.add('contracts', 'client=Ключ', 'number=214/26', 'amount=1500', 'currency=UAH',
                          'responsible=Оксана Мельник', 'valid-to=31.12.2030')
    office.run('set', 'contracts', contract, 'state=signed', 'signed-on=20.11.2026')
    delivery = office.add('deliveries', f'client={client}', 'contract=214/26', 'number=118', 'agreed-on=24.11.2026')
    office.run('set', 'deliveries', delivery, 'agreed-on=26.11.2026')
    office.run('set', 'deliveries', delivery, 'state=delivered', 'delivered-at=26.11.2026 23:30')
    show = office.add('presentations', 'client=Ключ', 'title=Новинки', 'presenter=Оксана Мельник',
                      'starts-at=19.11.2026 10:00')
    office.run('set', 'presentations', show, 'state=held', 'outcome=interested')

    equal(office.show('contracts', contract)['standing'], 'signed')
    record = office.show('deliveries', delivery)
    equal([move['to'] for move in record['agreed-log']], ['2026-11-24', '2026-11-26'])
    assert record['on-time'] is True                            # by the office’s clock, not by UTC’s
    equal(office.show('clients', client)['last-contact'], '2026-11-19')
    equal([entry['new'] for entry in office.history('contracts', contract) if entry['field'] == 'state'], ['signed'])
    # The story of a client tells of what belongs to it.
    story = office.history('clients', client, own=False)
    equal({entry['uid'] for entry in story if entry['kind'] == 'created'}, {client, contract, delivery, show})
    office.check()

    before = {kind: office.list(kind) for kind in ('clients', 'contracts', 'deliveries', 'presentations', 'users')}
    undone = 0
    while office.run('undo', status=None).status == 0:
        undone += 1
    equal(undone, 9)
    for kind in before:
        equal(office.list(kind), [])
    equal(office.status()['waiting'], 0)                        # undone before it was sent: nothing is sent
    for _ in range(undone):
        office.run('undo', '--redo')
    for kind, records in before.items():
        equal(office.list(kind), records)
    assert oksana == before['users'][0]['uid']
    office.check()


@case
def several_at_once(office):
    """Two programs that add at the same time, into a database that is not there yet."""
    script = 'i=0; while [ $i -lt 25 ]; do i=$((i+1)); "$@" "name=$0 $i" || exit; done'
    loops = [subprocess.Popen(['sh', '-c', script, name, *office.command('add', 'clients')], env=office.env,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) for name in ('А', 'Б', 'В')]
    uids = []
    for loop in loops:
        out, err = loop.communicate()
        equal((loop.returncode, err), (0, b''))
        uids += out.decode().split()
    equal(len(set(uids)), 75)
    records = office.list('clients', '--sort', 'name')
    equal({record['uid'] for record in records}, set(uids))
    equal({record['name'] for record in records}, {f'{name} {i}' for name in 'АБВ' for i in range(1, 26)})
    equal(len(office.list('clients', '--query', 'А 25')), 1)
    equal(office.files(), ['office.db'])
    office.check()


@case
def killed_in_the_middle(office):
    """kill -9 in a loop of edits: each that was acknowledged is there, and nothing is half done."""
    uid = office.add('clients', 'name=0')
    script = ('i=$0; while :; do i=$((i+1)); "$@" "name=$i" "city=$i" "phones=0671$(printf %06d $i)" || exit; '
              'echo $i; done')
    last = 0
    for acknowledged in (3, 1, 7, 4, 2, 5):
        process = subprocess.Popen(['sh', '-c', script, str(last), *office.command('set', 'clients', uid)],
                                   env=office.env, stdout=subprocess.PIPE, start_new_session=True)
        for _ in range(acknowledged):
            last = int(process.stdout.readline())
        os.killpg(process.pid, signal.SIGKILL)
        said = process.stdout.read().split()
        process.stdout.close()
        process.wait()
        if said:
            last = int(said[-1])
        record = office.show('clients', uid)
        now = int(record['name'])
        assert now in (last, last + 1), (now, last)             # the one on its way: whole or not at all
        equal((record['city'], record['phone']), (str(now), f'+380671{now:06d}'))
        equal([client['uid'] for client in office.list('clients', '--query', f'0671{now:06d}')], [uid])
        office.check()
        last = now
    names = [entry['new'] for entry in office.history('clients', uid) if entry['field'] == 'name']
    equal(names, [str(number) for number in range(last, 0, -1)])  # none is missing in the history
    while office.show('clients', uid)['name'] != '0':
        office.run('undo')
    equal(office.show('clients', uid)['city'], None)
    office.check()


def size_of(path):
    try:
        return os.path.getsize(path)
    except FileNotFoundError:
        return 0


@case
def killed_while_writing(office):
    """The program itself is killed, at the moment when it has begun to write its journal."""
    uid = office.add('clients', 'name=0')
    journal = office.path + '-wal'
    reached = 0
    for number in range(1, 31):
        before = office.show('clients', uid)['name']
        process = office.start('set', 'clients', uid, f'name={number}', 'description=' + 'опис ' * 2000)
        while process.poll() is None:
            # The loop reads what the other one does: no time is measured.
            if size_of(journal) > 4096 * (number % 12):
                process.kill()
                break
        process.communicate()
        reached += process.returncode == -signal.SIGKILL
        after = office.show('clients', uid)['name']
        assert after == str(number) or (process.returncode != 0 and after == before), (before, after, number)
        office.check()
    assert reached > 0, 'the program was never caught'


@case
def killed_in_a_big_action(office):
    """A sample office that was never finished: told by status and check, taken back by undo."""
    office.add('clients', 'name=Ключ')
    process = office.start('sample', '--clients', '2000', '--real')
    with office.other_program() as other:
        while process.poll() is None:
            if other.execute('SELECT count (*) FROM client').fetchone()[0] > 1:
                process.kill()
                break
    process.communicate()
    equal(process.returncode, -signal.SIGKILL)
    assert '“dyryhent-cli undo 2” takes it back' in office.run('list', 'notes').err
    equal(office.run('list', 'notes').err, '')                  # told once, then by status and undo
    for _ in range(2):
        assert 'Action 2 was interrupted: Sample office. “dyryhent-cli undo 2” takes it back' in office.out('status')
    found = office.status()
    equal(found['interrupted'], 1)
    equal(found['interrupted-actions'], [{'action': 2, 'title': 'Sample office', 'interrupted': 'action'}])
    assert found['records']['clients'] > 1
    office.run('check', status=1)
    office.run('undo', '1')                                     # another one: what is open is told again
    assert 'Action 2 was interrupted' in office.run('undo', '--redo').err
    equal(office.run('undo').err, '')
    equal([record['name'] for record in office.list('clients')], ['Ключ'])
    equal(office.status()['interrupted'], 0)
    equal(office.status()['interrupted-actions'], [])
    office.refuse('undo', '--redo')                             # half an office comes not back
    office.check()


@case
def interrupted_and_kept(office):
    """What was broken off and is to stay is told no more; undo takes it back as before."""
    uid = office.add('clients', 'name=Ключ')
    office.run('set', 'clients', uid, 'city=Львів')
    office.refuse('undo', '--keep', '2')
    office.refuse('undo', '--keep', status=2, says='dyryhent-cli status')
    office.refuse('undo', '--keep', '--redo', '2', status=2)
    office.run('undo')
    with office.other_program() as other:
        other.execute('UPDATE action SET state = 0 WHERE id > 1')
    office.run('status')
    assert 'Action 2 was taken back only in part: City → Львів.' in office.out('status'), office.out('status')
    equal(office.status()['interrupted-actions'], [{'action': 2, 'title': 'City → Львів', 'interrupted': 'undo'}])
    equal(office.out('undo', '--keep', '2'), 'Action 2 stays as it is.\n')
    assert 'Interrupted actions: 0\n' in office.out('status')
    office.check()
    office.refuse('undo', '--keep', '2')
    office.refuse('undo', '--redo')


@case
def interrupted_and_continued(office):
    """An edit of many records that was killed knows what is left of it."""
    first, second = office.add('clients', 'name=Ключ'), office.add('clients', 'name=Замок')
    office.run('set', 'clients', first, 'city=Львів')
    office.refuse('continue', '3', says='not interrupted')
    with office.other_program() as other:
        other.execute("UPDATE action SET state = 0, title = 'bulk\t2' WHERE id = 3")
        other.execute("INSERT INTO meta VALUES ('bulk-what-3', 'client {\"city\":\"Львів\"}'), ('bulk-ids-3', '1-2'), ('bulk-left-3', '1')")
    office.run('status')
    assert 'Action 3 was interrupted: City → Львів (2 records), 1 record is left. “dyryhent-cli continue 3” goes on with it;' in office.out('status'), office.out('status')
    equal(office.status()['interrupted-actions'], [{'action': 3, 'title': 'City → Львів (2 records)', 'interrupted': 'action', 'left': 1}])
    equal(office.out('continue', '3'), '1 record changed (action 3)\n')
    equal(office.show('clients', second)['city'], 'Львів')
    equal(office.status()['interrupted'], 0)
    office.check()
    office.refuse('continue', '3', says='settled')
    office.refuse('continue', '77', says='no action 77')
    office.refuse('continue', 'x', status=2, says='history')
    office.run('undo')
    equal([office.show('clients', uid)['city'] for uid in (first, second)], [None, None])


@case
def constant_memory(office):
    """A list of many records takes no more memory than one of few."""
    office.run('sample', '--clients', '3000', '--locale', 'uk')
    # The sanitizer would keep what was freed.
    env = {'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':quarantine_size_mb=0:thread_local_quarantine_size_kb=0'}

    def peak(*words):
        process = office.start('list', 'clients', '--format', 'json', *words, stdout=subprocess.DEVNULL, env=env)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stderr.close()
        equal(process.returncode, 0)
        return usage.ru_maxrss

    equal(len(json.loads(office.out('list', 'clients', '--format', 'json'))), 3000)
    few, many = peak('--limit', '100'), peak()
    assert many < few * 1.5, (few, many)


main()
