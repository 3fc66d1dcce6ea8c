/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* JSON that nobody vouches for: reading and writing its text.
 *
 * The text is first walked by the grammar of RFC 8259, no deeper than it may be, and what is no
 * value of ours is replaced in a copy: half a surrogate pair, "\u0000", a whole number of more
 * digits than fit. Of that the values are made (dyr-json-build.c), which then need no second
 * look. json-glib takes JSON for granted, and makes a tree of small pieces that takes ten times as
 * long as its text. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-json.h"

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
  if (walk->depth == DYR_JSON_DEPTH)
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

DyrJsonState
dyr_json_parse (const char *data, gsize length, DyrJson **root)
{
  g_autofree char *copy = NULL;
  Walk walk = { NULL };

  g_return_val_if_fail (data != NULL || length == 0, DYR_JSON_BROKEN);
  g_return_val_if_fail (root != NULL, DYR_JSON_BROKEN);

  *root = NULL;
  if (length == 0 || !g_utf8_validate_len (data, length, NULL))
    return DYR_JSON_BROKEN;

  copy = g_strndup (data, length);
  walk.at = copy;
  walk.end = copy + length;
  if (!take_document (&walk))
    return walk.deep ? DYR_JSON_DEEP : DYR_JSON_BROKEN;

  *root = dyr_json_build (g_steal_pointer (&copy));

  return DYR_JSON_WHOLE;
}

void
dyr_json_append_string (GString *out, const char *text)
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
dyr_json_append_name (GString *out, const char *name)
{
  g_return_if_fail (out != NULL && out->len > 0);

  if (out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  dyr_json_append_string (out, name);
  g_string_append_c (out, ':');
}

static void
append_value (GString *out, const DyrJson *value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  gboolean object = FALSE;

  switch (dyr_json_kind (value))
    {
    case DYR_JSON_BOOLEAN:
      g_string_append (out, dyr_json_is_true (value) ? "true" : "false");
      return;
    case DYR_JSON_NUMBER:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, dyr_json_number (value));
      return;
    case DYR_JSON_REAL:
      g_string_append (out, g_ascii_dtostr (number, sizeof number, dyr_json_real (value)));
      return;
    case DYR_JSON_TEXT:
      dyr_json_append_string (out, dyr_json_as_text (value));
      return;
    case DYR_JSON_OBJECT:
      object = TRUE;
      break;
    case DYR_JSON_ARRAY:
      break;
    case DYR_JSON_NULL:
    default:
      g_string_append (out, "null");
      return;
    }

  g_string_append_c (out, object ? '{' : '[');
  for (const DyrJson *item = dyr_json_first (value); item != NULL;
       item = dyr_json_next (value, item))
    {
      if (object)
        dyr_json_append_name (out, dyr_json_name (item));
      else if (out->str[out->len - 1] != '[')
        g_string_append_c (out, ',');
      append_value (out, item);
    }
  g_string_append_c (out, object ? '}' : ']');
}

char *
dyr_json_write (const DyrJson *self)
{
  GString *out = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, g_string_free (out, FALSE));

  append_value (out, self);

  return g_string_free (out, FALSE);
}
