# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""What the tests of sync share: the fake EspoCRM as a program, and one that only listens."""
import http.client
import http.server
import json
import os
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request

FAKE = os.path.abspath(sys.argv.pop(2))
KEY = '0123456789abcdef0123456789abcdef'
ADMIN = '00000000000000000000000000000ad1'


class Crm:
    """A fake EspoCRM on a port of this computer, until it is closed."""

    def __init__(self, mode, *options, faults=()):
        self.mode = mode
        words = [FAKE, '--until-eof', '--mode', mode, *options]
        for fault in faults:
            words += ['--fault', fault]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.url = self.process.stdout.readline().decode().strip()
        assert self.url.startswith('http://'), self.url

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        assert self.process.wait() == 0, self.process.returncode

    def ask(self, method, path, body=None, key=ADMIN):
        """A request, of the administrator."""
        request = urllib.request.Request(
            f'{self.url}/api/v1/{path}', method=method, data=None if body is None else json.dumps(body).encode(),
            headers={'X-Api-Key': key, 'Content-Type': 'application/json'})
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read())

    def state(self):
        with urllib.request.urlopen(f'{self.url}/debug/state') as answer:
            return json.loads(answer.read())

    def counts(self):
        return self.state()['counts']

    def writes(self):
        """Creates, updates and deletions that were asked for and done."""
        return [self.counts()[name] for name in ('created', 'updated', 'deleted')]

    def records(self, entity):
        """Those that are not deleted, by our uid, or by id when they have none."""
        found = self.state()['types'][entity].values()
        return {record.get(self.uid) or record['id']: record for record in found if not record['deleted']}

    @property
    def uid(self):
        return 'dyrUid' if self.mode == 'extension' else 'cDyrUid'

    def sync(self, office, *words, env=None, **options):
        """One sync of the office with this CRM."""
        return office.run('sync', '--server', self.url, *words,
                          env={'DYRYHENT_API_KEY': KEY, **(env or {})}, **options)


def status(office):
    return json.loads(office.out('sync', 'status', '--format', 'json'))


def conflicts(office):
    return json.loads(office.out('conflicts', '--format', 'json'))


def parked(office):
    return json.loads(office.out('parked', '--format', 'json'))


def nothing_left(crm, *offices):
    """Another sync of each sends nothing and changes nothing."""
    before = crm.writes()
    for office in offices:
        lists = office.list('clients')
        crm.sync(office, '--until-quiet')
        assert office.list('clients') == lists, lists
        office.check()
    assert crm.writes() == before, (crm.writes(), before)


class Between:
    """What lies between us and a CRM; `twist` gets (path, status, headers, body) and returns what arrives instead."""

    def __init__(self, crm, context=None):
        self.twist = None
        self.n_asked = 0
        host = crm.url.removeprefix('http://')

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'
            wbufsize = -1                                       # head and body leave together

            def handle_one_request(handler):                    # pylint: disable=no-self-argument
                handler.raw_requestline = handler.rfile.readline(65537)
                if not handler.raw_requestline or not handler.parse_request():
                    handler.close_connection = True
                    return
                self.n_asked += 1
                body = handler.rfile.read(int(handler.headers.get('Content-Length', 0)))
                there = http.client.HTTPConnection(host)
                there.request(handler.command, handler.path, body, dict(handler.headers))
                answer = there.getresponse()
                status, headers, body = answer.status, dict(answer.getheaders()), answer.read()
                there.close()
                if self.twist is not None:
                    status, headers, body = self.twist(handler.path, status, headers, body)
                headers['Content-Length'] = str(len(body))
                handler.send_response_only(status)
                for name, value in headers.items():
                    handler.send_header(name, value)
                handler.end_headers()
                handler.wfile.write(body)
                handler.wfile.flush()

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.server.daemon_threads = True
        if context is not None:                                 # TLS; who breaks off the greeting is of no interest
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
            self.server.handle_error = lambda *_: None
        self.url = f'{"https" if context else "http"}://127.0.0.1:{self.server.server_port}'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class Listener:
    """Takes connections and tells what was asked; says only what it is told to."""

    def __init__(self):
        self.socket = socket.socket()
        self.socket.bind(('127.0.0.1', 0))
        self.socket.listen(8)
        self.socket.settimeout(120)
        self.url = f'http://127.0.0.1:{self.socket.getsockname()[1]}'

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def take(self):
        """The connection of the next request, and its head."""
        connection, _ = self.socket.accept()
        connection.settimeout(120)
        head = b''
        while b'\r\n\r\n' not in head:
            more = connection.recv(4096)
            assert more, head
            head += more
        return connection, head.decode()
