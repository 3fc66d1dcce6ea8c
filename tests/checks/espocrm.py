#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
"""espocrm.py ROOT FIELD-TABLES ZIP: mapping and package against the field tables and each other."""
import gettext
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

from tap import files, read, report

ROOT, FIELD_TABLES, ZIP = sys.argv[1:]
HOME = 'data/espocrm'
MODULE = f'{HOME}/extension/files/custom/Espo/Modules/Dyryhent'
RESOURCES = f'{MODULE}/Resources'
LANGUAGES = {'en_US': None, 'uk_UA': 'uk', 'ru_RU': 'ru', 'hr_HR': 'hr'}
FEED = 'DyrDeletion'

# Attributes that EspoCRM 10.0.0 has by itself, from application/Espo/Modules/Crm/Resources/metadata/entityDefs
# (User: application/Espo/Resources/metadata/entityDefs); those of a read record of each are in its REST answers.
STOCK = {
    'Account': '''name website emailAddressData phoneNumberData billingAddressStreet billingAddressCity
        billingAddressState billingAddressCountry billingAddressPostalCode description assignedUserId contactRole''',
    'Contact': '''firstName lastName middleName title accountId accountsIds doNotCall emailAddressData
        phoneNumberData description assignedUserId accountRole''',
    'Meeting': '''name status dateStart dateEnd isAllDay dateStartDate dateEndDate parentId parentType accountId
        contactsIds description assignedUserId''',
    'Call': 'name status direction dateStart dateEnd parentId parentType accountId contactsIds description assignedUserId',
    'Task': '''name status dateStart dateEnd dateStartDate dateEndDate parentId parentType accountId description
        assignedUserId''',
    'User': 'name userName emailAddress',
}
# Their options there; the order does not matter.
STOCK_OPTIONS = {
    ('Meeting', 'status'): {'Planned', 'Held', 'Not Held'},
    ('Call', 'status'): {'Planned', 'Held', 'Not Held'},
    ('Task', 'status'): {'Not Started', 'Started', 'Completed', 'Canceled', 'Deferred'},
    ('Call', 'direction'): {'Outbound', 'Inbound'},
}
# What an administrator is asked to make in stock mode.
STOCK_MADE = {'Account': {'cDyrUid'}, 'Contact': {'cDyrUid'}, 'Meeting': {'cDyrUid', 'cDyrKind'},
              'Call': {'cDyrUid'}, 'Task': {'cDyrUid'}}
STOCK_TYPES = {'user', 'client', 'person', 'presentation', 'activity'}

ENTITY_KEYS = {'entity', 'uid', 'content', 'when', 'fixed', 'read-only', 'fields'}
FIELD_KEYS = {'attribute', 'shape', 'options', 'aliases', 'nearest', 'missing', 'write', 'along', 'clears', 'end', 'needs',
              'default', 'detail', 'type'}
SHAPES = {
    'decimal': {'money', 'quantity'}, 'flag': {'yes-no'}, 'parent': {'link'}, 'array': {'set of choice'},
    'links': {'set of link'}, 'phones': {'set of phone'}, 'emails': {'set of email'},
    'lines': {'set of iban', 'set of text', 'set of move'},
}
# The type of the package's field that holds a kind exactly; a choice is an enum of our ids.
HOLDS = {
    'text': {'varchar'}, 'code': {'varchar', 'file'}, 'phone': {'varchar'}, 'email': {'varchar'}, 'iban': {'varchar'},
    'country': {'varchar'}, 'currency': {'varchar'}, 'url': {'url'}, 'long-text': {'text'}, 'yes-no': {'enum'},
    'count': {'int'}, 'quantity': {'decimal'}, 'money': {'decimal'}, 'date': {'date'}, 'instant': {'datetime'},
    'choice': {'enum'}, 'link': {'link', 'linkParent'}, 'set of choice': {'multiEnum'}, 'set of link': {'linkMultiple'},
    'set of iban': {'text'}, 'set of text': {'text'}, 'set of move': {'text'},
}


