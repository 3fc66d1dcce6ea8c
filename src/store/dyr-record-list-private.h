/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a DyrRecordList asks the store, in a reader thread. */

#pragma once

#include "dyr-query.h"
#include "dyr-sections.h"

G_BEGIN_DECLS

typedef struct
{
  DyrQuery *query;
  int section_field;
  gboolean latest_first;
  GHashTable *collapsed;
  GArray *positions; /* guint: of the living places, whose records come along */
  GArray *records;
  GArray *sections;
  GArray *ids;
  GPtrArray *rows;
} DyrListAsk;

void dyr_list_ask_free (gpointer data);
/* A DyrJob: answers a DyrListAsk. */
gboolean dyr_list_ask_job (DyrConnection *connection,
                           gpointer data,
                           GCancellable *cancellable,
                           GError **error);
/* What rows show: a heading over each section, and its records unless it is collapsed. A new
 * reference. */
GArray *dyr_list_lay_out (GArray *records, const GArray *sections, GHashTable *collapsed);
/* Appends the DyrRow of each id; what is not there is left out. `type` NULL: of any. */
gboolean dyr_list_read_rows (DyrConnection *connection,
                             const DyrRecordType *type,
                             GArray *ids,
                             GPtrArray *rows,
                             GError **error);

G_END_DECLS
