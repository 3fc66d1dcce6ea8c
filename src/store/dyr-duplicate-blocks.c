/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Which of many records are worth comparing: those that have a key in common. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-duplicate-blocks.h"

#define KINDS 16

typedef struct
{
  guint64 key;
  guint32 record;
} Entry;

struct _DyrDuplicateBlocks
{
  guint crowd;
  guint max_pairs;
  GArray *entries[KINDS]; /* Entry; NULL: none */
  GArray *pairs;          /* guint64 */
  GArray *crowds;         /* DyrDuplicateBlock */
  gboolean cut;
};

DyrDuplicateBlocks *
dyr_duplicate_blocks_new (guint crowd, guint max_pairs)
{
  DyrDuplicateBlocks *self;

  g_return_val_if_fail (crowd >= 2, NULL);

  self = g_new0 (DyrDuplicateBlocks, 1);
  self->crowd = crowd;
  self->max_pairs = max_pairs;
  self->pairs = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->crowds = g_array_new (FALSE, FALSE, sizeof (DyrDuplicateBlock));
  return self;
}

void
dyr_duplicate_blocks_free (DyrDuplicateBlocks *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < KINDS; i++)
    g_clear_pointer (&self->entries[i], g_array_unref);
  g_array_unref (self->pairs);
  g_array_unref (self->crowds);
  g_free (self);
}

/* FNV-1a, its bits mixed once more. */
guint64
dyr_duplicate_key (const char *text)
{
  guint64 key = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (const guchar *c = (const guchar *) text; *c != '\0'; c++)
    key = (key ^ *c) * G_GUINT64_CONSTANT (0x100000001b3);
  key ^= key >> 32;
  key *= G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  return key ^ key >> 32;
}

void
dyr_duplicate_blocks_add (DyrDuplicateBlocks *self, guint kind, guint64 key, guint record)
{
  const Entry entry = { key, record };

  g_return_if_fail (self != NULL && kind < KINDS);

  if (self->entries[kind] == NULL)
    self->entries[kind] = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_append_val (self->entries[kind], entry);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *first = a, *second = b;

  if (first->key != second->key)
    return first->key < second->key ? -1 : 1;
  return first->record < second->record ? -1 : first->record > second->record;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint64 first = *(const guint64 *) a, second = *(const guint64 *) b;

  return first < second ? -1 : first > second;
}

/* What two kinds found counts once. */
static void
sort_pairs (DyrDuplicateBlocks *self)
{
  guint n = 0;

  g_array_sort (self->pairs, compare_numbers);
  for (guint i = 0; i < self->pairs->len; i++)
    {
      guint64 pair = g_array_index (self->pairs, guint64, i);

      if (n == 0 || g_array_index (self->pairs, guint64, n - 1) != pair)
        g_array_index (self->pairs, guint64, n++) = pair;
    }
  g_array_set_size (self->pairs, n);
}

/* Whether there is place for one more. Two records with many keys in common are there many times:
 * they make place before it is said that there are too many. */
static gboolean
has_place (DyrDuplicateBlocks *self)
{
  if (self->pairs->len < self->max_pairs)
    return TRUE;
  sort_pairs (self);
  /* Nearly full it would be sorted for every few. */
  return self->pairs->len < self->max_pairs - self->max_pairs / 8;
}

static void
add_pairs (DyrDuplicateBlocks *self, const Entry *entries, guint n)
{
  for (guint i = 0; i < n; i++)
    for (guint j = i + 1; j < n; j++)
      {
        guint64 pair = (guint64) entries[i].record << 32 | entries[j].record;

        if (self->cut || !has_place (self))
          {
            self->cut = TRUE;
            return;
          }
        g_array_append_val (self->pairs, pair);
      }
}

/* One record may have a key twice: as tax code and as VAT number. */
static guint
drop_doubles (Entry *entries, guint n)
{
  guint kept = 0;

  for (guint i = 0; i < n; i++)
    if (kept == 0 || entries[kept - 1].record != entries[i].record)
      entries[kept++] = entries[i];
  return kept;
}

void
dyr_duplicate_blocks_close (DyrDuplicateBlocks *self, guint kind)
{
  GArray *entries;

  g_return_if_fail (self != NULL && kind < KINDS);

  entries = self->entries[kind];
  if (entries == NULL)
    return;
  g_array_sort (entries, compare_entries);
  for (guint i = 0; i < entries->len;)
    {
      Entry *first = &g_array_index (entries, Entry, i);
      guint n = 1, n_records;

      while (i + n < entries->len && first[n].key == first->key)
        n++;
      n_records = drop_doubles (first, n);
      if (n_records > self->crowd)
        {
          const DyrDuplicateBlock block = { kind, first->key, first->record, n_records };

          g_array_append_val (self->crowds, block);
        }
      else
        add_pairs (self, first, n_records);
      i += n;
    }
  g_clear_pointer (&self->entries[kind], g_array_unref);
  sort_pairs (self);
}

GArray *
dyr_duplicate_blocks_take_pairs (DyrDuplicateBlocks *self)
{
  GArray *pairs;

  g_return_val_if_fail (self != NULL, NULL);

  pairs = g_steal_pointer (&self->pairs);
  self->pairs = g_array_new (FALSE, FALSE, sizeof (guint64));
  return pairs;
}

const GArray *
dyr_duplicate_blocks_get_crowds (DyrDuplicateBlocks *self)
{
  return self->crowds;
}

gboolean
dyr_duplicate_blocks_is_cut (DyrDuplicateBlocks *self)
{
  return self->cut;
}
