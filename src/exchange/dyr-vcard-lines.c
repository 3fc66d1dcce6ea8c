/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Lines of address cards. Long ones are folded: the next line begins with a blank, or, as vCard 2.1
 * has it in quoted-printable, this one ends with "=". */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-vcard-private.h"

#include <string.h>

#include "dyr-sheet-row.h"

struct _DyrVcardLines
{
  DyrTextSource *source;
  GString *line;
  GString *next; /* read ahead */
  guint next_line;
  gboolean next_is_long;
  gboolean has_next;
};

DyrVcardLines *
dyr_vcard_lines_new (DyrTextSource *source)
{
  DyrVcardLines *self = g_new0 (DyrVcardLines, 1);

  self->source = source;
  self->line = g_string_new (NULL);
  self->next = g_string_new (NULL);

  return self;
}

void
dyr_vcard_lines_free (DyrVcardLines *self)
{
  if (self == NULL)
    return;

  g_string_free (self->line, TRUE);
  g_string_free (self->next, TRUE);
  g_free (self);
}

void
dyr_vcard_lines_reset (DyrVcardLines *self)
{
  self->has_next = FALSE;
}

/* What is no character of a text is left out; a picture of ten megabytes is not kept. */
static void
append (GString *text, const char *piece, gsize length, gboolean *too_long)
{
  for (gsize i = 0; i < length; i++)
    if (text->len >= DYR_SHEET_CELL_MAX)
      {
        *too_long = TRUE;
        return;
      }
    else if (piece[i] != '\0')
      {
        g_string_append_c (text, piece[i]);
      }
}

/* A line of the file. */
static gboolean
read_line (DyrVcardLines *self, GError **error)
{
  DyrTextPiece piece;

  g_string_truncate (self->next, 0);
  self->next_is_long = FALSE;
  self->next_line = 0;
  do
    {
      if (!dyr_text_source_next (self->source, &piece, error))
        return FALSE;
      if (self->next_line == 0)
        self->next_line = piece.line;
      append (self->next, piece.text, piece.length, &self->next_is_long);
    }
  while (!piece.ends_line);
  self->has_next = TRUE;

  return TRUE;
}

/* "NOTE;ENCODING=QUOTED-PRINTABLE:…=": the parameter stands before the colon. */
static gboolean
is_quoted_printable (const GString *line)
{
  gsize length = strcspn (line->str, ":");
  g_autofree char *head = g_ascii_strup (line->str, (gssize) length);

  return strstr (head, "QUOTED-PRINTABLE") != NULL;
}

static gboolean
goes_on (DyrVcardLines *self)
{
  return (self->next->str[0] == ' ' || self->next->str[0] == '\t') && self->line->len > 0;
}

/* At the end of the file has_next is FALSE, too. */
static gboolean
read_ahead (DyrVcardLines *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  self->has_next = FALSE;
  if (read_line (self, &local) || local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

gboolean
dyr_vcard_lines_next (
    DyrVcardLines *self, const char **text, guint *line, gboolean *too_long, GError **error)
{
  gboolean soft;

  if (!self->has_next && !read_line (self, error))
    return FALSE;

  *line = self->next_line;
  *too_long = self->next_is_long;
  g_string_assign (self->line, self->next->str);
  soft = is_quoted_printable (self->line);
  if (!read_ahead (self, error))
    return FALSE;
  while (self->has_next)
    {
      gboolean is_soft = soft && self->line->len > 0 && self->line->str[self->line->len - 1] == '=';

      if (!is_soft && !goes_on (self))
        break;
      if (is_soft)
        g_string_truncate (self->line, self->line->len - 1);
      append (self->line,
              is_soft ? self->next->str : self->next->str + 1,
              is_soft ? self->next->len : self->next->len - 1,
              too_long);
      *too_long = *too_long || self->next_is_long;
      if (!read_ahead (self, error))
        return FALSE;
    }
  /* A character that was cut in two by the limit. */
  if (*too_long)
    {
      const char *end;

      g_utf8_validate (self->line->str, (gssize) self->line->len, &end);
      g_string_truncate (self->line, (gsize) (end - self->line->str));
    }
  *text = self->line->str;

  return TRUE;
}
