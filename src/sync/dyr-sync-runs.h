/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncRun: what a run of sync did and how it ended; kept for 30 days, at most 1 000 rows. A run
 * that went as the one before it, and did nothing, is told by the row of that one. */

#pragma once

#include "dyr-engine.h"

G_BEGIN_DECLS

#define DYR_SYNC_RUNS_MOST 1000
#define DYR_SYNC_RUNS_DAYS 30

typedef enum
{
  DYR_RUN_OPEN,    /* it goes on, or was cut off: the program ended in the middle */
  DYR_RUN_DONE,    /* nothing was left to do */
  DYR_RUN_LATER,   /* some of it can only be done later */
  DYR_RUN_STOPPED, /* `stop` says why */
} DyrRunEnd;

typedef struct
{
  gint64 id;           /* grows with each run */
  char *server;        /* NULL: it had not answered */
  gint64 began, ended; /* instants; 0: it has not ended */
  guint times;         /* runs that this one stands for */
  DyrEngineCounts counts;
  DyrRunEnd end;
  DyrStop stop;
  char *reason;       /* see dyr_reason_words (); NULL: none */
  gboolean under_way; /* it is open, and somebody syncs right now */
} DyrSyncRun;

void dyr_sync_run_free (DyrSyncRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrSyncRun, dyr_sync_run_free)

/* At most `limit` runs before the one with the id `before` (0: from the newest on), the newest
 * first: a new array of DyrSyncRun. Used inside jobs. */
GPtrArray *
dyr_sync_runs_read (DyrConnection *connection, gint64 before, guint limit, GError **error);

/* Whether both tell the same. */
gboolean dyr_sync_run_equal (const DyrSyncRun *a, const DyrSyncRun *b);

/* Writing, in jobs of the writer */

/* The run that is under way, as the database knows it. Begins as nothing but zeroes. */
typedef struct
{
  gint64 id; /* 0: it has no row of its own */
  gint64 began;
  gboolean noted;
  DyrRunEnd end;
  DyrEngineCounts counts;
  char *reason;
} DyrRunNote;

void dyr_run_note_clear (DyrRunNote *self);
/* A new run. What was open stays so: it was cut off. */
void dyr_run_note_begin (DyrRunNote *self, gint64 now);
/* How it stands. Writes when that is another than before, and while it is open only now and then.
 */
gboolean dyr_run_note_write (DyrRunNote *self,
                             DyrConnection *connection,
                             gint64 now,
                             DyrRunEnd end,
                             DyrStop stop,
                             const char *reason,
                             const DyrEngineCounts *counts,
                             GError **error);
/* Whether it did more than its row tells. */
gboolean dyr_run_note_is_behind (const DyrRunNote *self, const DyrEngineCounts *counts);
/* It ends in the middle: what it did until then is told. */
gboolean dyr_run_note_cut_off (DyrRunNote *self,
                               DyrConnection *connection,
                               gint64 now,
                               const DyrEngineCounts *counts,
                               GError **error);

G_END_DECLS
