/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Keys that names have in common when one letter of them is another one, missing, doubled or
 * swapped with its neighbour: what is left of both without that letter is the same.
 *
 * Consonants are enough for that, and are half as many; names of few consonants are told by all
 * their letters, for too many share two or three. Those on the border have both. A name's key is
 * the sum of those of its words, whatever their order: a slip in the first letter moves a word. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-duplicate-slips.h"

#include <string.h>

#include "dyr-duplicate-blocks.h"

/* Letters of a word in which a slip is looked for. */
#define MIN_LETTERS 5
/* Consonants of a name that tell it without the vowels, after one is left out. */
#define ENOUGH 5
/* Letters of a name that are looked at. */
#define MAX_LETTERS 120

/* Of a word with a letter left out; what stood on both sides of it may be the same now, and doubled
 * letters are one. */
static guint64
key_without (const char *word, guint at)
{
  char left[MAX_LETTERS + 1];
  guint n = 0;

  for (guint i = 0; word[i] != '\0'; i++)
    if (i != at && (n == 0 || left[n - 1] != word[i] || g_ascii_isdigit (word[i])))
      left[n++] = word[i];
  left[n] = '\0';
  return dyr_duplicate_key (left);
}

static void
add_keys (char **words, char **letters, GArray *keys)
{
  guint64 whole = 0;

  for (guint i = 0; words[i] != NULL; i++)
    whole += dyr_duplicate_key (words[i]);
  g_array_append_val (keys, whole);
  for (guint i = 0; words[i] != NULL; i++)
    {
      guint64 others = whole - dyr_duplicate_key (words[i]);

      if (strlen (letters[i]) < MIN_LETTERS)
        continue;
      for (guint at = 0; words[i][at] != '\0'; at++)
        {
          guint64 key = others + key_without (words[i], at);

          if (!g_ascii_isdigit (words[i][at]))
            g_array_append_val (keys, key);
        }
    }
}

static guint
count_consonants (const char *letters)
{
  guint n = 0;

  for (const char *c = letters; *c != '\0'; c++)
    n += g_ascii_isupper (*c);
  return n;
}

void
dyr_duplicate_slips_add (const DyrDuplicateName *name, GArray *keys)
{
  g_auto (GStrv) skeletons = NULL, letters = NULL;
  guint n_consonants;

  g_return_if_fail (name != NULL && keys != NULL);

  if (strlen (name->letters) > MAX_LETTERS || strlen (name->letters) + 1 < MIN_LETTERS)
    return;
  skeletons = g_strsplit (name->skeleton, " ", -1);
  letters = g_strsplit (name->letters, " ", -1);
  n_consonants = count_consonants (name->letters);
  if (n_consonants <= ENOUGH)
    add_keys (letters, letters, keys);
  if (n_consonants >= ENOUGH)
    add_keys (skeletons, letters, keys);
}
