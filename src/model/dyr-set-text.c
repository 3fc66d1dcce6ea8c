/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Sets as people type them: elements by comma or line, roles in brackets, quotes around what has a
 * comma itself. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-set-text-private.h"

#include <string.h>

#include "dyr-phone.h"
#include "dyr-text.h"

#define SEPARATORS ",;\n"

/* Separators inside of brackets are hidden as characters of the private use area while a text is
 * cut into pieces: "067 111 22 33 (work, mornings)" is one. */
#define HIDDEN 0xe000
#define HIDDEN_SIGNS ",;|/ "

/* Bytes between brackets or quotes: what is longer encloses nothing, it is a bracket or a quote
 * that somebody forgot to close. */
#define LONGEST_ENCLOSED 500

/* Offsets of a bracket and of the one that closes it. */
typedef struct
{
  gsize open, close;
} Brackets;

/* Elements whose text has no brackets at its end by itself. */
static gboolean
has_roles (DyrKind items)
{
  return items == DYR_KIND_PHONE || items == DYR_KIND_EMAIL || items == DYR_KIND_IBAN
         || items == DYR_KIND_URL;
}

/* The outermost pairs of brackets that open and close in one line, in order: in one walk, as a cell
 * may be a megabyte of "(". */
static GArray *
find_brackets (const char *text)
{
  g_autoptr (GArray) opened = g_array_new (FALSE, FALSE, sizeof (gsize));
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (Brackets));

  for (gsize i = 0; text[i] != '\0'; i++)
    {
      Brackets pair = { 0, i };

      if (text[i] == '\n')
        g_array_set_size (opened, 0);
      else if (text[i] == '(')
        g_array_append_val (opened, i);

      if (text[i] != ')' || opened->len == 0)
        continue;

      pair.open = g_array_index (opened, gsize, opened->len - 1);
      g_array_set_size (opened, opened->len - 1);
      if (pair.close - pair.open >= LONGEST_ENCLOSED)
        continue;

      while (pairs->len > 0 && g_array_index (pairs, Brackets, pairs->len - 1).open > pair.open)
        g_array_set_size (pairs, pairs->len - 1);
      g_array_append_val (pairs, pair);
    }

  return pairs;
}

static char *
hide_in_brackets (const char *text)
{
  g_autoptr (GArray) pairs = find_brackets (text);
  GString *hidden = g_string_new (NULL);
  guint n = 0;

  for (gsize i = 0; text[i] != '\0'; i++)
    {
      if (n < pairs->len && i > g_array_index (pairs, Brackets, n).close)
        n++;

      if (n < pairs->len && i > g_array_index (pairs, Brackets, n).open
          && strchr (HIDDEN_SIGNS, text[i]) != NULL)
        g_string_append_unichar (hidden, HIDDEN + (gunichar) text[i]);
      else
        g_string_append_c (hidden, text[i]);
    }

  return g_string_free (hidden, FALSE);
}

static char *
show_hidden (const char *text)
{
  GString *shown = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c > HIDDEN && c < HIDDEN + 0x80 && strchr (HIDDEN_SIGNS, (int) (c - HIDDEN)) != NULL)
        c -= HIDDEN;

      g_string_append_unichar (shown, c);
    }

  return g_string_free (shown, FALSE);
}

/* Brackets are part of phone numbers: a role has a letter, or a whole number before it. */
static gboolean
is_role (DyrKind items, const char *before, const char *role)
{
  if (items != DYR_KIND_PHONE)
    return TRUE;

  for (const char *p = role; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_isalpha (g_utf8_get_char (p)))
        return TRUE;
    }

  if (*before == '+')
    {
      g_autofree char *number = dyr_phone_clean (before, NULL);

      return number != NULL;
    }

  return FALSE;
}

/**
 * dyr_set_text_take_role:
 * @items: kind of the elements
 * @piece: (inout): an element; its role is cut off
 *
 * Returns: (transfer full) (nullable): the role, "work" of "+380 67 111 22 33 (work)"
 */
char *
dyr_set_text_take_role (DyrKind items, char *piece)
{
  g_autoptr (GArray) pairs = NULL;
  g_autofree char *before = NULL, *role = NULL;
  const Brackets *last;
  gsize length;

  g_return_val_if_fail (piece != NULL, NULL);

  length = strlen (piece);
  if (!has_roles (items) || length == 0 || piece[length - 1] != ')')
    return NULL;

  pairs = find_brackets (piece);
  if (pairs->len == 0)
    return NULL;

  last = &g_array_index (pairs, Brackets, pairs->len - 1);
  if (last->close != length - 1 || last->open == 0)
    return NULL;

  before = g_strchomp (g_strndup (piece, last->open));
  role = dyr_text_clean (piece + last->open + 1, (gssize) (last->close - last->open - 1));
  if (role == NULL || *before == '\0' || !is_role (items, before, role))
    return NULL;

  piece[strlen (before)] = '\0';

  return g_steal_pointer (&role);
}

