#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""test_sync_files.py PROGRAM FAKE_ESPOCRM: files go to the CRM and come to another computer, whole or not at all."""
import concurrent.futures
import hashlib
import json
import os
import signal
import urllib.error
import urllib.request

from fake_crm import ADMIN, KEY, Crm, parked, status
from office import Office, case, equal, main

MEGABYTE = 1 << 20
# Three pieces of a megabyte, no two alike.
LARGE = b''.join(hashlib.sha256(b'%d' % i).digest() for i in range(5 * MEGABYTE // 64))
SMALL = b'%PDF-1.4 \x00\xff\r\n'

# Each way to fail going up, once; then it goes on by itself.
UP = ('lost-request', 'lost-answer', 'delayed=2', 'cut-body=3', 'huge', 'endless', 'html', 'redirect', 'content-type',
      'deep-json', 'unauthorized', 'locked-out', 'status=500', 'status=503', 'status-done=502', 'twice')
# … and coming down.
DOWN = ('lost-request', 'lost-answer', 'cut-body=0', 'cut-body=1', 'cut-body=1300000', 'cut-body=2621439', 'short-body=0',
        'short-body=2621439', 'other-body', 'huge', 'endless', 'html', 'redirect', 'unauthorized', 'locked-out', 'status=500',
        'status=503')


def pair(office):
    """Two computers of one office."""
    for name in ('here', 'there'):
        os.mkdir(os.path.join(office.folder, name))
    return [Office(os.path.join(office.folder, name)) for name in ('here', 'there')]


def write(office, name, data):
    path = os.path.join(office.folder, name)
    with open(path, 'wb') as file:
        file.write(data)
    return path


def attach(office, data, name='скан.tif', client='Дністер'):
    client = office.add('clients', f'name={client}')
    return client, office.out('attach', client, write(office, name, data)).strip()


def stored(crm, content):
    """What the CRM has under that id; None: nothing."""
    request = urllib.request.Request(f'{crm.url}/api/v1/Attachment/file/{content}', headers={'X-Api-Key': ADMIN})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        equal(error.code, 404)
        return None


def kept(office):
    """The checksums that the files of this computer really have; none is half. What was being written when the program
    died has another name until it is swept away."""
    folder = office.path + '-files'
    found = []
    for name in os.listdir(folder) if os.path.isdir(folder) else ():
        if name.startswith('new-'):
            continue
        with open(os.path.join(folder, name), 'rb') as file:
            equal(hashlib.sha256(file.read()).hexdigest(), name)
        found.append(name)
    return found


def in_crm(crm, uid, data):
    """One record, and what it names has these bytes."""
    files = crm.records('DyrFile')
    equal(list(files), [uid])
    equal(stored(crm, files[uid]['fileId']), data)
    equal((files[uid]['dyrChecksum'], files[uid]['dyrSize']), (hashlib.sha256(data).hexdigest(), len(data)))
    return files[uid]


def fetched(crm, office, uid, data):
    """Another computer has it, once it asked for it."""
    crm.sync(office, '--until-quiet')
    if not kept(office):
        office.run('files', 'fetch', uid)
    crm.sync(office, '--until-quiet')
    equal(kept(office), [hashlib.sha256(data).hexdigest()])
    path = os.path.join(office.folder, 'out')
    office.run('save-file', uid, path)
    with open(path, 'rb') as file:
        assert file.read() == data
    os.unlink(path)
    office.check()


def quiet(crm, *offices):
    """Nothing goes any more."""
    before = crm.counts()['requests'], crm.writes()
    for office in offices:
        crm.sync(office, '--until-quiet')
        equal(status(office)['files-to-upload'], 0)
        office.check()
    equal(crm.writes(), before[1])


@case
def there_and_back(office):
    here, there = pair(office)
    with Crm('extension', '--upload-piece', '1') as crm:
        for number, (data, name) in enumerate(((SMALL, 'Акт "1" <2>.pdf'), (LARGE, 'scan.tif'), (LARGE[:MEGABYTE], 'rim'))):
            _, uid = attach(here, data, name, f'Клієнт {number}')
            crm.sync(here, '--until-quiet')
            files = crm.records('DyrFile')
            equal(len(files), number + 1)
            equal(files[uid]['name'], name)
            equal(stored(crm, files[uid]['fileId']), data)
            equal(files[uid]['dyrChecksum'], hashlib.sha256(data).hexdigest())
            # Nothing comes that nobody asked for.
            crm.sync(there, '--until-quiet')
            equal(len(kept(there)), number)
            assert f'files fetch {uid}' in there.run('save-file', uid, f'{there.path}-saved', status=1).err
            there.run('files', 'fetch', uid)
            crm.sync(there, '--until-quiet')
            equal(len(kept(there)), number + 1)
        quiet(crm, here, there)
        equal(sorted(kept(here)), sorted(kept(there)))


def all_at_once(office, function, cases):
    """Each case in an office of its own, some beside one another: most of their time they wait."""
    def run(number, more):
        folder = os.path.join(office.folder, str(number))
        os.mkdir(folder)
        function(Office(folder), *more)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(run, number, more) for number, more in enumerate(cases)]:
            done.result()


def arm(fault, strike):
    name, _, number = fault.partition('=')
    return name, f'{name}*1{"=" + number if number else ""}{strike}'


def go_up(office, fault, strike, data):
    name, armed = arm(fault, strike)
    with Crm('extension', '--upload-piece', '1', faults=[armed]) as crm:
        crm.sync(office, '--until-quiet')
        _, uid = attach(office, data)
        crm.sync(office, status=None)
        equal((armed, crm.counts()['faults']), (armed, {name: 1}))
        assert len(crm.records('DyrFile')) <= 1
        crm.sync(office, '--until-quiet')
        in_crm(crm, uid, data)
        equal((armed, parked(office)), (armed, []))
        quiet(crm, office)


@case
def every_fault_going_up(office):
    """At the beginning, at a piece, at the look whether it is whole; and of what goes in one request."""
    strikes = (('@POST:Attachment', LARGE), ('+1@POST:Attachment/chunk', LARGE), ('@GET:Attachment/', LARGE),
               ('@POST:Attachment', SMALL))
    all_at_once(office, go_up, [(fault, *strike) for fault in UP for strike in strikes])


@case
def stopped(office):
    """What stops files alone is told; records go all the same."""
    crm_says = (('html', 'instead of the CRM', 1), ('unauthorized', 'does not accept the key', 1),
                ('locked-out', 'refuses to talk', 1), ('lost-request', 'could not be reached', 3))
    for fault, says, code in crm_says:
        one = os.path.join(office.folder, fault)
        os.mkdir(one)
        one = Office(one)
        with Crm('extension', faults=[f'{fault}@POST:Attachment']) as crm:
            client, _ = attach(one, SMALL)
            done = crm.sync(one, status=code)
            assert says in done.err, (fault, done)
            equal(list(crm.records('Account')), [client])
            equal(crm.records('DyrFile'), {})


def come_down(office, fault):
    here, there = pair(office)
    name, armed = arm(fault, '@GET:Attachment/file')
    with Crm('extension', '--upload-piece', '1', faults=[armed]) as crm:
        _, uid = attach(here, LARGE)
        crm.sync(here, '--until-quiet')
        crm.sync(there, '--until-quiet')
        there.run('files', 'fetch', uid)
        crm.sync(there, status=None)
        equal((armed, crm.counts()['faults']), (armed, {name: 1}))
        # There is nothing of it, or all.
        kept(there)
        fetched(crm, there, uid, LARGE)
        quiet(crm, here, there)


@case
def every_fault_coming_down(office):
    all_at_once(office, come_down, [(fault,) for fault in DOWN])


@case
def vanished_before_its_record(office):
    """The CRM clears away what no record speaks of: it is sent anew, and the record has it."""
    with Crm('extension', faults=['lost-request*1@POST:DyrFile']) as crm:
        crm.sync(office, '--until-quiet')
        _, uid = attach(office, SMALL)
        crm.sync(office, status=None)
        [first] = [id for id, record in crm.state()['types']['Attachment'].items() if not record['deleted']]
        crm.ask('DELETE', f'Attachment/{first}')
        crm.sync(office, '--until-quiet')
        assert in_crm(crm, uid, SMALL)['fileId'] != first
        quiet(crm, office)


@case
def refused(office):
    """Too large, or too much at once: it waits with its reason, and nothing waits for it."""
    with Crm('extension', '--upload-most', '2', '--upload-piece', '1', faults=['status*1=413@POST:Attachment']) as crm:
        crm.sync(office, '--until-quiet')
        client, large = attach(office, LARGE)
        crm.sync(office, status=None)
        [entry] = parked(office)
        assert 'larger than the CRM takes' in json.dumps(entry, ensure_ascii=False), entry
        small = office.out('attach', client, write(office, 'small.pdf', SMALL)).strip()
        crm.sync(office, status=None)
        reasons = json.dumps(parked(office), ensure_ascii=False)
        assert len(parked(office)) == 2 and 'so much through at once' in reasons, reasons
        equal(crm.records('DyrFile'), {})
        equal([record['name'] for record in crm.records('Account').values()], ['Дністер'])
        office.run('retry', small)
        crm.sync(office, status=None)
        in_crm(crm, small, SMALL)
        equal(len(parked(office)), 1)
        assert large in json.dumps(parked(office)), parked(office)


@case
def replaced_in_the_crm(office):
    """Somebody puts another file there: this computer fetches that one, and keeps no other under its name."""
    here, there = pair(office)
    with Crm('extension', '--upload-piece', '1') as crm:
        _, uid = attach(here, SMALL, 'a.pdf')
        crm.sync(here, '--until-quiet')
        fetched(crm, there, uid, SMALL)
        made = crm.ask('POST', 'Attachment', {'name': 'b.txt', 'type': 'text/plain', 'role': 'Attachment',
                                              'relatedType': 'DyrFile', 'field': 'file',
                                              'file': 'data:text/plain;base64,bmV3'})
        crm.ask('PUT', f'DyrFile/{crm.records("DyrFile")[uid]["id"]}', {'fileId': made['id']})
        for each in (here, there):
            crm.sync(each, '--until-quiet')
            [record] = each.list('files')
            equal((record['name'], record['size']), ('b.txt', 3))
            each.refuse('save-file', uid, os.path.join(each.folder, 'x'), says='not on this computer')
            each.run('files', 'fetch', uid)
            crm.sync(each, '--until-quiet')
            each.run('save-file', uid, os.path.join(each.folder, 'x'))
            with open(os.path.join(each.folder, 'x'), 'rb') as file:
                equal(file.read(), b'new')
        quiet(crm, here, there)


@case
def gone_in_the_crm(office):
    """The record is there, what was in it is not: that is said, and nothing else."""
    here, there = pair(office)
    with Crm('extension') as crm:
        _, uid = attach(here, SMALL)
        crm.sync(here, '--until-quiet')
        crm.sync(there, '--until-quiet')
        crm.ask('DELETE', f'Attachment/{crm.records("DyrFile")[uid]["fileId"]}')
        there.run('files', 'fetch', uid)
        crm.sync(there, '--until-quiet', status=None)
        equal(kept(there), [])
        equal(len(there.list('files')), 1)
        equal(kept(here), [hashlib.sha256(SMALL).hexdigest()])
        here.check()
        there.check()


@case
def deleted_with_its_record(office):
    """Whoever deletes a record in the CRM deletes its files, there and on each computer."""
    here, there = pair(office)
    with Crm('extension') as crm:
        client, kept_one = attach(here, SMALL, 'a.pdf')
        contract = here.add('contracts', 'number=К-1', f'client={client}')
        gone = here.out('attach', contract, write(here, 'b.pdf', LARGE[:1000])).strip()
        for each in (here, there):
            crm.sync(each, '--until-quiet')
            equal({record['uid'] for record in each.list('files')}, {kept_one, gone})
        crm.ask('DELETE', f'DyrContract/{crm.records("DyrContract")[contract]["id"]}')
        equal(list(crm.records('DyrFile')), [kept_one])
        for each in (here, there):
            crm.sync(each, '--until-quiet')
            equal([record['uid'] for record in each.list('files')], [kept_one])
            equal(each.list('contracts'), [])
        quiet(crm, here, there)


@case
def killed(office):
    """Ended by force at each request of an upload, and while it comes down: one record, all of it."""
    here, there = pair(office)
    with Crm('extension', '--upload-piece', '1') as crm:
        crm.sync(here, '--until-quiet')
        _, uid = attach(here, LARGE)
        for number in range(1, 6):
            process = here.start('sync', '--server', crm.url, env={'DYRYHENT_API_KEY': KEY})
            while process.poll() is None and crm.counts()['requests'] % 6 != number:
                pass
            process.send_signal(signal.SIGKILL)
            process.communicate()
            assert len(crm.records('DyrFile')) <= 1
        crm.sync(here, '--until-quiet')
        in_crm(crm, uid, LARGE)
        crm.sync(there, '--until-quiet')
        there.run('files', 'fetch', uid)
        process = there.start('sync', '--server', crm.url, env={'DYRYHENT_API_KEY': KEY})
        before = crm.counts()['requests']
        while process.poll() is None and crm.counts()['requests'] < before + 5:
            pass
        process.send_signal(signal.SIGKILL)
        process.communicate()
        fetched(crm, there, uid, LARGE)
        quiet(crm, here, there)


@case
def stock_keeps_them(office):
    with Crm('stock') as crm:
        _, uid = attach(office, SMALL)
        crm.sync(office, '--until-quiet', status=None)
        assert not any('Attachment' in name and records for name, records in crm.state()['types'].items())
        equal([record['uid'] for record in office.list('files')], [uid])
        equal(status(office)['files-to-upload'], 0)
        office.check()


main(at_once=4)
