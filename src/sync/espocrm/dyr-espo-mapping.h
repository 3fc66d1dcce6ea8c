/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrEspoMapping: which entity of EspoCRM is which record type, and which attribute which field.
 * data/espocrm/README.md describes the file. */

#pragma once

#include "dyr-record-type.h"

G_BEGIN_DECLS

/* How a value looks in EspoCRM. */
typedef enum
{
  DYR_ESPO_SHAPE_TEXT,
  DYR_ESPO_SHAPE_BOOL,
  DYR_ESPO_SHAPE_FLAG,     /* true, or no value */
  DYR_ESPO_SHAPE_NUMBER,   /* count, quantity, money: a JSON number */
  DYR_ESPO_SHAPE_DECIMAL,  /* the same as a text "12.34" */
  DYR_ESPO_SHAPE_DATE,     /* 2026-11-24 */
  DYR_ESPO_SHAPE_DATETIME, /* 2026-11-24 09:00:00, always UTC */
  DYR_ESPO_SHAPE_ENUM,
  DYR_ESPO_SHAPE_LINK,   /* clientId, clientName */
  DYR_ESPO_SHAPE_PARENT, /* parentId, parentName, and the entity in parentType */
  DYR_ESPO_SHAPE_LINKS,  /* contactsIds, contactsNames */
  DYR_ESPO_SHAPE_EMAILS, /* emailAddressData: array of objects */
  DYR_ESPO_SHAPE_PHONES, /* likewise, with types */
  DYR_ESPO_SHAPE_ARRAY,  /* array of texts */
  DYR_ESPO_SHAPE_LINES,  /* our own text of a set: a line an element, its role after a tab */
  DYR_ESPO_N_SHAPES
} DyrEspoShape;

/* A choice of ours and what EspoCRM calls it. */
typedef struct
{
  char *ours;
  char *theirs;
} DyrEspoOption;

/* An attribute and the value it gets. */
typedef struct
{
  char *attribute;
  char *json;
} DyrEspoFixed;

typedef struct
{
  guint field;
  DyrEspoShape shape;
  char *attribute;
  char *stem;         /* of links, e-mails, phones, contents: without Id, Ids, Data */
  GArray *options;    /* DyrEspoOption; NULL: the ids are the same */
  GArray *aliases;    /* DyrEspoOption that are only read; NULL: none */
  GArray *nearest;    /* DyrEspoOption that are only written; NULL: none */
  char *missing;      /* choice of a record that has none; NULL: no value */
  char *detail;       /* attribute with what `attribute` cannot hold of a set; NULL: none */
  char *type;         /* of PARENT: attribute with the entity */
  char *write;        /* of a link that is read-only there: attribute that is written instead … */
  char *write_type;   /* … and the one with the entity */
  char *clears;       /* attribute that becomes [] when this one becomes null; NULL: none */
  GArray *along;      /* DyrEspoFixed that are sent whenever this one is; NULL: none */
  char *end;          /* attribute of an end that is made along; NULL: none */
  guint minutes;      /* … so much later */
  gboolean me;        /* without a value: the user that we are; … */
  gboolean me_if_own; /* … where the role shows us nothing but what is ours or our team's */
  guint needs;        /* index + 1 of the link without which EspoCRM cannot hold it; 0: none */
} DyrEspoField;

/* A value that decides which entity a record goes to: a call, not a task. */
typedef struct
{
  guint field;
  char *choice;
} DyrEspoCondition;

typedef struct
{
  const DyrRecordType *type;
  char *stream; /* name of the list; the entity's, unless two types share it */
  char *entity;
  char *uid;      /* attribute of our uid; NULL: none */
  char *content;  /* field of type file with what is in it; NULL: none */
  GArray *fields; /* DyrEspoField, in order of the record type */
  GArray *when;   /* DyrEspoCondition */
  GArray *fixed;  /* DyrEspoFixed: of the records that we make, and what tells them from others */
  gboolean read_only;
} DyrEspoEntity;

/* The feed of deletions: its entity and the attributes of an entry. */
typedef struct
{
  char *entity, *number, *type, *id, *uid;
} DyrEspoFeed;

typedef enum
{
  DYR_ESPO_MODE_EXTENSION,
  DYR_ESPO_MODE_STOCK,
  DYR_ESPO_N_MODES
} DyrEspoModeName;

typedef struct
{
  GPtrArray *entities; /* DyrEspoEntity, linked types before those that link to them */
  DyrEspoFeed feed;    /* .entity NULL: none */
} DyrEspoMode;

typedef struct
{
  DyrEspoMode modes[DYR_ESPO_N_MODES];
  char *digest; /* of the file */
} DyrEspoMapping;

/* Reads a mapping; @name is the file's name in messages. NULL and DYR_ERROR_INVALID with the place
 * in the file when something in it is unknown, missing, there twice or of another sort. */
DyrEspoMapping *
dyr_espo_mapping_new (const char *text, gsize length, const char *name, GError **error);
void dyr_espo_mapping_free (DyrEspoMapping *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrEspoMapping, dyr_espo_mapping_free)

/* "extension", "stock" */
const char *dyr_espo_mode_name (DyrEspoModeName mode);

/* The entity of that name that holds records of that type (NULL: of any); NULL: there is none. */
const DyrEspoEntity *
dyr_espo_mode_find (const DyrEspoMode *self, const DyrRecordType *type, const char *entity);
/* How the entity holds a field; NULL: it does not. */
const DyrEspoField *dyr_espo_entity_find (const DyrEspoEntity *self, guint field);

/* "Account": what EspoCRM may call an entity or an attribute. */
gboolean dyr_espo_is_name (const char *text);
/* "65f0c2…": an id of a record, safe as a part of an address. */
gboolean dyr_espo_is_id (const char *text);

G_END_DECLS
