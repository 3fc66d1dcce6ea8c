/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* JSON that nobody vouches for, a server's or a file's: checked to the last byte, then laid out as
 * one array of values over one text, which is most of what makes a page of records quick to read.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Objects and arrays inside of one another. */
#define DYR_JSON_DEPTH 64

typedef enum
{
  DYR_JSON_WHOLE,
  DYR_JSON_BROKEN, /* cut, or no JSON at all */
  DYR_JSON_DEEP,
} DyrJsonState;

typedef enum
{
  DYR_JSON_NULL,
  DYR_JSON_BOOLEAN,
  DYR_JSON_NUMBER, /* whole */
  DYR_JSON_REAL,
  DYR_JSON_TEXT,
  DYR_JSON_ARRAY,
  DYR_JSON_OBJECT,
} DyrJsonKind;

/* A value: of a document, or of an array or object in it, which lives as long as the document. */
typedef struct _DyrJson DyrJson;

/* Parses @length bytes. @root is set (and yours) only when the answer is WHOLE. */
DyrJsonState dyr_json_parse (const char *data, gsize length, DyrJson **root);

/* The values of JSON that dyr_json_parse () has checked, no deeper than DYR_JSON_DEPTH.
 * Takes @text. Anything else must never come here. */
DyrJson *dyr_json_build (char *text);

/* Of a whole document only: its first value. */
DyrJson *dyr_json_ref (DyrJson *root);
void dyr_json_unref (DyrJson *root);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrJson, dyr_json_unref)

DyrJsonKind dyr_json_kind (const DyrJson *self);
gboolean dyr_json_is_null (const DyrJson *self);
/* FALSE for all that is not the word true; NULL too. */
gboolean dyr_json_is_true (const DyrJson *self);
/* Of a REAL. */
double dyr_json_real (const DyrJson *self);
/* Of a NUMBER. */
gint64 dyr_json_number (const DyrJson *self);
/* Of a member of an object. */
const char *dyr_json_name (const DyrJson *self);

/* How many elements or members; then each of them in order, NULL after the last. A container that
 * is NULL has none. */
guint dyr_json_length (const DyrJson *container);
const DyrJson *dyr_json_first (const DyrJson *container);
const DyrJson *dyr_json_next (const DyrJson *container, const DyrJson *item);

/* The member of that name, the first when there are several; NULL: there is none, or it is no
 * object. */
const DyrJson *dyr_json_get (const DyrJson *object, const char *name);
gboolean dyr_json_has (const DyrJson *object, const char *name);
/* … when it is of that sort; NULL else. Nothing is copied. */
const char *dyr_json_get_text (const DyrJson *object, const char *name);
const DyrJson *dyr_json_get_object (const DyrJson *object, const char *name);
const DyrJson *dyr_json_get_array (const DyrJson *object, const char *name);
/* Whether there is a whole number of that name. */
gboolean dyr_json_get_number (const DyrJson *object, const char *name, gint64 *number);
/* The value as one of its sort; NULL else. */
const char *dyr_json_as_text (const DyrJson *node);
const DyrJson *dyr_json_as_object (const DyrJson *node);
const DyrJson *dyr_json_as_array (const DyrJson *node);

/* The value as JSON without blanks, newly allocated. */
char *dyr_json_write (const DyrJson *self);

/* Appends @text as a JSON string with its quotes. @text is valid UTF-8. */
void dyr_json_append_string (GString *out, const char *text);
/* Appends a name and a colon, and the comma before it unless it is the first of its object. */
void dyr_json_append_name (GString *out, const char *name);

G_END_DECLS
