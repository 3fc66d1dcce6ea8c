/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Search: full text over folded words and pieces of words. It follows edits in jobs of its own. */

#pragma once

#include "dyr-connection.h"

G_BEGIN_DECLS

typedef struct
{
  guint limit;  /* records a transaction */
  guint n_left; /* out: still to do */
  guint n_done; /* out */
} DyrSearchCatchUp;

/* A DyrJob: only looks whether there is something to do. */
gboolean dyr_search_job_look (DyrConnection *connection,
                              gpointer data,
                              GCancellable *cancellable,
                              GError **error);

/* A DyrJob: brings up to `limit` records into the full text. `data` is a DyrSearchCatchUp. */
gboolean dyr_search_job_catch_up (DyrConnection *connection,
                                  gpointer data,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
