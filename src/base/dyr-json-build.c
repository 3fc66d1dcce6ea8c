/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Values out of JSON that was checked: one array of them in the order of the text, each container
 * before what is in it, and the texts where they stood. A page of records is two pieces of memory
 * instead of ten thousand. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-json.h"

#include <string.h>

/* Members of an object that are found by walking; more have an index. */
#define WALKED 64
/* Bytes of text for each value, at least; a guess. */
#define USUAL_LENGTH 16

typedef struct
{
  GArray *values; /* DyrJson: the document itself, then its first value */
  char *text;
  GHashTable *indexes; /* object → GHashTable of its members by name; NULL: none needed yet */
  guint n_refs;
} Document;

struct _DyrJson
{
  DyrJsonKind kind;
  guint size;        /* values in it, with itself */
  guint n;           /* elements or members */
  guint name_length; /* bytes */
  const char *name;  /* of a member */
  union
  {
    gboolean yes;
    gint64 number;
    double real;
    const char *text;
    Document *document; /* of an object, and of what stands before the first value */
  } as;
};

typedef struct
{
  Document *document;
  char *at;
} Building;

static void
skip_blanks (char **at)
{
  while (**at == ' ' || **at == '\t' || **at == '\n' || **at == '\r')
    (*at)++;
}

static gunichar
take_unit (char **at)
{
  gunichar unit = 0;

  for (int i = 0; i < 4; i++)
    unit = unit * 16 + (gunichar) g_ascii_xdigit_value (*(*at)++);

  return unit;
}

/* What stands behind a backslash, in UTF-8. */
static char *
put_escaped (char **at, char *to)
{
  static const char codes[] = "bfnrt", means[] = "\b\f\n\r\t";
  const char code = *(*at)++;
  const char *found = strchr (codes, code);
  gunichar unit;

  if (code != 'u')
    {
      *to = found != NULL ? means[found - codes] : code;
      return to + 1;
    }
  unit = take_unit (at);
  /* The first half of a pair is never alone. */
  if (unit >= 0xd800 && unit <= 0xdbff)
    {
      *at += 2;
      unit = 0x10000 + ((unit - 0xd800) << 10) + (take_unit (at) - 0xdc00);
    }

  return to + g_unichar_to_utf8 (unit, to);
}

/* From the first quote to behind the last one; the text is written over what it was read from,
 * where it is never longer. */
static const char *
take_string (char **at, guint *length)
{
  char *from = ++*at, *to;

  while (**at != '"' && **at != '\\')
    (*at)++;
  to = *at;
  while (**at != '"')
    {
      if (**at == '\\')
        {
          (*at)++;
          to = put_escaped (at, to);
        }
      else
        *to++ = *(*at)++;
    }
  (*at)++;
  *length = (guint) (to - from);
  *to = '\0';

  return from;
}

static DyrJson *
value_at (const Building *building, guint index)
{
  return &g_array_index (building->document->values, DyrJson, index);
}

static void
take_number (Building *building, DyrJson *value)
{
  const char *from = building->at;
  gboolean whole = TRUE;
  char *end;

  for (end = building->at; *end != '\0' && strchr ("+-.0123456789eE", *end) != NULL; end++)
    whole = whole && (*end == '-' || g_ascii_isdigit (*end));
  building->at = end;
  value->kind = whole ? DYR_JSON_NUMBER : DYR_JSON_REAL;
  if (whole)
    value->as.number = g_ascii_strtoll (from, NULL, 10);
  else
    value->as.real = g_ascii_strtod (from, NULL);
}

static void
take_plain (Building *building, DyrJson *value)
{
  guint length;

  switch (*building->at)
    {
    case '"':
      value->kind = DYR_JSON_TEXT;
      value->as.text = take_string (&building->at, &length);
      return;
    case 't':
    case 'f':
      value->kind = DYR_JSON_BOOLEAN;
      value->as.yes = *building->at == 't';
      building->at += strlen (value->as.yes ? "true" : "false");
      return;
    case 'n':
      value->kind = DYR_JSON_NULL;
      building->at += strlen ("null");
      return;
    default:
      take_number (building, value);
    }
}

static void take_value (Building *building, const char *name, guint name_length);

static guint
take_items (Building *building, gboolean object)
{
  const char end = object ? '}' : ']';
  guint n = 0;

  for (;;)
    {
      const char *name = NULL;
      guint length = 0;

      building->at++; /* what opens it, or a comma */
      skip_blanks (&building->at);
      if (*building->at == end)
        break;
      if (object)
        {
          name = take_string (&building->at, &length);
          skip_blanks (&building->at);
          building->at++; /* the colon */
        }
      take_value (building, name, length);
      n++;
      skip_blanks (&building->at);
      if (*building->at == end)
        break;
    }
  building->at++;

  return n;
}

static void
take_value (Building *building, const char *name, guint name_length)
{
  GArray *values = building->document->values;
  const guint index = values->len;
  DyrJson value = { .size = 1, .name = name, .name_length = name_length };
  guint n;

  skip_blanks (&building->at);
  if (*building->at != '{' && *building->at != '[')
    {
      take_plain (building, &value);
      g_array_append_val (values, value);
      return;
    }
  value.kind = *building->at == '{' ? DYR_JSON_OBJECT : DYR_JSON_ARRAY;
  value.as.document = building->document;
  g_array_append_val (values, value);
  n = take_items (building, value.kind == DYR_JSON_OBJECT);
  /* The array may have moved. */
  value_at (building, index)->n = n;
  value_at (building, index)->size = values->len - index;
}

