/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrGlance: tells from the folded text of a record what the full text would answer.
 *
 *   question = group *( " AND " group )
 *   group    = "(" word *( " OR " word ) ")"
 *   word     = DQUOTE text DQUOTE           a piece, anywhere in the text
 *            / DQUOTE text DQUOTE "*"       the beginning of a word                     */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-glance.h"

#include <string.h>

/* The index of pieces has all three letters in a row; of more it must compare where they stand. */
#define PIECE 3
/* Of a word of fewer letters, that is done as soon. */
#define LONG_WORD 5

struct _DyrGlance
{
  GPtrArray *groups; /* GPtrArray of char *: one word of each is there */
  guint n_words;     /* so many groups, the first ones, are of beginnings of words */
  gboolean has_letter;
};

static void
free_group (gpointer group)
{
  g_ptr_array_unref (group);
}

static gboolean
is_one_word (const char *text)
{
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_isalnum (g_utf8_get_char (c)))
      return FALSE;
  return *text != '\0';
}

/* The text of the word that the question goes on with; NULL: it is another kind of question. */
static char *
read_word (const char **question, gboolean beginning)
{
  const char *text = *question + 1, *end = **question == '"' ? strchr (text, '"') : NULL;
  g_autofree char *word = NULL;

  if (end == NULL)
    return NULL;
  word = g_strndup (text, (gsize) (end - text));
  *question = end + 1;
  if (!beginning)
    return g_steal_pointer (&word);
  if (**question != '*' || !is_one_word (word))
    return NULL;
  *question += 1;
  return g_steal_pointer (&word);
}

static gboolean
skip (const char **question, const char *text)
{
  if (!g_str_has_prefix (*question, text))
    return FALSE;
  *question += strlen (text);
  return TRUE;
}

static gboolean
read_question (DyrGlance *self, const char *question, gboolean beginnings)
{
  do
    {
      GPtrArray *group = g_ptr_array_new_with_free_func (g_free);

      g_ptr_array_add (self->groups, group);
      if (!skip (&question, "("))
        return FALSE;
      do
        {
          char *word = read_word (&question, beginnings);

          if (word == NULL)
            return FALSE;
          g_ptr_array_add (group, word);
          self->has_letter = self->has_letter || g_utf8_strlen (word, -1) == 1;
        }
      while (skip (&question, " OR "));
      if (!skip (&question, ")"))
        return FALSE;
    }
  while (skip (&question, " AND "));
  return *question == '\0';
}

DyrGlance *
dyr_glance_new (const char *words, const char *pieces)
{
  g_autoptr (DyrGlance) self = g_new0 (DyrGlance, 1);

  self->groups = g_ptr_array_new_with_free_func (free_group);
  if (words != NULL && !read_question (self, words, TRUE))
    return NULL;
  self->n_words = self->groups->len;
  if (pieces != NULL && !read_question (self, pieces, FALSE))
    return NULL;
  return g_steal_pointer (&self);
}

void
dyr_glance_free (DyrGlance *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->groups);
  g_free (self);
}

static gboolean
begins_a_word (const char *fold, const char *word)
{
  for (const char *found = strstr (fold, word); found != NULL; found = strstr (found + 1, word))
    if (found == fold || !g_unichar_isalnum (g_utf8_get_char (g_utf8_find_prev_char (fold, found))))
      return TRUE;
  return FALSE;
}

static gboolean
group_holds (const GPtrArray *group, gboolean beginnings, const char *fold)
{
  for (guint i = 0; i < group->len; i++)
    {
      const char *word = g_ptr_array_index (group, i);

      if (beginnings ? begins_a_word (fold, word) : strstr (fold, word) != NULL)
        return TRUE;
    }
  return FALSE;
}

gboolean
dyr_glance_holds (const DyrGlance *self, const char *fold)
{
  for (guint i = 0; i < self->groups->len; i++)
    if (fold == NULL || !group_holds (g_ptr_array_index (self->groups, i), i < self->n_words, fold))
      return FALSE;
  return TRUE;
}

gboolean
dyr_glance_has_letter (const DyrGlance *self)
{
  return self->has_letter;
}

/* Whether it is long. */
static gboolean
append_rough (GString *question, const char *word)
{
  const glong n = g_utf8_strlen (word, -1);
  const char *end = g_utf8_offset_to_pointer (word, MAX (n - PIECE, 0));

  if (n < LONG_WORD)
    {
      g_string_append_printf (question, "\"%s\"", word);
      return FALSE;
    }
  g_string_append_printf (question,
                          "(\"%.*s\" AND \"%s\")",
                          (int) (g_utf8_offset_to_pointer (word, PIECE) - word),
                          word,
                          end);
  return TRUE;
}

char *
dyr_glance_rough (const DyrGlance *self)
{
  g_autoptr (GString) question = g_string_new (NULL);
  gboolean is_long = FALSE;

  for (guint i = self->n_words; i < self->groups->len; i++)
    {
      const GPtrArray *group = g_ptr_array_index (self->groups, i);

      g_string_append (question, i > self->n_words ? " AND (" : "(");
      for (guint j = 0; j < group->len; j++)
        {
          g_string_append (question, j > 0 ? " OR " : "");
          is_long |= append_rough (question, g_ptr_array_index (group, j));
        }
      g_string_append_c (question, ')');
    }
  return is_long ? g_string_free (g_steal_pointer (&question), FALSE) : NULL;
}
