#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""oracle_merge.py PROGRAM [--count N] [--seed S]: merge once more, naively, and compare.

Written from the rules above dyr_merge (), not from its code, and for one field or group at a time.
N random triples (100 000 in the tests; now and then --count 10000000, some minutes); the seed is
printed, and with it a failing run comes again."""
import argparse
import json
import random
import subprocess
import sys

CHUNK = 20000
PERSONS = [f'00000000-0000-7000-8000-00000000000{digit}' for digit in 'abcdef']
MOVES = [f'2026-11-{day}T10:00:00Z {to}' for day, to in zip(range(20, 26), ['2026-12-01', '-'] * 3)]
DIGITS = list('123456')
# type, group, its fields, sort of value
FIELDS = [
    ('client', 'phones', ['phones'], 'main'),
    ('person', 'emails', ['emails'], 'main'),
    ('client', 'ibans', ['ibans'], 'main'),
    ('client', 'roles', ['roles'], 'set'),
    ('delivery-line', 'serials', ['serials'], 'set'),
    ('presentation', 'participants', ['participants'], 'persons'),
    ('delivery', 'agreed-log', ['agreed-log'], 'log'),
    ('client', 'description', ['description'], 'lines'),
    ('note', 'text', ['text'], 'lines'),
    ('client', 'name', ['name'], 'word'),
    ('client', 'state', ['state'], 'word'),
    ('client', 'street', ['street', 'city', 'postcode', 'region', 'country'], 'word'),
    ('delivery', 'carrier', ['carrier', 'waybill'], 'word'),
]
WEIGHTS = [4 if sort == 'lines' else 1 for _, _, _, sort in FIELDS]


# The naive merge: values are canonical texts, None is no value.

def merge_set(sort, base, mine, theirs):
    """The merged set as a list of (item, role), None for a clash."""
    sets = [dict(base), dict(mine), dict(theirs)]
    kept = {}
    for item in {item for side in sets for item in side}:
        was, here, there = [(side[item],) if item in side else () for side in sets]
        if here != was and there != was and here != there:
            return None
        now = here if here != was else there
        if now:
            kept[item] = now[0]

    chosen = set()
    if sort == 'main' and base:
        for side in (mine, theirs):
            inherited = [item for item, _ in base if item in dict(side)]
            if side and inherited[:1] != [side[0][0]]:
                chosen.add(side[0][0])
    if len(chosen) > 1 or chosen - set(kept):
        return None

    def order(side, other):
        return [item for item, _ in side if item in dict(other) and item not in chosen]

    def moved(side, other):
        now = [item for item in order(side, other) if item in sets[0]]
        return now != [item for item, _ in base if item in now]

    lead, other = mine, theirs
    if order(mine, theirs) == order(theirs, mine):
        def chose(side):
            return bool(chosen) and side[:1] and side[0][0] in chosen and (
                [item for item, _ in base if item in dict(side)][:1] != [side[0][0]])
        if chose(theirs) and not chose(mine):
            lead, other = theirs, mine
    elif moved(mine, theirs) != moved(theirs, mine):
        if moved(theirs, mine):
            lead, other = theirs, mine
    elif order(theirs, mine) < order(mine, theirs):
        lead, other = theirs, mine

    merged = [item for item, _ in lead if item in kept]
    rest = [item for item, _ in other if item in kept]
    for index, item in enumerate(rest):
        if item in merged:
            continue
        place = merged.index(rest[index - 1]) + 1 if index else 0
        while place < len(merged) and merged[place] not in rest:
            place += 1
        merged.insert(place, item)
    first = list(chosen) or [item for item, _ in base if item in kept and sort == 'main']
    merged.sort(key=lambda item: item not in first[:1])
    if sort == 'log':
        merged.sort()
    return [(item, kept[item]) for item in merged]


def changes(base, text):
    """Where text differs from base: (from, to, lines), by the table of longest subsequences."""
    longest = [[0] * (len(text) + 1) for _ in range(len(base) + 1)]
    for i in reversed(range(len(base))):
        for j in reversed(range(len(text))):
            longest[i][j] = (longest[i + 1][j + 1] + 1 if base[i] == text[j]
                             else max(longest[i + 1][j], longest[i][j + 1]))
    found, i, j, start, lines = [], 0, 0, 0, []
    while i < len(base) or j < len(text):
        if i < len(base) and j < len(text) and base[i] == text[j]:
            if start < i or lines:
                found.append((start, i, lines))
            i, j, start, lines = i + 1, j + 1, i + 1, []
        elif i < len(base) and longest[i + 1][j] == longest[i][j]:
            i += 1
        else:
            lines = lines + [text[j]]
            j += 1
    if start < i or lines:
        found.append((start, i, lines))
    return found


def merge_lines(base, mine, theirs):
    """The merged lines, None for a clash."""
    left = {'mine': changes(base, mine), 'theirs': changes(base, theirs)}
    merged, line = [], 0
    while left['mine'] or left['theirs']:
        begin = min(found[0][0] for found in left.values() if found)
        end, taken = begin, {'mine': [], 'theirs': []}
        grows = True
        while grows:
            grows = False
            for side, found in left.items():
                while found and found[0][0] <= end:
                    taken[side].append(found.pop(0))
                    end = max(end, taken[side][-1][1])
                    grows = True
        versions = []
        for side in taken:
            version, at = [], begin
            for first, last, lines in taken[side]:
                version += base[at:first] + lines
                at = last
            versions.append(version + base[at:end])
        if not taken['mine']:
            version = versions[1]
        elif not taken['theirs'] or versions[0] == versions[1]:
            version = versions[0]
        else:
            return None
        merged += base[line:begin] + version
        line = end
    return merged + base[line:]


def read_set(text):
    return [(line.partition('\t')[0], line.partition('\t')[2]) for line in (text or '').splitlines()]


def write_set(members):
    return '\n'.join(item + ('\t' + role if role else '') for item, role in members) or None


def merge(sort, base, mine, theirs):
    """(end, result) of tuples of texts."""
    if mine == theirs:
        return 'agreed', mine
    if theirs == base:
        return 'mine', mine
    if mine == base:
        return 'theirs', theirs
    if sort == 'word':
        return 'clash', mine
    if sort == 'lines':
        base, here, there = [
            (value[0] or '').replace('\r\n', '\n').replace('\r', '\n') for value in (base, mine, theirs)]
        if here == there:
            return 'agreed', mine
        if there == base:
            return 'mine', mine
        if here == base:
            return 'theirs', theirs
        merged = merge_lines(*[text.split('\n') if text else [] for text in (base, here, there)])
        if merged is not None:
            merged = '\n'.join(merged)
    else:
        here, there = mine[0], theirs[0]
        merged = merge_set(sort, *[read_set(value[0]) for value in (base, mine, theirs)])
        if merged is not None:
            merged = write_set(merged)
            merged = (merged,)
            return ('mine' if merged == mine else 'theirs' if merged == theirs else 'both'), merged
    if merged is None:
        return 'clash', mine
    if merged == here:
        return 'mine', mine
    if merged == there:
        return 'theirs', theirs
    return 'both', (merged,)


# Random triples: a base, and two sides that come from it by a few edits each.

def edit_set(chance, members, items):
    members = list(members)
    for _ in range(chance.choice([0, 1, 1, 2, 3])):
        act = chance.randrange(6)
        if act < 2:
            members.insert(chance.choice([len(members), chance.randint(0, len(members))]),
                           (chance.choice(items), chance.choice(['', '', '', 'work'])))
        elif act == 2 and members:
            members.pop(chance.randrange(len(members)))
        elif act == 3 and members:
            at = chance.randrange(len(members))
            members[at] = (members[at][0], chance.choice(['', 'work', 'home']))
        elif act == 4 and members:
            members.insert(0, members.pop(chance.randrange(len(members))))
        elif act == 5 and chance.random() < 0.3:
            chance.shuffle(members)
    return list(dict(reversed(members)).items())[::-1]


def edit_lines(chance, lines):
    lines = list(lines)
    for _ in range(chance.choice([0, 1, 1, 2, 3])):
        act, at = chance.randrange(4), chance.randint(0, len(lines))
        if act == 0:
            lines[at:at] = [chance.choice('abcdefgh')] * chance.choice([1, 1, 2])
        elif act == 1:
            del lines[at:at + chance.choice([1, 1, 2])]
        elif lines:
            lines[at % len(lines)] = chance.choice(['a', 'b', 'X', 'Y', ''])
    return lines


def make_triple(chance):
    kind, group, fields, sort = chance.choices(FIELDS, WEIGHTS)[0]
    if sort == 'word':
        base = tuple(chance.choice([None, 'a', 'b']) for _ in fields)
        sides = [tuple(chance.choice([None, 'a', 'b', 'zz']) if chance.random() < 0.3 else text
                       for text in base) for _ in range(2)]
        return kind, group, fields, sort, base, *sides
    if sort == 'lines':
        lines = [chance.choice('abcdefgh' if chance.random() < 0.8 else 'ab')
                 for _ in range(chance.randrange(9))]
        texts = ['\n'.join(side) for side in
                 (lines, edit_lines(chance, lines), edit_lines(chance, lines))]
        return kind, group, fields, sort, *[
            (text.replace('\n', chance.choice(['\n'] * 20 + ['\r\n', '\r'])) or chance.choice([None, '']),)
            for text in texts]
    items = {'persons': PERSONS, 'log': MOVES}.get(sort, DIGITS)
    base = [(item, chance.choice(['', '', '', 'work']))
            for item in chance.sample(items, chance.randrange(6))]
    sets = base, edit_set(chance, base, items), edit_set(chance, base, items)
    return kind, group, fields, sort, *[(write_set(side),) for side in sets]


def compare(program, chance, count, seen):
    triples = [make_triple(chance) for _ in range(count)]
    lines = [json.dumps({
        'type': kind, 'group': group, 'base': dict(zip(fields, base)),
        'mine': dict(zip(fields, mine)), 'theirs': dict(zip(fields, theirs))})
        for kind, group, fields, _, base, mine, theirs in triples]
    answers = subprocess.run([program], input='\n'.join(lines) + '\n', text=True,
                             stdout=subprocess.PIPE, check=True).stdout.splitlines()
    if len(answers) != count:
        print(f'# {len(answers)} answers to {count} triples')
        return False
    for triple, line, answer in zip(triples, lines, answers):
        _, _, fields, sort, base, mine, theirs = triple
        end, result = merge(sort, base, mine, theirs)
        seen[sort, end] = seen.get((sort, end), 0) + 1
        if json.loads(answer) != {'end': end, 'result': dict(zip(fields, result))}:
            print(f'# of {line}\n# the program makes {answer}')
            print(f'# the oracle {json.dumps([end, result])}')
            return False
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('program')
    parser.add_argument('--count', type=int, default=100000)
    parser.add_argument('--seed', type=int, default=random.randrange(2 ** 32))
    options = parser.parse_args()
    print('TAP version 13\n1..2')
    print(f'# --seed {options.seed} --count {options.count}', flush=True)
    chance, seen, agree, left = random.Random(options.seed), {}, True, options.count
    while agree and left > 0:
        agree = compare(options.program, chance, min(left, CHUNK), seen)
        left -= CHUNK
    for (sort, end), number in sorted(seen.items()):
        print(f'# {sort} {end}: {number}')
    print(f'{"ok" if agree else "not ok"} 1 the program merges as the oracle')
    wanted = {(sort, end) for _, _, _, sort in FIELDS
              for end in ('agreed', 'mine', 'theirs', 'both', 'clash')
              if end != 'both' or sort != 'word'}
    missing = sorted(wanted - set(seen)) if agree and options.count >= 100000 else []
    for sort, end in missing:
        print(f'# never {sort} {end}')
    print(f'{"not ok" if missing else "ok"} 2 every end was met')
    sys.exit(0 if agree and not missing else 1)


main()
