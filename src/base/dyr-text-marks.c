/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Where a text holds what was searched for, in whatever letters both are written. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-text.h"

#include <string.h>

/* Digits that are looked for whatever stands between them. */
#define NUMBER_DIGITS 3

/* A folded text that knows where each of its bytes comes from. */
typedef struct
{
  GString *fold;
  GArray *marks; /* DyrTextMark of each byte */
} Folded;

static void
append (Folded *self, const char *bytes, DyrTextMark mark)
{
  g_string_append (self->fold, bytes);
  for (gsize i = strlen (bytes); i > 0; i--)
    g_array_append_val (self->marks, mark);
}

/* Whether the character, of which nothing is left, parts words. */
static gboolean
is_blank (const char *character)
{
  g_autofree char *between = g_strconcat ("a", character, "a", NULL);
  g_autofree char *fold = dyr_text_fold (between);

  return strchr (fold, ' ') != NULL;
}

static void
fold_all (Folded *self, const char *text, gboolean with_blanks)
{
  for (const char *p = text, *end; *p != '\0'; p = end)
    {
      g_autofree char *character = NULL, *fold = NULL;
      DyrTextMark mark = { .start = (guint) (p - text) };

      /* A letter with its marks */
      for (end = g_utf8_next_char (p); g_unichar_ismark (g_utf8_get_char (end));)
        end = g_utf8_next_char (end);
      mark.end = (guint) (end - text);
      character = g_strndup (p, (gsize) (end - p));
      fold = dyr_text_fold (character);
      if (*fold != '\0')
        append (self, fold, mark);
      else if (with_blanks && self->fold->len > 0 && self->fold->str[self->fold->len - 1] != ' '
               && is_blank (character))
        append (self, " ", mark);
    }
}

static void
find_all (const Folded *self, const char *needle, GArray *marks)
{
  gsize length = strlen (needle);

  for (const char *at = strstr (self->fold->str, needle); at != NULL; at = strstr (at + 1, needle))
    {
      gsize first = (gsize) (at - self->fold->str);
      DyrTextMark mark
          = { .start = g_array_index (self->marks, DyrTextMark, first).start,
              .end = g_array_index (self->marks, DyrTextMark, first + length - 1).end };

      g_array_append_val (marks, mark);
    }
}

static int
compare_marks (gconstpointer a, gconstpointer b)
{
  const DyrTextMark *first = a, *second = b;

  return first->start < second->start ? -1 : first->start > second->start;
}

static void
merge (GArray *marks)
{
  guint n = 0;

  g_array_sort (marks, compare_marks);
  for (guint i = 0; i < marks->len; i++)
    {
      const DyrTextMark mark = g_array_index (marks, DyrTextMark, i);
      DyrTextMark *last = n > 0 ? &g_array_index (marks, DyrTextMark, n - 1) : NULL;

      if (last != NULL && mark.start <= last->end)
        last->end = MAX (last->end, mark.end);
      else
        g_array_index (marks, DyrTextMark, n++) = mark;
    }
  g_array_set_size (marks, n);
}

/**
 * dyr_text_find_marks:
 * @text: valid UTF-8, as it is shown
 * @needles: folded texts, ended by %NULL
 *
 * Finds where @text holds one of @needles. Digits are found whatever stands between them.
 *
 * Returns: (transfer full): an array of DyrTextMark, in order, none touching another
 */
GArray *
dyr_text_find_marks (const char *text, const char *const *needles)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (DyrTextMark));
  Folded words, digits;

  g_return_val_if_fail (text != NULL, marks);

  words = (Folded){ g_string_new (NULL), g_array_new (FALSE, FALSE, sizeof (DyrTextMark)) };
  digits = (Folded){ g_string_new (NULL), g_array_new (FALSE, FALSE, sizeof (DyrTextMark)) };
  fold_all (&words, text, TRUE);
  fold_all (&digits, text, FALSE);
  for (guint i = 0; needles != NULL && needles[i] != NULL; i++)
    {
      gsize length = strlen (needles[i]);

      if (length == 0)
        continue;
      find_all (&words, needles[i], marks);
      if (length >= NUMBER_DIGITS && strspn (needles[i], "0123456789") == length)
        find_all (&digits, needles[i], marks);
    }
  merge (marks);
  g_string_free (words.fold, TRUE);
  g_array_unref (words.marks);
  g_string_free (digits.fold, TRUE);
  g_array_unref (digits.marks);
  return marks;
}