def load(path):
    return json.loads(read(ROOT, path))


TABLES = json.loads(subprocess.run([FIELD_TABLES], capture_output=True, check=True).stdout)
MAPPING = load(f'{HOME}/mapping.json')
DEFS = {os.path.basename(path)[:-5]: load(path)
        for path in files(ROOT, '.json', under=(f'{RESOURCES}/metadata/entityDefs',))}
OWN = sorted(name for name in DEFS if name.startswith('Dyr'))
SYNCED = sorted(name for name in DEFS if name != FEED)


def kind_of(field):
    return f'set of {field["items"]}' if field['kind'] == 'set' else field['kind']


def entries(mode):
    """(record type, its table, entry) of a mode."""
    for name, group in MAPPING['modes'][mode].items():
        for entry in group:
            yield name, TABLES[name]['fields'], entry


def fields(mode):
    """(where, record type, field, its table entry, entry, what it is mapped to)."""
    for name, table, entry in entries(mode):
        for field, mapped in entry['fields'].items():
            if field in table:
                yield f'{mode} {name} {entry["entity"]} {field}', name, field, table[field], entry, mapped


def attributes_of(entity):
    """Attributes that the package gives an entity."""
    found = set()
    for name, field in DEFS.get(entity, {'fields': {}})['fields'].items():
        kind = field.get('type')
        if kind in ('link', 'linkParent'):
            found |= {f'{name}Id', f'{name}Name'} | ({f'{name}Type'} if kind == 'linkParent' else set())
        elif kind == 'linkMultiple':
            found |= {f'{name}Ids', f'{name}Names'}
        elif kind == 'file':
            found |= {f'{name}Id', f'{name}Name'}
        elif kind is not None:                                 # without one it only changes a stock field
            found.add(name)
    return found


def attributes_used(entry):
    for mapped in list(entry['fields'].values()):
        for part in (mapped, mapped.get('write', {}), mapped.get('end', {})):
            yield from (part[key] for key in ('attribute', 'type', 'detail', 'clears') if key in part)
        yield from mapped.get('along', {})
    yield from entry.get('fixed', {})
    if 'uid' in entry:
        yield entry['uid']


def package_field(entity, attribute):
    """The package's own field behind an attribute."""
    own = DEFS.get(entity, {'fields': {}})['fields']
    for name in (attribute, re.sub('Ids?$', '', attribute)):
        if 'type' in own.get(name, {}):
            return name, own[name]
    return None, None


def parses():
    wrong = []
    for path in files(ROOT, '.json', '.json.in', under=(HOME,)):
        text = read(ROOT, path)
        try:
            json.loads(text, object_pairs_hook=lambda pairs: dict(pairs) if len(dict(pairs)) == len(pairs) else 1 / 0)
        except ZeroDivisionError:
            wrong.append(f'{path}: a key is there twice')
        except ValueError as error:
            wrong.append(f'{path}: {error}')
        if not text.endswith('\n') or '\t' in text:
            wrong.append(f'{path}: has a tab or does not end with a line break')
    return wrong


