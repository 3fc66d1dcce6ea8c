/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrContentEngine: decides which content goes to the CRM or comes from it next, and takes over
 * what came of it. */

#pragma once

/* Beside DyrEngine, which moves records, and as it: nothing here waits, reads a clock or meets the
 * network; jobs of the writer call it. Files wait in the store; of an upload that is under way only
 * the engine knows, and whoever ends in the middle of it begins it anew: the CRM takes pieces one
 * after the other, and would take one twice.
 *
 * A record of a file is made there only once its content is (dyr-push.c), and gets the id of a
 * content only when all bytes that were sent are those whose checksum the record has. */

#include "dyr-blobs.h"
#include "dyr-engine.h"

G_BEGIN_DECLS

typedef struct _DyrContentEngine DyrContentEngine;

/* At most so many come at once; one goes. */
#define DYR_CONTENT_DOWN_MOST 2

/* One request on its way, and what came back. */
typedef struct
{
  DyrContentOrder *order;
  gint64 file; /* in the store */
  char *name;
  char *checksum; /* NULL: not known */
  DyrRequest *request;
  /* Of GET the worker that takes the content fills in `answer` and, when that is DONE, `blob` or
   * `error`; of the others the shell does `response`. */
  DyrResponse *response;
  DyrContentAnswer *answer;
  DyrBlob blob;
  GError *error;
} DyrContentTrip;

void dyr_content_trip_free (DyrContentTrip *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrContentTrip, dyr_content_trip_free)

/* `remote` is the engine's own: it is told what the store knows of the CRM. `seed` is of the jitter
 * of waits. */
DyrContentEngine *dyr_content_engine_new (DyrRemote *remote, guint32 seed);
void dyr_content_engine_free (DyrContentEngine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrContentEngine, dyr_content_engine_free)

/* What stopped it is over: the CRM was reached since. */
void dyr_content_engine_begin (DyrContentEngine *self);

/* The next request; NULL: none now. `asked_only`: only what a person asked for. `wait_until`: when
 * there may be one; 0: after a change. */
gboolean dyr_content_engine_next (DyrContentEngine *self,
                                  DyrConnection *connection,
                                  gint64 now,
                                  gboolean asked_only,
                                  DyrContentTrip **trip,
                                  gint64 *wait_until,
                                  GError **error);
/* Any thread: reads the head of an answer to GET into `trip->answer`, and takes what follows when
 * that is the content: whole, as long as it was said to be and with the right checksum, or not at
 * all. Blocks. */
void dyr_content_engine_take (DyrContentEngine *self,
                              DyrContentTrip *trip,
                              const char *database,
                              GInputStream *body,
                              DyrBlobProgress progress,
                              gpointer progress_data,
                              GCancellable *cancellable);
/* Exactly once for each trip that left, unless it is given up. */
gboolean dyr_content_engine_answered (DyrContentEngine *self,
                                      DyrConnection *connection,
                                      gint64 now,
                                      DyrContentTrip *trip,
                                      GError **error);
/* Nobody knows what came of it, nor ever will. */
void dyr_content_engine_give_up (DyrContentEngine *self, const DyrContentTrip *trip);

/* What goes up now; 0: nothing. */
gint64 dyr_content_engine_get_upload (const DyrContentEngine *self, gint64 *done, gint64 *size);
DyrStop dyr_content_engine_get_stop (const DyrContentEngine *self);

G_END_DECLS
