/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Merge of texts by line, as diff3 does; the rules stand above dyr_merge (). */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-merge-private.h"

#include <string.h>

/* A field of 50 000 characters has fewer lines. */
#define MAX_LINES 65536u

/* Lines removed and added by one side: keeps it to 2 MB and about a tenth of a second. */
#define MAX_STEPS 1000

/* A text as numbers: the same line has the same number in all three. */
typedef struct
{
  char **lines;
  int *numbers;
  int n;
} Text;

/* Lines `from` … `to` - 1. */
typedef struct
{
  const Text *text;
  int from, to;
} Region;

static void
clear_text (Text *text)
{
  g_strfreev (text->lines);
  g_free (text->numbers);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Text, clear_text)

/* The text with one sort of line ends; NULL when there is none. */
static char *
unify_text (const char *text)
{
  GString *out;

  if (text == NULL || *text == '\0')
    return NULL;

  if (strchr (text, '\r') == NULL)
    return g_strdup (text);

  out = g_string_sized_new (strlen (text));
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p != '\r')
        g_string_append_c (out, *p);
      else if (p[1] != '\n')
        g_string_append_c (out, '\n');
    }

  return g_string_free (out, FALSE);
}

/* FALSE: too long. The lines are the keys of `known`, so they must live as long. */
static gboolean
split_text (const char *text, GHashTable *known, Text *out)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (const char *line = text; line != NULL;)
    {
      const char *end = strchr (line, '\n');

      if (lines->len == MAX_LINES)
        return FALSE;

      g_ptr_array_add (lines,
                       end != NULL ? g_strndup (line, (gsize) (end - line)) : g_strdup (line));
      line = end != NULL ? end + 1 : NULL;
    }

  out->n = (int) lines->len;
  g_ptr_array_add (lines, NULL);
  out->lines = (char **) g_ptr_array_free (g_steal_pointer (&lines), FALSE);
  out->numbers = g_new (int, out->n + 1);
  for (int i = 0; i < out->n; i++)
    {
      gpointer number = g_hash_table_lookup (known, out->lines[i]);

      if (number == NULL)
        {
          number = GINT_TO_POINTER (g_hash_table_size (known) + 1);
          g_hash_table_insert (known, out->lines[i], number);
        }
      out->numbers[i] = GPOINTER_TO_INT (number);
    }

  return TRUE;
}

/* Myers, "An O(ND) difference algorithm" (1986), run backwards from the ends of both texts. What is
 * D steps (lines removed from a or added from b) or fewer from the ends begins, on the diagonal
 * a - b = n - m - D + 2 i, at line reach[i] of a. Returns these arrays for D = 0, 1, … until the
 * beginnings are reached; NULL: that takes too many. */
static GPtrArray *
reach_back (const Text *a, const Text *b)
{
  g_autoptr (GPtrArray) reaches = g_ptr_array_new_with_free_func (g_free);
  const int *before = NULL;

  for (int steps = 0; steps <= MAX_STEPS; steps++)
    {
      int *reach = g_new (int, steps + 1);
      gboolean arrived = FALSE;

      g_ptr_array_add (reaches, reach);
      for (int i = 0; i <= steps; i++)
        {
          int diagonal = a->n - b->n - steps + 2 * i;
          int line = a->n;

          /* An addition leads to the diagonal below, a removal to the one above. */
          if (i > 0)
            line = before[i - 1];
          if (i < steps)
            line = MIN (line, before[i] - 1);
          while (line > 0 && line > diagonal
                 && a->numbers[line - 1] == b->numbers[line - diagonal - 1])
            line--;

          reach[i] = line;
          arrived = arrived || (diagonal == 0 && line <= 0);
        }
      if (arrived)
        return g_steal_pointer (&reaches);
      before = reach;
    }

  return NULL;
}

/* For each line of `base` the one of `other` that it became, -1 where it was removed. NULL: they
 * are too different. */
