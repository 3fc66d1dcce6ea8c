/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* JSON of a server that is not trusted.
 *
 * json-glib 1.6 takes JSON for granted: deep nesting overflows its stack, half a surrogate pair or
 * a "\u" without digits ends the program by an assertion, "\u0000" cuts a text without a word, a
 * whole number of 20 digits becomes another one, comments are let in. So the text is first walked
 * by the grammar of RFC 8259, and what is no value of ours is replaced in a copy; of that its nodes
 * are made (dyr-espo-json-build.c), not by its parser. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-espo-json.h"

#include <string.h>

/* Every whole number of so many digits fits into 64 bits. */
#define SAFE_DIGITS 18

typedef struct
{
  char *at;
  const char *end;
  guint depth;
  guint64 objects; /* bit: the container of that depth is an object */
  gboolean deep;
} Walk;

static void
skip_blanks (Walk *walk)
{
  while (walk->at < walk->end
         && (*walk->at == ' ' || *walk->at == '\t' || *walk->at == '\n' || *walk->at == '\r'))
    walk->at++;
}

static gboolean
take (Walk *walk, char c)
{
  if (walk->at == walk->end || *walk->at != c)
    return FALSE;
  walk->at++;

  return TRUE;
}

/* The number of the four digits at `at`; -1 when there are no four. */
static int
peek_unit (const Walk *walk, const char *at)
{
  int unit = 0;

  if (walk->end - at < 4)
    return -1;
  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (at[i]);

      if (digit < 0)
        return -1;
      unit = unit * 16 + digit;
    }

  return unit;
}

