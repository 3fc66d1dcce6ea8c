/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* JSON of a server that is not trusted: checked to the last byte, then laid out as one array of
 * values over one text, which is most of what makes a page of records quick to read. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Objects and arrays inside of one another. */
#define DYR_ESPO_JSON_DEPTH 64

typedef enum
{
  DYR_ESPO_JSON_WHOLE,
  DYR_ESPO_JSON_BROKEN, /* cut, or no JSON at all */
  DYR_ESPO_JSON_DEEP,
} DyrEspoJsonState;

typedef enum
{
  DYR_ESPO_JSON_NULL,
  DYR_ESPO_JSON_BOOLEAN,
  DYR_ESPO_JSON_NUMBER, /* whole */
  DYR_ESPO_JSON_REAL,
  DYR_ESPO_JSON_TEXT,
  DYR_ESPO_JSON_ARRAY,
  DYR_ESPO_JSON_OBJECT,
} DyrEspoJsonKind;

/* A value: of a document, or of an array or object in it, which lives as long as the document. */
typedef struct _DyrEspoJson DyrEspoJson;

/* Parses @length bytes. @root is set (and yours) only when the answer is WHOLE. */
DyrEspoJsonState dyr_espo_json_parse (const char *data, gsize length, DyrEspoJson **root);

/* The values of JSON that dyr_espo_json_parse () has checked, no deeper than DYR_ESPO_JSON_DEPTH.
 * Takes @text. Anything else must never come here. */
DyrEspoJson *dyr_espo_json_build (char *text);

/* Of a whole document only: its first value. */
DyrEspoJson *dyr_espo_json_ref (DyrEspoJson *root);
void dyr_espo_json_unref (DyrEspoJson *root);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrEspoJson, dyr_espo_json_unref)

DyrEspoJsonKind dyr_espo_json_kind (const DyrEspoJson *self);
gboolean dyr_espo_json_is_null (const DyrEspoJson *self);
/* FALSE for all that is not the word true; NULL too. */
gboolean dyr_espo_json_is_true (const DyrEspoJson *self);
/* Of a REAL. */
double dyr_espo_json_real (const DyrEspoJson *self);
/* Of a NUMBER. */
gint64 dyr_espo_json_number (const DyrEspoJson *self);
/* Of a member of an object. */
const char *dyr_espo_json_name (const DyrEspoJson *self);

/* How many elements or members; then each of them in order, NULL after the last. A container that
 * is NULL has none. */
guint dyr_espo_json_length (const DyrEspoJson *container);
const DyrEspoJson *dyr_espo_json_first (const DyrEspoJson *container);
const DyrEspoJson *dyr_espo_json_next (const DyrEspoJson *container, const DyrEspoJson *item);

/* The member of that name, the first when there are several; NULL: there is none, or it is no
 * object. */
const DyrEspoJson *dyr_espo_json_get (const DyrEspoJson *object, const char *name);
gboolean dyr_espo_json_has (const DyrEspoJson *object, const char *name);
/* … when it is of that sort; NULL else. Nothing is copied. */
const char *dyr_espo_json_get_text (const DyrEspoJson *object, const char *name);
const DyrEspoJson *dyr_espo_json_get_object (const DyrEspoJson *object, const char *name);
const DyrEspoJson *dyr_espo_json_get_array (const DyrEspoJson *object, const char *name);
/* Whether there is a whole number of that name. */
gboolean dyr_espo_json_get_number (const DyrEspoJson *object, const char *name, gint64 *number);
/* The value as one of its sort; NULL else. */
const char *dyr_espo_json_as_text (const DyrEspoJson *node);
const DyrEspoJson *dyr_espo_json_as_object (const DyrEspoJson *node);
const DyrEspoJson *dyr_espo_json_as_array (const DyrEspoJson *node);

/* The value as JSON without blanks, newly allocated. */
char *dyr_espo_json_write (const DyrEspoJson *self);

/* Appends @text as a JSON string with its quotes. @text is valid UTF-8. */
void dyr_espo_json_append_string (GString *out, const char *text);
/* Appends a name and a colon, and the comma before it unless it is the first of its object. */
void dyr_espo_json_append_name (GString *out, const char *name);

G_END_DECLS