def form():
    wrong = [] if MAPPING['format'] == 1 and set(MAPPING['modes']) == {'extension', 'stock'} else ['format or modes']
    for mode in MAPPING['modes']:
        wrong += [f'{mode}: {name} is no record type' for name in MAPPING['modes'][mode] if name not in TABLES]
        order = [name for name in TABLES if name in MAPPING['modes'][mode]]
        if order != list(MAPPING['modes'][mode]):
            wrong.append(f'{mode}: not in the order of the record types')
        for name, table, entry in entries(mode):
            wrong += [f'{mode} {name}: unknown key {key}' for key in set(entry) - ENTITY_KEYS]
            wrong += [f'{mode} {name} {entry["entity"]}: {field} is no synced field'
                      for field in entry['fields'] if not table.get(field, {}).get('synced')]
            if len(MAPPING['modes'][mode][name]) > 1 and not entry.get('when'):
                wrong.append(f'{mode} {name} {entry["entity"]}: several entities and no “when”')
            for field, value in entry.get('when', {}).items():
                if value not in table[field]['choices']:
                    wrong.append(f'{mode} {name}: {field} is never {value}')
        for where, _, _, field, entry, mapped in fields(mode):
            wrong += [f'{where}: unknown key {key}' for key in set(mapped) - FIELD_KEYS]
            for part in (mapped, mapped.get('write', {})):
                shape = part.get('shape')
                if shape is not None and kind_of(field) not in SHAPES.get(shape, set()):
                    wrong.append(f'{where}: a {kind_of(field)} has not the shape {shape}')
                if (shape == 'parent') != ('type' in part):
                    wrong.append(f'{where}: a parent has a type, nothing else has')
            if field['kind'] == 'set' and 'shape' not in mapped:
                wrong.append(f'{where}: a set has a shape')
            if mapped.get('needs', next(iter(entry['fields']))) not in entry['fields']:
                wrong.append(f'{where}: needs what is not mapped')
    return wrong


def documented():
    text = read(ROOT, f'{HOME}/README.md')
    return [f'README.md does not explain `{key}`' for key in sorted(ENTITY_KEYS | FIELD_KEYS | set(SHAPES))
            if f'| `{key}` |' not in text and key != 'type']


def complete():
    wrong = [f'extension: {name} is missing' for name, table in TABLES.items() if name not in MAPPING['modes']['extension']
             and any(field['synced'] for field in table['fields'].values())]
    wrong += [f'stock: {name}' for name in STOCK_TYPES ^ set(MAPPING['modes']['stock'])]
    for name, table, entry in entries('extension'):
        wrong += [f'extension {name} {entry["entity"]}: {field} is not mapped' for field in table
                  if table[field]['synced'] and field not in entry['fields'] and field not in entry.get('when', {})]
        used = [mapped['attribute'] for mapped in entry['fields'].values()]
        wrong += [f'extension {name} {entry["entity"]}: {attribute} is used twice'
                  for attribute in set(used) if used.count(attribute) > 1]
        kinds = {entry['when'][field] for entry in MAPPING['modes']['extension'][name] for field in entry.get('when', {})}
        for field in entry.get('when', {}):
            wrong += [f'extension {name}: no entity for {value}' for value in set(table[field]['choices']) - kinds]
    return wrong


def attributes():
    wrong = []
    for mode in MAPPING['modes']:
        for _, _, entry in entries(mode):
            entity = entry['entity']
            known = set(STOCK.get(entity, '').split())
            known |= attributes_of(entity) if mode == 'extension' else STOCK_MADE.get(entity, set())
            wrong += [f'{mode} {entity}: there is no {attribute}'
                      for attribute in attributes_used(entry) if attribute not in known]
    feed = MAPPING['deletions']['extension']
    wrong += [f'{FEED}: there is no {feed[key]}' for key in feed
              if key != 'entity' and feed[key] not in attributes_of(feed['entity'])]
    return wrong


