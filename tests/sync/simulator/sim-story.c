/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* SimStory: what has become of each word that somebody wrote. */

#include "config.h"

#include "sim-story.h"

static void
free_atom (gpointer data)
{
  SimAtom *atom = data;

  g_free (atom->word);
  g_free (atom);
}

SimStory *
sim_story_new (void)
{
  SimStory *self = g_new0 (SimStory, 1);

  self->atoms = g_ptr_array_new_with_free_func (free_atom);
  self->by_word = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
sim_story_free (SimStory *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_word);
  g_ptr_array_unref (self->atoms);
  g_free (self);
}

char *
sim_story_word (SimStory *self, int author)
{
  SimAtom *atom = g_new0 (SimAtom, 1);

  atom->author = author;
  atom->word = g_strdup_printf ("w%uw", self->atoms->len);
  g_ptr_array_add (self->atoms, atom);
  g_hash_table_insert (self->by_word, atom->word, atom);
  return g_strdup (atom->word);
}

char *
sim_story_next_word (const char **at)
{
  const char *end;

  while (**at != '\0')
    {
      if (**at != 'w' || !g_ascii_isdigit ((*at)[1]))
        {
          (*at)++;
          continue;
        }
      for (end = *at + 1; g_ascii_isdigit (*end); end++)
        ;
      if (*end == 'w')
        {
          char *word = g_strndup (*at, (gsize) (end + 1 - *at));

          *at = end + 1;
          return word;
        }
      *at = end;
    }
  return NULL;
}

void
sim_story_seen (SimStory *self, const char *before, const char *after)
{
  char *word;

  while ((word = sim_story_next_word (&before)) != NULL)
    {
      SimAtom *atom = g_hash_table_lookup (self->by_word, word);

      if (atom != NULL && (after == NULL || strstr (after, word) == NULL))
        atom->replaced = TRUE;
      g_free (word);
    }
}

void
sim_append_value (GString *text, const DyrField *field, const DyrValue *value)
{
  g_autofree char *canonical = dyr_field_to_text (field, value);

  g_string_append_printf (text, "%s\n", canonical != NULL ? canonical : "");
}

char *
sim_row_text (const DyrRow *row)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < row->type->n_fields; i++)
    if ((row->type->fields[i].flags & DYR_DERIVED) == 0)
      sim_append_value (text, &row->type->fields[i], &row->values[i]);
  return g_string_free (text, FALSE);
}

char *
sim_record_text (const DyrRemoteRecord *record)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < record->type->n_fields; i++)
    sim_append_value (text, &record->type->fields[i], &record->values[i]);
  return g_string_free (text, FALSE);
}
