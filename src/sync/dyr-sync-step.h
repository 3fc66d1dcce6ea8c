/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncStep: one job of the writer: the engine takes over what arrived and says what goes next.
 * DyrSyncTrip: an order on its way to the CRM and back. Private to DyrSyncer. */

#pragma once

#include "dyr-sync-runs.h"

G_BEGIN_DECLS

/* The engine, which jobs of the writer use, and its remote, which workers that read answers use as
 * well: at the same time, except for what changes the remote (it learns what the CRM is). */
typedef struct
{
  GRWLock remote_lock;
  DyrRemote *remote;
  DyrEngine *engine; /* made by the first step; NULL again after one that failed */
  char *server;      /* to be remembered once the CRM answered there; NULL: nothing */
  char *known;       /* what the database remembers; NULL: nothing */
  gboolean ended;    /* the store knows how this run ended */
  gboolean bulk;     /* page after page is being written */
  DyrRunNote run;    /* what the log has of this run */
  char *unread;      /* what the store was told of what could not be read; NULL: nothing */
} DyrSyncCore;

DyrSyncCore *dyr_sync_core_new (DyrRemote *remote, const char *server, const char *known);
void dyr_sync_core_free (DyrSyncCore *self);
/* After a step that failed: what the engine remembers is not what the store has. No step may run,
 * nothing may be on its way. */
void dyr_sync_core_forget (DyrSyncCore *self);
/* Whether the run did more than its log tells. No step may run. */
gboolean dyr_sync_core_is_behind (const DyrSyncCore *self);

typedef struct _DyrSyncTrip
{
  DyrOrder *order;
  DyrRequest *request;
  DyrResponse *response;
  DyrAnswer *answer;
  gboolean is_read;          /* `answer` is there; else the step reads the response */
  gboolean ahead;            /* not ordered by the engine when it left */
  struct _DyrSyncTrip *next; /* of a page that was read: the one after it; NULL: none */
} DyrSyncTrip;

void dyr_sync_trip_free (DyrSyncTrip *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrSyncTrip, dyr_sync_trip_free)
/* In a worker thread: what the response means, and what is asked after it. Lets go of the response,
 * as it may be large. */
void dyr_sync_trip_read (DyrSyncTrip *self, DyrSyncCore *core);
/* Whether a worker should read it: a step has better things to do than to read a whole page. */
gboolean dyr_sync_trip_is_long (const DyrSyncTrip *self);

typedef struct
{
  DyrSyncCore *core;
  /* In. */
  gboolean begin;     /* a new run */
  gboolean last;      /* nothing more is sent */
  gboolean resume;    /* the run goes on where it stopped */
  DyrStop accept;     /* what the person agreed to before */
  GPtrArray *arrived; /* DyrSyncTrip with answers or responses; freed by the step */
  GPtrArray *unsent;  /* DyrSyncTrip that will not be sent; freed by the step */
  GPtrArray *ahead;   /* DyrSyncTrip with answers to what will perhaps be ordered, in order */
  /* Out. */
  GPtrArray *leaving; /* DyrSyncTrip with requests, to be sent after the commit */
  gint64 wait_until;
  gboolean paused; /* nothing may be sent now */
  guint n_later;   /* answers that asked us to wait, or failed to list, … */
  char *later;     /* … with what the last of them said; NULL: nothing */
  DyrStop stop;
  char *reason;
  DyrEngineCounts counts; /* of this run */
} DyrSyncStep;

DyrSyncStep *dyr_sync_step_new (DyrSyncCore *core);
void dyr_sync_step_free (DyrSyncStep *self);
/* A DyrJob: `data` is the DyrSyncStep. */
gboolean dyr_sync_step_job (DyrConnection *connection,
                            gpointer data,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS
