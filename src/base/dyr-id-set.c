/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrIdSet: ids of records as bits, in pages that are made when an id falls into them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-id-set.h"

/* Ids of a page: 8 kB. */
#define PAGE_BITS 16
#define PAGE_WORDS ((1 << PAGE_BITS) / 64)
/* Larger ids would make the list of pages large; no store has them. */
#define LARGEST (G_GINT64_CONSTANT (1) << 40)

struct _DyrIdSet
{
  GPtrArray *pages; /* guint64[PAGE_WORDS] or NULL */
  guint size;
};

DyrIdSet *
dyr_id_set_new (void)
{
  DyrIdSet *self = g_new0 (DyrIdSet, 1);

  self->pages = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
dyr_id_set_free (DyrIdSet *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->pages);
  g_free (self);
}

static guint64 *
find_page (const DyrIdSet *self, gint64 id)
{
  guint64 page = (guint64) id >> PAGE_BITS;

  return id > 0 && page < self->pages->len ? self->pages->pdata[page] : NULL;
}

static guint64 *
word_of (guint64 *page, gint64 id)
{
  return &page[(id & ((1 << PAGE_BITS) - 1)) >> 6];
}

static guint64
bit_of (gint64 id)
{
  return G_GUINT64_CONSTANT (1) << (id & 63);
}

gboolean
dyr_id_set_contains (const DyrIdSet *self, gint64 id)
{
  guint64 *page = find_page (self, id);

  return page != NULL && (*word_of (page, id) & bit_of (id)) != 0;
}

gboolean
dyr_id_set_add (DyrIdSet *self, gint64 id)
{
  guint64 *page;

  g_return_val_if_fail (id < LARGEST, FALSE);

  if (id <= 0 || dyr_id_set_contains (self, id))
    return FALSE;
  page = find_page (self, id);
  if (page == NULL)
    {
      guint number = (guint) (id >> PAGE_BITS);

      if (number >= self->pages->len)
        g_ptr_array_set_size (self->pages, (int) number + 1);
      page = self->pages->pdata[number] = g_new0 (guint64, PAGE_WORDS);
    }
  *word_of (page, id) |= bit_of (id);
  self->size++;
  return TRUE;
}

gboolean
dyr_id_set_remove (DyrIdSet *self, gint64 id)
{
  if (!dyr_id_set_contains (self, id))
    return FALSE;
  *word_of (find_page (self, id), id) &= ~bit_of (id);
  self->size--;
  return TRUE;
}

void
dyr_id_set_clear (DyrIdSet *self)
{
  g_ptr_array_set_size (self->pages, 0);
  self->size = 0;
}

guint
dyr_id_set_get_size (const DyrIdSet *self)
{
  return self->size;
}

gint64
dyr_id_set_get_first (const DyrIdSet *self)
{
  for (guint i = 0; i < self->pages->len; i++)
    {
      const guint64 *page = self->pages->pdata[i];

      for (guint j = 0; page != NULL && j < PAGE_WORDS; j++)
        if (page[j] != 0)
          return ((gint64) i << PAGE_BITS) + j * 64 + __builtin_ctzll (page[j]);
    }
  return 0;
}