static gboolean
is_low_surrogate (int unit)
{
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/* After "\u". What is no character becomes U+FFFD. */
static gboolean
take_unit (Walk *walk)
{
  int unit = peek_unit (walk, walk->at), low = -1;

  if (unit < 0)
    return FALSE;
  if (unit >= 0xd800 && unit <= 0xdbff && walk->end - walk->at >= 10
      && memcmp (walk->at + 4, "\\u", 2) == 0)
    low = peek_unit (walk, walk->at + 6);
  if (is_low_surrogate (low))
    {
      walk->at += 10;
      return TRUE;
    }

  if (unit == 0 || (unit >= 0xd800 && unit <= 0xdfff))
    memcpy (walk->at, "fffd", 4);
  walk->at += 4;

  return TRUE;
}

/* After the first quote. */
static gboolean
take_string (Walk *walk)
{
  while (walk->at < walk->end)
    {
      guint8 c = (guint8) *walk->at++;

      if (c == '"')
        return TRUE;
      if (c < 0x20)
        return FALSE;
      if (c != '\\')
        continue;
      if (take (walk, 'u'))
        {
          if (!take_unit (walk))
            return FALSE;
        }
      else if (walk->at == walk->end || *walk->at == '\0'
               || strchr ("\"\\/bfnrt", *walk->at++) == NULL)
        return FALSE;
    }

  return FALSE;
}

static gsize
take_digits (Walk *walk)
{
  const char *from = walk->at;

  while (walk->at < walk->end && g_ascii_isdigit (*walk->at))
    walk->at++;

  return (gsize) (walk->at - from);
}

static gboolean
take_number (Walk *walk)
{
  gboolean whole = TRUE;
  char *from;
  gsize n;

  take (walk, '-');
  from = walk->at;
  n = take_digits (walk);
  if (n == 0 || (n > 1 && *from == '0'))
    return FALSE;
  if (take (walk, '.'))
    {
      whole = FALSE;
      if (take_digits (walk) == 0)
        return FALSE;
    }
  if (take (walk, 'e') || take (walk, 'E'))
    {
      whole = FALSE;
      if (!take (walk, '-'))
        take (walk, '+');
      if (take_digits (walk) == 0)
        return FALSE;
    }

  /* No number of ours: an infinite one, which nobody takes for another. */
  if (whole && n > SAFE_DIGITS)
    {
      memset (from, '9', n);
      from[1] = 'e';
    }

  return TRUE;
}

static gboolean
take_word (Walk *walk, const char *word)
{
  gsize n = strlen (word);

  if ((gsize) (walk->end - walk->at) < n || memcmp (walk->at, word, n) != 0)
    return FALSE;
  walk->at += n;

  return TRUE;
}

static gboolean
take_plain (Walk *walk)
{
  if (take (walk, '"'))
    return take_string (walk);
  if (take_word (walk, "true") || take_word (walk, "false") || take_word (walk, "null"))
    return TRUE;

  return take_number (walk);
}

static gboolean
in_object (const Walk *walk)
{
  return (walk->objects >> (walk->depth - 1) & 1) != 0;
}

static gboolean
open_container (Walk *walk, gboolean is_object)
{
  if (walk->depth == DYR_ESPO_JSON_DEPTH)
    {
      walk->deep = TRUE;
      return FALSE;
    }
  walk->depth++;
  walk->objects &= ~(G_GUINT64_CONSTANT (1) << (walk->depth - 1));
  walk->objects |= (guint64) is_object << (walk->depth - 1);

  return TRUE;
}

static gboolean
take_name (Walk *walk)
{
  skip_blanks (walk);
  if (!take (walk, '"') || !take_string (walk))
    return FALSE;
  skip_blanks (walk);

  return take (walk, ':');
}

/* After a value: commas and ends, up to where the next value begins; or nothing is left open. */
static gboolean
go_on (Walk *walk)
{
  while (walk->depth > 0)
    {
      skip_blanks (walk);
      if (take (walk, ','))
        return !in_object (walk) || take_name (walk);
      if (!take (walk, in_object (walk) ? '}' : ']'))
        return FALSE;
      walk->depth--;
    }

  return TRUE;
}

static gboolean
take_value (Walk *walk)
{
  gboolean is_object;

  skip_blanks (walk);
  is_object = take (walk, '{');
  if (!is_object && !take (walk, '['))
    return take_plain (walk) && go_on (walk);

  if (!open_container (walk, is_object))
    return FALSE;
  skip_blanks (walk);
  if (take (walk, is_object ? '}' : ']'))
    {
      walk->depth--;
      return go_on (walk);
    }

  return !is_object || take_name (walk);
}

static gboolean
take_document (Walk *walk)
{
  do
    {
      if (!take_value (walk))
        return FALSE;
    }
  while (walk->depth > 0);
  skip_blanks (walk);

  return walk->at == walk->end;
}

DyrEspoJsonState
dyr_espo_json_parse (const char *data, gsize length, JsonNode **root)
{
  g_autofree char *copy = NULL;
  Walk walk = { NULL };

  g_return_val_if_fail (data != NULL || length == 0, DYR_ESPO_JSON_BROKEN);
  g_return_val_if_fail (root != NULL, DYR_ESPO_JSON_BROKEN);

  *root = NULL;
  if (length == 0 || !g_utf8_validate_len (data, length, NULL))
    return DYR_ESPO_JSON_BROKEN;

  copy = g_strndup (data, length);
  walk.at = copy;
  walk.end = copy + length;
  if (!take_document (&walk))
    return walk.deep ? DYR_ESPO_JSON_DEEP : DYR_ESPO_JSON_BROKEN;

  *root = dyr_espo_json_build (copy);

  return DYR_ESPO_JSON_WHOLE;
}

void
dyr_espo_json_append_string (GString *out, const char *text)
{
  g_return_if_fail (out != NULL);
  g_return_if_fail (text != NULL);

  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (out, '\\');
      if (*p == '\n')
        g_string_append (out, "\\n");
      else if ((guint8) *p < 0x20)
        g_string_append_printf (out, "\\u%04x", (guint) *p);
      else
        g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}

void
dyr_espo_json_append_name (GString *out, const char *name)
{
  g_return_if_fail (out != NULL && out->len > 0);

  if (out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  dyr_espo_json_append_string (out, name);
  g_string_append_c (out, ':');
}

const char *
dyr_espo_json_as_text (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

JsonObject *
dyr_espo_json_as_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
dyr_espo_json_as_array (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

const char *
dyr_espo_json_get_text (JsonObject *object, const char *name)
{
  return dyr_espo_json_as_text (json_object_get_member (object, name));
}

JsonObject *
dyr_espo_json_get_object (JsonObject *object, const char *name)
{
  return dyr_espo_json_as_object (json_object_get_member (object, name));
}

JsonArray *
dyr_espo_json_get_array (JsonObject *object, const char *name)
{
  return dyr_espo_json_as_array (json_object_get_member (object, name));
}

gboolean
dyr_espo_json_get_number (JsonObject *object, const char *name, gint64 *number)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *number = json_node_get_int (node);

  return TRUE;
}
