/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSpill: bytes that are kept for a while: the first few in memory, the rest in a file that has
 * no name. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DyrSpill DyrSpill;

/* `most`: bytes that are kept in memory. */
DyrSpill *dyr_spill_new (gsize most);
void dyr_spill_free (DyrSpill *self);

/* FALSE and DYR_ERROR_FULL or DYR_ERROR_FAILED when there is no room for them. */
gboolean dyr_spill_add (DyrSpill *self, gconstpointer data, gsize length, GError **error);
guint64 dyr_spill_get_length (const DyrSpill *self);
/* Reads bytes that were added. */
gboolean
dyr_spill_read (DyrSpill *self, guint64 offset, gpointer data, gsize length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrSpill, dyr_spill_free)

G_END_DECLS