DyrJson *
dyr_json_build (char *text)
{
  Document *document;
  DyrJson before = { .size = 1 };
  Building building;

  g_return_val_if_fail (text != NULL, NULL);

  document = g_new0 (Document, 1);
  document->text = text;
  document->n_refs = 1;
  document->values = g_array_sized_new (
      FALSE, FALSE, sizeof (DyrJson), (guint) (strlen (text) / USUAL_LENGTH + 2));
  before.as.document = document;
  g_array_append_val (document->values, before);
  building = (Building){ document, text };
  take_value (&building, NULL, 0);

  return value_at (&building, 1);
}

static Document *
get_document (DyrJson *root)
{
  return (root - 1)->as.document;
}

DyrJson *
dyr_json_ref (DyrJson *root)
{
  g_return_val_if_fail (root != NULL, NULL);

  get_document (root)->n_refs++;

  return root;
}

void
dyr_json_unref (DyrJson *root)
{
  Document *document = root != NULL ? get_document (root) : NULL;

  if (document == NULL || --document->n_refs > 0)
    return;
  g_clear_pointer (&document->indexes, g_hash_table_unref);
  g_array_unref (document->values);
  g_free (document->text);
  g_free (document);
}

DyrJsonKind
dyr_json_kind (const DyrJson *self)
{
  return self->kind;
}

gboolean
dyr_json_is_null (const DyrJson *self)
{
  return self != NULL && self->kind == DYR_JSON_NULL;
}

gboolean
dyr_json_is_true (const DyrJson *self)
{
  return self != NULL && self->kind == DYR_JSON_BOOLEAN && self->as.yes;
}

double
dyr_json_real (const DyrJson *self)
{
  g_return_val_if_fail (self != NULL && self->kind == DYR_JSON_REAL, 0);

  return self->as.real;
}

gint64
dyr_json_number (const DyrJson *self)
{
  g_return_val_if_fail (self != NULL && self->kind == DYR_JSON_NUMBER, 0);

  return self->as.number;
}

const char *
dyr_json_name (const DyrJson *self)
{
  return self->name;
}

guint
dyr_json_length (const DyrJson *container)
{
  return container != NULL ? container->n : 0;
}

const DyrJson *
dyr_json_first (const DyrJson *container)
{
  return container != NULL && container->n > 0 ? container + 1 : NULL;
}

const DyrJson *
dyr_json_next (const DyrJson *container, const DyrJson *item)
{
  const DyrJson *next = item + item->size;

  return next < container + container->size ? next : NULL;
}

/* Many members are looked for by an index: who has an object of a million members may be asked for
 * a million names. */
static const DyrJson *
get_by_index (const DyrJson *object, const char *name)
{
  Document *document = object->as.document;
  GHashTable *index;

  if (document->indexes == NULL)
    document->indexes
        = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_hash_table_unref);
  index = g_hash_table_lookup (document->indexes, object);
  if (index == NULL)
    {
      index = g_hash_table_new (g_str_hash, g_str_equal);
      for (const DyrJson *item = dyr_json_first (object); item != NULL;
           item = dyr_json_next (object, item))
        if (!g_hash_table_contains (index, item->name))
          g_hash_table_insert (index, (gpointer) item->name, (gpointer) item);
      g_hash_table_insert (document->indexes, (gpointer) object, index);
    }

  return g_hash_table_lookup (index, name);
}

const DyrJson *
dyr_json_get (const DyrJson *object, const char *name)
{
  const gsize length = strlen (name);

  if (object == NULL || object->kind != DYR_JSON_OBJECT)
    return NULL;
  if (object->n > WALKED)
    return get_by_index (object, name);
  for (const DyrJson *item = dyr_json_first (object); item != NULL;
       item = dyr_json_next (object, item))
    if (item->name_length == length && memcmp (item->name, name, length) == 0)
      return item;

  return NULL;
}

gboolean
dyr_json_has (const DyrJson *object, const char *name)
{
  return dyr_json_get (object, name) != NULL;
}

const char *
dyr_json_as_text (const DyrJson *node)
{
  return node != NULL && node->kind == DYR_JSON_TEXT ? node->as.text : NULL;
}

const DyrJson *
dyr_json_as_object (const DyrJson *node)
{
  return node != NULL && node->kind == DYR_JSON_OBJECT ? node : NULL;
}

const DyrJson *
dyr_json_as_array (const DyrJson *node)
{
  return node != NULL && node->kind == DYR_JSON_ARRAY ? node : NULL;
}

const char *
dyr_json_get_text (const DyrJson *object, const char *name)
{
  return dyr_json_as_text (dyr_json_get (object, name));
}

const DyrJson *
dyr_json_get_object (const DyrJson *object, const char *name)
{
  return dyr_json_as_object (dyr_json_get (object, name));
}

const DyrJson *
dyr_json_get_array (const DyrJson *object, const char *name)
{
  return dyr_json_as_array (dyr_json_get (object, name));
}

gboolean
dyr_json_get_number (const DyrJson *object, const char *name, gint64 *number)
{
  const DyrJson *node = dyr_json_get (object, name);

  if (node == NULL || node->kind != DYR_JSON_NUMBER)
    return FALSE;
  *number = node->as.number;

  return TRUE;
}