def options():
    wrong = []
    for mode in MAPPING['modes']:
        for where, _, _, field, entry, mapped in fields(mode):
            ids = {'1', '0'} if field['kind'] == 'yes-no' else set(field['choices'])
            there = mapped.get('options', {})
            attribute = mapped['attribute']
            if field['kind'] == 'choice' and not there:
                wrong.append(f'{where}: a choice without options')
            if len(set(there.values())) != len(there):
                wrong.append(f'{where}: two choices have one option')
            wrong += [f'{where}: {choice} is no choice' for choice in (set(there) | set(mapped.get('nearest', ()))) - ids]
            wrong += [f'{where}: {choice} has an option and a nearest one' for choice in set(there) & set(mapped.get('nearest', ()))]
            if there and mode == 'extension':
                wrong += [f'{where}: {choice} has no option' for choice in ids - set(there)]
            known = STOCK_OPTIONS.get((entry['entity'], attribute))
            if known is None:
                known = set((package_field(entry['entity'], attribute)[1] or {}).get('options', ()))
            wrong += [f'{where}: {option} is no option there'
                      for option in (set(there.values()) | set(mapped.get('aliases', ()))) - known]
            wrong += [f'{where}: {choice} is no choice' for choice in set(mapped.get('aliases', {}).values()) - ids]
            if mapped.get('missing', next(iter(ids), None)) not in ids | {None}:
                wrong.append(f'{where}: {mapped["missing"]} is no choice')
    return wrong


def exact():
    """The package's fields hold all that our fields hold."""
    wrong = []
    for where, _, _, field, entry, mapped in fields('extension'):
        name, there = package_field(entry['entity'], mapped['attribute'])
        kind = kind_of(field)
        if kind in ('set of phone', 'set of email', 'set of link') and 'detail' not in mapped:
            wrong.append(f'{where}: no detail, the order and the roles are lost')
        if there is None:
            continue
        if there['type'] not in HOLDS.get(kind, ()):
            wrong.append(f'{where}: a {kind} is no {there["type"]}')
        if kind != 'yes-no' and there.get('maxLength', 1 << 30) < field['max-length']:
            wrong.append(f'{where}: {field["max-length"]} characters do not fit')
        if kind in ('choice', 'set of choice', 'yes-no'):
            ids = ['yes', 'no'] if kind == 'yes-no' else list(field['choices'])
            empty = [] if kind == 'set of choice' or there.get('required') else ['']
            if there['options'] != empty + ids:
                wrong.append(f'{where}: options {there["options"]} instead of {empty + ids}')
        if there['type'] == 'decimal' and (there['precision'], there['scale']) != (20, 3 if kind == 'quantity' else 2):
            wrong.append(f'{where}: 64 bits do not fit')
        # A file has its content before it goes there.
        if there.get('required', False) and not field['required'] and there['type'] != 'file':
            wrong.append(f'{where}: required there, but not here')
        if there['type'] == 'link' and field['target'] is not None:
            target = MAPPING['modes']['extension'][field['target']][0]['entity']
            if DEFS[entry['entity']]['links'][name].get('entity') != target:
                wrong.append(f'{where}: links to something else than {target}')
    return wrong


def entity_definitions():
    wrong = []
    for name in SYNCED:
        defs = DEFS[name]
        uid = defs['fields'].get('dyrUid', {})
        if not (uid.get('type') == 'varchar' and uid.get('readOnlyAfterCreate') and uid.get('duplicateIgnore')):
            wrong.append(f'{name}: dyrUid')
        if not (defs.get('deleteId') and defs.get('optimisticConcurrencyControl') and defs.get('transactionalSave')):
            wrong.append(f'{name}: deleteId, optimisticConcurrencyControl or transactionalSave is off')
        if {'type': 'unique', 'columns': ['dyrUid', 'deleteId']} not in defs['indexes'].values():
            wrong.append(f'{name}: the uid is not unique')
        if {'columns': ['modifiedAt', 'id']} not in defs['indexes'].values():
            wrong.append(f'{name}: no index for reading what changed')
        for link, there in defs['links'].items():
            if there['type'] == 'belongsToParent' and 'foreign' in there:
                wrong += [f'{name}: {link} and {parent}.{there["foreign"]} do not name each other'
                          for parent in defs['fields'][link]['entityList']
                          if DEFS[parent]['links'].get(there['foreign']) != {'type': 'hasChildren', 'entity': name, 'foreign': link, 'cascadeRemoval': True}]
                continue
            other = DEFS.get(there.get('entity'), {}).get('links', {}).get(there.get('foreign'))
            if 'foreign' in there and (other or {}).get('foreign') != link:
                wrong.append(f'{name}: {link} and {there["entity"]}.{there["foreign"]} do not name each other')
        for field, there in defs['fields'].items():
            if 'type' not in there and not {field, f'{field}Id'} & set(STOCK.get(name, '').split()):
                wrong.append(f'{name}: changes {field}, which EspoCRM does not have')
            if there.get('type') in ('link', 'linkParent', 'linkMultiple') and field not in defs['links']:
                wrong.append(f'{name}: no link behind {field}')
    used = {entry['entity'] for _, _, entry in entries('extension')} - {'User'}
    return wrong + [f'{name}: defined but not mapped, or the reverse' for name in used ^ set(SYNCED)]


def parts():
    """What a type needs besides its fields."""
    wrong = []
    api = load(f'{RESOURCES}/metadata/app/api.json')['controllerMiddlewareClassNameListMap']
    wrong += [f'app/api.json: {name}' for name in set(api) ^ set(SYNCED)]
    for name, classes in api.items():
        if 'Espo\\Modules\\Dyryhent\\Classes\\OneAtATime' not in classes or classes[0] != '__APPEND__':
            wrong.append(f'app/api.json: {name} is not guarded')
    role = read(ROOT, f'{HOME}/extension/scripts/AfterInstall.php')
    wrong += [f'the role does not know {name}' for name in SYNCED if f"'{name}' => self::ALL" not in role]
    if f"'{FEED}' => self::READ" not in role:
        wrong.append(f'the role cannot read {FEED}')
    for name in OWN:
        controller = read(ROOT, f'{MODULE}/Controllers/{name}.php')
        if f'class {name} extends \\Espo\\Core\\Controllers\\Record' not in controller:
            wrong.append(f'{name}: no controller, the API would answer 404')
        scope = load(f'{RESOURCES}/metadata/scopes/{name}.json')
        wrong += [f'{name}: scope without {key}' for key in ('entity', 'object', 'acl') if scope.get(key) is not True]
        if scope.get('module') != 'Dyryhent':
            wrong.append(f'{name}: scope of another module')
        if not load(f'{RESOURCES}/metadata/clientDefs/{name}.json').get('controller'):
            wrong.append(f'{name}: no controller for the browser')
    for name in ('Account', 'Contact'):
        loaders = load(f'{RESOURCES}/metadata/recordDefs/{name}.json')['listLoaderClassNameList']
        wrong += [f'{name}: no {part} in lists' for part in ('EmailAddress', 'PhoneNumber')
                  if f'Espo\\Core\\FieldProcessing\\{part}\\Loader' not in loaders]
    return wrong


def names_in(layout):
    if isinstance(layout, dict):
        yield from [layout['name']] if 'name' in layout else names_in(layout.get('rows', []))
    elif isinstance(layout, list):
        for part in layout:
            yield from [part] if isinstance(part, str) else names_in(part)