static int *
match_lines (const Text *base, const Text *other)
{
  g_autoptr (GPtrArray) reaches = reach_back (base, other);
  int *match;
  int left, i = 0, j = 0;

  if (reaches == NULL)
    return NULL;

  match = g_new (int, base->n + 1);
  left = (int) reaches->len - 1;
  while (i < base->n || j < other->n)
    {
      const int *reach;
      int place;

      if (i < base->n && j < other->n && base->numbers[i] == other->numbers[j])
        {
          match[i++] = j++;
          continue;
        }

      /* Here `left` steps remain; does the removal of this line leave one less? */
      g_assert (left > 0);
      left--;
      reach = g_ptr_array_index (reaches, left);
      place = (i + 1 - j - (base->n - other->n) + left) / 2;
      if (place <= left && reach[place] <= i + 1)
        match[i++] = -1;
      else
        j++;
    }
  match[i] = other->n;

  return match;
}

static gboolean
is_same_region (const Region *a, const Region *b)
{
  return a->to - a->from == b->to - b->from
         && memcmp (a->text->numbers + a->from,
                    b->text->numbers + b->from,
                    sizeof (int) * (gsize) (a->to - a->from))
                == 0;
}

/* One region, from the line after `from` to before the line that all three have, or their ends. */
static gboolean
merge_region (GPtrArray *merged, const Region *base, const Region *mine, const Region *theirs)
{
  const Region *from = mine;

  if (is_same_region (base, mine))
    from = theirs;
  else if (!is_same_region (base, theirs) && !is_same_region (mine, theirs))
    return FALSE;

  for (int i = from->from; i < from->to; i++)
    g_ptr_array_add (merged, from->text->lines[i]);

  return TRUE;
}

/* NULL: changes of both sides meet, or a side is too different. */
static char *
merge_lines (const Text *base, const Text *mine, const Text *theirs)
{
  g_autofree int *to_mine = match_lines (base, mine);
  g_autofree int *to_theirs = match_lines (base, theirs);
  g_autoptr (GPtrArray) merged = g_ptr_array_new ();
  Region b = { base, 0, 0 }, m = { mine, 0, 0 }, t = { theirs, 0, 0 };

  if (to_mine == NULL || to_theirs == NULL)
    return NULL;

  for (b.to = 0; b.to <= base->n; b.to++)
    {
      if (to_mine[b.to] < 0 || to_theirs[b.to] < 0)
        continue;

      m.to = to_mine[b.to];
      t.to = to_theirs[b.to];
      if (!merge_region (merged, &b, &m, &t))
        return NULL;

      g_ptr_array_add (merged, base->lines[b.to]);
      b.from = b.to + 1;
      m.from = m.to + 1;
      t.from = t.to + 1;
    }

  /* base->lines ends with NULL, and so does `merged`. */
  return g_strjoinv ("\n", (char **) merged->pdata);
}

DyrMergeEnd
dyr_merge_texts (const char *base, const char *mine, const char *theirs, DyrValue *merged)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *b = unify_text (base);
  g_autofree char *m = unify_text (mine);
  g_autofree char *t = unify_text (theirs);
  g_auto (Text) base_lines = { 0 };
  g_auto (Text) my_lines = { 0 };
  g_auto (Text) their_lines = { 0 };
  g_autofree char *text = NULL;

  if (g_strcmp0 (m, t) == 0)
    return DYR_MERGE_AGREED;

  if (g_strcmp0 (b, t) == 0)
    return DYR_MERGE_MINE;

  if (g_strcmp0 (b, m) == 0)
    return DYR_MERGE_THEIRS;

  if (!split_text (b, known, &base_lines) || !split_text (m, known, &my_lines)
      || !split_text (t, known, &their_lines))
    return DYR_MERGE_CLASH;

  text = merge_lines (&base_lines, &my_lines, &their_lines);
  if (text == NULL)
    return DYR_MERGE_CLASH;

  if (g_strcmp0 (text, m) == 0)
    return DYR_MERGE_MINE;

  if (g_strcmp0 (text, t) == 0)
    return DYR_MERGE_THEIRS;

  dyr_value_take_text (merged, g_steal_pointer (&text));

  return DYR_MERGE_BOTH;
}
