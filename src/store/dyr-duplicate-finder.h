/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDuplicateFinder: likely duplicates in the whole store. */

#pragma once

#include "dyr-duplicate-apart.h"
#include "dyr-duplicate-score.h"
#include "dyr-progress.h"
#include "dyr-store.h"

G_BEGIN_DECLS

/* Two of a group's members, by their places in it; first < second. */
typedef struct
{
  guint first, second;
  guint score;
  guint reasons; /* DyrDuplicateReasons */
} DyrDuplicatePair;

/* Records that may be one: each is paired with at least one other. */
typedef struct
{
  GPtrArray *members; /* DyrLink: with id, uid and name; the one that is there longest first */
  GArray *pairs;      /* DyrDuplicatePair, best first */
  guint score;        /* of the best pair */
  guint reasons;      /* of all pairs */
} DyrDuplicateGroup;

/* A value that too many share to tell anything: an office phone. */
typedef struct
{
  DyrDuplicateReasons reason;
  char *text; /* the value as it is compared */
  guint n;    /* records that have it */
} DyrDuplicateCrowd;

typedef struct
{
  const DyrRecordType *type;
  GPtrArray *groups; /* DyrDuplicateGroup, best first */
  GPtrArray *crowds; /* DyrDuplicateCrowd, largest first */
  guint n_records;   /* that were compared */
  guint n_compared;  /* pairs that were looked at, having a key in common */
  guint n_pairs;     /* that score enough */
  guint n_groups;    /* of all pairs; `groups` has at most as many as were asked for */
  gboolean cut;      /* there are more than were looked at: merge these, then look again */
} DyrDuplicateReport;

void dyr_duplicate_report_free (DyrDuplicateReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrDuplicateReport, dyr_duplicate_report_free)

/* Looks through all records of the type that are neither deleted nor out of reach, those of the
 * sample office included. `limit`: most groups, 0 for all. The same store gives the same answer.
 * Waits: for worker threads, the command line and benchmarks. `progress` is told of thousandths, on
 * a reader's thread. */
DyrDuplicateReport *dyr_duplicates_find (DyrDatabase *database,
                                         const DyrRecordType *type,
                                         guint min_score,
                                         guint limit,
                                         DyrProgress progress,
                                         gpointer progress_data,
                                         GCancellable *cancellable,
                                         GError **error);

/* The same for a window: off the main thread. */
void dyr_duplicates_find_async (DyrStore *store,
                                const DyrRecordType *type,
                                guint min_score,
                                guint limit,
                                DyrProgress progress,
                                gpointer progress_data,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
DyrDuplicateReport *
dyr_duplicates_find_finish (DyrStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
