/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Which of many records are worth comparing: those that have a key in common. Sorting keys finds
 * them without comparing each with each. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A key that more have than tell anything. */
typedef struct
{
  guint kind;
  guint64 key;
  guint first; /* one that has it */
  guint n;
} DyrDuplicateBlock;

typedef struct _DyrDuplicateBlocks DyrDuplicateBlocks;

/* Records are places below 2³². Of a key that more than `crowd` have, no pairs are made; after
 * `max_pairs` no more are. */
DyrDuplicateBlocks *dyr_duplicate_blocks_new (guint crowd, guint max_pairs);
void dyr_duplicate_blocks_free (DyrDuplicateBlocks *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrDuplicateBlocks, dyr_duplicate_blocks_free)

/* A key as a number: two that are not the same may, rarely, have one. */
guint64 dyr_duplicate_key (const char *text);

/* Keys of one kind (below 16). 16 bytes each until they are closed. */
void dyr_duplicate_blocks_add (DyrDuplicateBlocks *self, guint kind, guint64 key, guint record);
/* Makes the pairs of that kind and gives its memory back. */
void dyr_duplicate_blocks_close (DyrDuplicateBlocks *self, guint kind);

/* The pairs of all kinds closed (GArray of guint64, the lower place in the upper half), each once,
 * in order. The blocks are empty afterwards. */
GArray *dyr_duplicate_blocks_take_pairs (DyrDuplicateBlocks *self);
/* GArray of DyrDuplicateBlock: keys that were passed over. Not owned. */
const GArray *dyr_duplicate_blocks_get_crowds (DyrDuplicateBlocks *self);
/* Whether there were more pairs than `max_pairs`. */
gboolean dyr_duplicate_blocks_is_cut (DyrDuplicateBlocks *self);

G_END_DECLS
