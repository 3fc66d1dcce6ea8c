/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Totals: sums of money of the records of a list, by currency. */

#pragma once

#include "dyr-store.h"

G_BEGIN_DECLS

typedef struct
{
  char *currency; /* ISO 4217; NULL: none was given */
  guint n;        /* records with an amount in it */
  gint64 sum;     /* hundredths */
} DyrTotal;

/* The field of the type that is summed: its first stored sum of money; -1: it has none. */
int dyr_totals_find_field (const DyrRecordType *type);

/* A new array of DyrTotal, the currency with most records first. `ids` (gint64) is not changed and
 * must not be while this runs. G_IO_ERROR_CANCELLED once the cancellable is. A job's function. */
GArray *dyr_totals_read (DyrConnection *connection,
                         const DyrRecordType *type,
                         guint field,
                         GArray *ids,
                         GCancellable *cancellable,
                         GError **error);

/* The same in a reader thread. */
void dyr_totals_async (DyrStore *store,
                       const DyrRecordType *type,
                       guint field,
                       GArray *ids,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data);
GArray *dyr_totals_finish (DyrStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