def layouts():
    wrong = []
    for name in OWN:
        if name == FEED:
            continue
        known = set(DEFS[name]['fields']) | set(DEFS[name]['links'])
        for layout in ('list', 'detail'):
            shown = set(names_in(load(f'{RESOURCES}/layouts/{name}/{layout}.json')))
            if layout == 'detail':
                hidden = {'createdAt', 'modifiedAt', 'createdBy', 'modifiedBy', 'teams', 'assignedUser'}  # at the side
                wrong += [f'{name}: {field} is on no page' for field, there in DEFS[name]['fields'].items()
                          if not there.get('utility') and not there.get('readOnly') and field not in shown | hidden]
    for path in files(ROOT, '.json', under=(f'{RESOURCES}/layouts',)):
        name = path.split('/')[-2]
        known = set(DEFS[name]['fields']) | set(DEFS[name]['links'])
        wrong += [f'{path}: there is no {field}' for field in names_in(load(path)) if field not in known]
    for name in set(SYNCED) - set(OWN):
        shown = {field for panels in load(f'{RESOURCES}/metadata/clientDefs/{name}.json')['sidePanels'].values()
                 for panel in panels if isinstance(panel, dict) for field in panel['options']['fieldList']}
        there = {field for field, defs in DEFS[name]['fields'].items() if 'type' in defs and not defs.get('utility')}
        wrong += [f'{name}: the side panel and the fields differ in {field}' for field in shown ^ there]
    for name in SYNCED:
        panels = load(f'{RESOURCES}/metadata/clientDefs/{name}.json').get('bottomPanels', {}).get('detail', [])
        shown = {panel['name'] for panel in panels if isinstance(panel, dict)}
        there = {link for link, defs in DEFS[name]['links'].items() if defs['type'] == 'hasChildren'}
        wrong += [f'{name}: the panels below and the links differ in {link}' for link in shown ^ there]
        if panels and panels[0] != '__APPEND__':
            wrong.append(f'{name}: takes away the panels that EspoCRM has')
    return wrong


def translate(folder, language):
    """A function (context, text) → text, from our own translations."""
    if language is None:
        return lambda context, text: text
    compiled = os.path.join(folder, f'{language}.mo')
    subprocess.run(['msgfmt', '-o', compiled, os.path.join(ROOT, f'po/{language}.po')], check=True)
    with open(compiled, 'rb') as file:
        return gettext.GNUTranslations(file).pgettext


def said(languages):
    """(language, entity, its labels), and that none is forgotten."""
    for language in languages:
        for name in DEFS:
            path = f'{RESOURCES}/i18n/{language}/{name}.json'
            yield language, name, load(path) if os.path.exists(os.path.join(ROOT, path)) else {}


def labelled():
    wrong = []
    general = {'createdAt', 'modifiedAt', 'createdBy', 'modifiedBy', 'teams', 'assignedUser', 'name'}  # EspoCRM has them
    for language in LANGUAGES:
        words = load(f'{RESOURCES}/i18n/{language}/Global.json')
        wrong += [f'{language}: {name} has no {part}' for name in OWN for part in ('scopeNames', 'scopeNamesPlural')
                  if not words[part].get(name)]
    for language, name, words in said(LANGUAGES):
        for field, there in DEFS[name]['fields'].items():
            if 'type' in there and field not in general and not words.get('fields', {}).get(field):
                wrong.append(f'{language} {name}: {field} has no label')
            for option in there.get('options', ()) if there.get('type') in ('enum', 'multiEnum') else ():
                if option and not words.get('options', {}).get(field, {}).get(option):
                    wrong.append(f'{language} {name}: {field} {option} has no label')
        wrong += [f'{language} {name}: the link {link} has no label' for link, there in DEFS[name].get('links', {}).items()
                  if link not in general and there['type'] in ('hasMany', 'hasChildren') and not words.get('links', {}).get(link)]
        unknown = set(words.get('fields', {})) - set(DEFS[name]['fields'])
        wrong += [f'{language} {name}: a label for {field}, which is not there' for field in unknown]
    return wrong


