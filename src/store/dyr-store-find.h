/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrStore's search over records of all types. */

#pragma once

#include "dyr-query-line.h"
#include "dyr-store.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *records; /* DyrRecord: by type in the order of lines, the best ones first */
  guint64 more;       /* bit: number of a type of which more was found */
  GStrv needles;      /* folded: what to mark in them */
} DyrStoreFound;

void dyr_store_found_free (DyrStoreFound *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrStoreFound, dyr_store_found_free)

/* `lines` (DyrQueryLine, each type once) is taken; at most `limit` records of each type. */
void dyr_store_find_async (DyrStore *self,
                           GPtrArray *lines,
                           guint limit,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
DyrStoreFound *dyr_store_find_finish (DyrStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
