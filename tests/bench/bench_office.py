# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""The large office of the benchmarks: made once, beside their figures, and kept."""
import os
import subprocess


def make_office(build, output, clients):
    """The name of its file."""
    office = os.path.join(os.path.dirname(os.path.abspath(output)), f'office-{clients}.db')
    if os.path.exists(office):
        return office
    part = office + '.part'
    for end in ('', '-wal', '-shm'):
        if os.path.exists(part + end):
            os.remove(part + end)
    subprocess.run([os.path.join(build, 'tests/bench/make-office'), part, str(clients)], check=True)
    os.rename(part, office)
    return office