def same_words():
    """The CRM's people read the words that ours read."""
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for language, code in LANGUAGES.items():
            ours = translate(folder, code)
            words = {name: labels for _, name, labels in said([language])}
            names = load(f'{RESOURCES}/i18n/{language}/Global.json')
            for name, _, entry in entries('extension'):
                entity, context = entry['entity'], TABLES[name]['context']
                if entity in OWN:
                    for part, key in (('scopeNames', 'label'), ('scopeNamesPlural', 'plural-label')):
                        if names[part][entity] != ours(context, TABLES[name][key]):
                            wrong.append(f'{language} {entity}: {names[part][entity]}')
                for field, mapped in entry['fields'].items():
                    attribute, there = package_field(entity, mapped['attribute'])
                    if there is None or (attribute == 'assignedUser' and not words[entity]['fields'].get(attribute)):
                        continue
                    label, wanted = words[entity]['fields'].get(attribute), ours(context, TABLES[name]['fields'][field]['label'])
                    if there['type'] == 'file':                # there it is the file, here one has it
                        wanted = ours(context, TABLES[name]['label'])
                    if label != wanted:
                        wrong.append(f'{language} {entity} {attribute}: {label} instead of {wanted}')
                    for choice, text in TABLES[name]['fields'][field]['choices'].items():
                        label = words[entity].get('options', {}).get(attribute, {}).get(choice)
                        if label != ours(context, text):
                            wrong.append(f'{language} {entity} {attribute} {choice}: {label} instead of {ours(context, text)}')
    return wrong


def php():
    if shutil.which('php') is None:
        return ['there is no php: ./dev deps installs it']
    wrong = []
    for path in files(ROOT, '.php', under=(HOME,)):
        done = subprocess.run(['php', '-l', os.path.join(ROOT, path)], capture_output=True, text=True, check=False)
        if done.returncode:
            wrong += (done.stdout + done.stderr).strip().splitlines()
        if 'SPDX-License-Identifier: GPL-3.0-or-later' not in read(ROOT, path)[:200]:
            wrong.append(f'{path}: no SPDX line at the top')
        if 'Modules/Dyryhent/' in path:
            folder = os.path.dirname(path).split('Modules/Dyryhent/')[1].replace('/', '\\')
            if f'namespace Espo\\Modules\\Dyryhent\\{folder};' not in read(ROOT, path):
                wrong.append(f'{path}: the namespace does not follow the folder')
    return wrong


def package():
    """Built again, elsewhere and later, the package has the same bytes; and it has all."""
    with open(ZIP, 'rb') as file:
        built = file.read()
    wrong = []
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(ZIP) as archive:
        copy = os.path.join(folder, 'copy')
        shutil.copytree(os.path.join(ROOT, f'{HOME}/extension'), copy, copy_function=shutil.copyfile)
        manifest = os.path.join(folder, 'manifest')
        with open(manifest, 'wb') as file:
            file.write(archive.read('manifest.json'))
        again = os.path.join(folder, 'again.zip')
        subprocess.run([os.path.join(ROOT, 'build-aux/make-zip'), again, copy, f'manifest.json={manifest}'], check=True)
        with open(again, 'rb') as file:
            if file.read() != built:
                wrong.append('the same sources gave other bytes')
        inside = set(archive.namelist())
        sources = {os.path.relpath(path, f'{HOME}/extension') for path in files(ROOT, '', under=(f'{HOME}/extension',))
                   if not path.endswith('.in')}
        wrong += [f'{name} is only in one of package and sources' for name in inside ^ (sources | {'manifest.json'})]
        version = json.loads(archive.read('manifest.json'))['version']
        if os.path.basename(ZIP) != f'dyryhent-espocrm-{version}.zip' or not re.fullmatch(r'\d+(\.\d+)+', version):
            wrong.append(f'{os.path.basename(ZIP)} says that it is {version}')
    return wrong


report([
    ('every JSON file parses', parses),
    ('the mapping has the form that README.md describes', form),
    ('README.md explains every key and shape', documented),
    ('every synced field of every type is mapped', complete),
    ('every mapped attribute exists', attributes),
    ('every choice has its option, every option exists', options),
    ('the package holds all that our fields hold', exact),
    ('each synced type is unique by uid, versioned, indexed', entity_definitions),
    ('each type has controller, scope, rights and guard', parts),
    ('layouts show all and only what is there', layouts),
    ('everything has a label in four languages', labelled),
    ('the labels are the program’s own words', same_words),
    ('php reads every PHP file', php),
    ('the package is the same when built twice', package),
])
