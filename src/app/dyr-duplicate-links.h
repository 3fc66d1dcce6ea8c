/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What hangs on records that are to become one, counted by type and told in words. */

#pragma once

#include "dyr-context.h"
#include "dyr-store.h"

G_BEGIN_DECLS

/* Numbers of record types are below this. */
#define DYR_DUPLICATE_TYPES 16

/* How many records of each type point to a record. */
typedef struct
{
  guint n[DYR_DUPLICATE_TYPES]; /* by number of the type */
  guint all;
} DyrDuplicateLinks;

/* Counts in a reader thread what points to two records of one type. */
void dyr_duplicate_links_async (DyrStore *store,
                                DyrRecord *first,
                                DyrRecord *second,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
gboolean dyr_duplicate_links_finish (GAsyncResult *result,
                                     DyrDuplicateLinks *first,
                                     DyrDuplicateLinks *second,
                                     GError **error);

/* “5 contracts · 12 activities”, newly allocated; "" for nothing. */
char *dyr_duplicate_links_tell (const DyrDuplicateLinks *links, const DyrContext *context);

G_END_DECLS