static void
add_piece (GPtrArray *pieces, const char *text, gssize length)
{
  char *piece = dyr_text_clean (text, length);

  if (piece != NULL)
    g_ptr_array_add (pieces, piece);
}

/* "a@x.ua b@y.ua": no address has a blank, so that they need no comma. */
static gboolean
are_addresses (GStrv words)
{
  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (strchr (words[i], '@') == NULL)
        return FALSE;
    }

  return TRUE;
}

/* Adds an element; of "a@x.ua b@y.ua (work)" both, the role with the last. */
static void
add_piece_with_role (GPtrArray *pieces, DyrKind items, const char *text)
{
  g_autofree char *piece = dyr_text_clean (text, -1);
  g_autofree char *role = NULL;
  g_auto (GStrv) words = NULL;

  if (piece == NULL)
    return;

  if (items == DYR_KIND_EMAIL)
    {
      g_autofree char *addresses = g_strdup (piece);

      role = dyr_set_text_take_role (items, addresses);
      words = g_strsplit (addresses, " ", -1);
    }

  if (words == NULL || !are_addresses (words))
    {
      g_ptr_array_add (pieces, g_steal_pointer (&piece));
      return;
    }

  for (gsize i = 0; words[i] != NULL; i++)
    g_ptr_array_add (pieces,
                     words[i + 1] == NULL && role != NULL
                         ? g_strdup_printf ("%s (%s)", words[i], role)
                         : g_strdup (words[i]));
}

static void
add_pieces_with_roles (GPtrArray *pieces, DyrKind items, const char *text)
{
  g_autofree char *hidden = hide_in_brackets (text);
  g_auto (GStrv) parts = items == DYR_KIND_PHONE ? dyr_phone_split (hidden)
                                                 : g_strsplit_set (hidden, SEPARATORS, -1);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *part = show_hidden (parts[i]);

      add_piece_with_role (pieces, items, part);
    }
}

/* The text between quotes that fill a piece, and where the piece ends; NULL when they do not. */
static char *
take_quoted (const char *text, const char **end)
{
  GString *quoted;
  const char *p;

  if (*text != '"')
    return NULL;

  quoted = g_string_new (NULL);
  for (p = text + 1; *p != '\0' && p - text < LONGEST_ENCLOSED; p++)
    {
      if (*p == '"' && p[1] == '"')
        p++;
      else if (*p == '"')
        break;

      g_string_append_c (quoted, *p);
    }

  if (*p == '"')
    {
      p++;
      *end = p + strspn (p, " ");
      if (**end == '\0' || strchr (SEPARATORS, **end) != NULL)
        return g_string_free (quoted, FALSE);
    }

  g_string_free (quoted, TRUE);

  return NULL;
}

static void
add_plain_pieces (GPtrArray *pieces, const char *text)
{
  const char *p = text;

  while (*p != '\0')
    {
      g_autofree char *quoted = NULL;
      const char *end;

      p += strspn (p, " " SEPARATORS);
      quoted = take_quoted (p, &end);
      if (quoted != NULL)
        {
          add_piece (pieces, quoted, -1);
        }
      else
        {
          end = p + strcspn (p, SEPARATORS);
          add_piece (pieces, p, end - p);
        }

      p = end;
    }
}

/**
 * dyr_set_text_split:
 * @items: kind of the elements
 * @text: valid UTF-8
 *
 * Returns: (transfer full): the elements, each one clean line, with their roles
 */
GStrv
dyr_set_text_split (DyrKind items, const char *text)
{
  GPtrArray *pieces;

  g_return_val_if_fail (text != NULL, NULL);

  pieces = g_ptr_array_new ();
  if (has_roles (items))
    add_pieces_with_roles (pieces, items, text);
  else
    add_plain_pieces (pieces, text);

  g_ptr_array_add (pieces, NULL);

  return (GStrv) g_ptr_array_free (pieces, FALSE);
}

/**
 * dyr_set_text_append:
 * @text: what people see or edit of a set
 * @items: kind of the elements
 * @item: an element as it is shown
 * @role: (nullable): its role
 *
 * Appends an element so that dyr_set_text_split () finds it again.
 */
void
dyr_set_text_append (GString *text, DyrKind items, const char *item, const char *role)
{
  g_return_if_fail (text != NULL);
  g_return_if_fail (item != NULL);

  if (text->len > 0)
    g_string_append (text, ", ");

  if (!has_roles (items) && (*item == '"' || strpbrk (item, SEPARATORS) != NULL))
    {
      g_string_append_c (text, '"');
      for (const char *p = item; *p != '\0'; p++)
        {
          if (*p == '"')
            g_string_append_c (text, '"');
          g_string_append_c (text, *p);
        }
      g_string_append_c (text, '"');
    }
  else
    {
      g_string_append (text, item);
    }

  if (role != NULL)
    g_string_append_printf (text, " (%s)", role);
}
