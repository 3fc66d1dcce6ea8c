/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Where a text differs from another, word by word. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-clash-marks.h"

/* Words of the parts that differ: beyond that the whole part is marked. */
#define MOST_WORDS 500

/* A word with the blanks behind it. */
typedef struct
{
  const char *start;
  gsize length; /* bytes of the word alone */
} Word;

static GArray *
split (const char *text)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Word));
  const char *at = text;

  while (*at != '\0')
    {
      Word word = { .start = at };

      while (*at != '\0' && !g_unichar_isspace (g_utf8_get_char (at)))
        at = g_utf8_next_char (at);
      word.length = (gsize) (at - word.start);
      while (*at != '\0' && g_unichar_isspace (g_utf8_get_char (at)))
        at = g_utf8_next_char (at);
      if (word.length > 0)
        g_array_append_val (words, word);
    }
  return words;
}

static gboolean
is_same (const GArray *a, guint i, const GArray *b, guint j)
{
  const Word *x = &g_array_index (a, Word, i), *y = &g_array_index (b, Word, j);

  return x->length == y->length && memcmp (x->start, y->start, x->length) == 0;
}

/* Which words of `a`, n from `from` on, are in the longest run of words that both have in that
 * order; the part of `b` likewise. */
static gboolean *
find_common (const GArray *a, guint from, guint n, const GArray *b, guint m)
{
  gboolean *common = g_new0 (gboolean, n + 1);
  g_autofree guint *length = NULL;
  const guint width = m + 1;

  if (n > MOST_WORDS || m > MOST_WORDS)
    return common;
  length = g_new0 (guint, (n + 1) * width);
  for (guint i = n; i-- > 0;)
    for (guint j = m; j-- > 0;)
      length[i * width + j] = is_same (a, from + i, b, from + j)
                                  ? length[(i + 1) * width + j + 1] + 1
                                  : MAX (length[(i + 1) * width + j], length[i * width + j + 1]);
  for (guint i = 0, j = 0; i < n && j < m;)
    if (is_same (a, from + i, b, from + j))
      {
        common[i++] = TRUE;
        j++;
      }
    else if (length[(i + 1) * width + j] >= length[i * width + j + 1])
      i++;
    else
      j++;
  return common;
}

static void
mark (PangoAttrList *marks, const char *text, const Word *first, const Word *last)
{
  PangoAttribute *both[] = { pango_attr_weight_new (PANGO_WEIGHT_BOLD),
                             pango_attr_underline_new (PANGO_UNDERLINE_SINGLE) };

  for (gsize i = 0; i < G_N_ELEMENTS (both); i++)
    {
      both[i]->start_index = (guint) (first->start - text);
      both[i]->end_index = (guint) (last->start + last->length - text);
      pango_attr_list_insert (marks, both[i]);
    }
}

PangoAttrList *
dyr_clash_marks_new (const char *text, const char *other)
{
  g_autoptr (GArray) words = NULL, others = NULL;
  g_autoptr (PangoAttrList) marks = NULL;
  g_autofree gboolean *common = NULL;
  guint from = 0, n, m, n_marked = 0, n_words;

  if (text == NULL || other == NULL)
    return NULL;
  words = split (text);
  others = split (other);
  n = n_words = words->len;
  m = others->len;
  while (from < n && from < m && is_same (words, from, others, from))
    from++;
  while (n > from && m > from && is_same (words, n - 1, others, m - 1))
    {
      n--;
      m--;
    }
  common = find_common (words, from, n - from, others, m - from);
  marks = pango_attr_list_new ();
  for (guint i = from; i < n; i++)
    {
      guint first = i;

      if (common[i - from])
        continue;
      while (i + 1 < n && !common[i + 1 - from])
        i++;
      n_marked += i - first + 1;
      mark (marks, text, &g_array_index (words, Word, first), &g_array_index (words, Word, i));
    }
  return n_marked > 0 && n_marked < n_words ? g_steal_pointer (&marks) : NULL;
}
