/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrContents: brings what is in files to the CRM, and what is asked for from it. */

#pragma once

/* The shell of DyrContentEngine, beside a DyrSyncer: it moves something only while that one reaches
 * the CRM, which also keeps it to one program.
 *
 *   job of the writer   what came of requests → the engine → what is asked next; commit
 *   main thread         requests → carrier → responses, all asynchronous
 *   worker thread       a content that comes → a blob, or nothing
 *
 * Records of files are made in the CRM by the syncer once their contents are there: it hears of the
 * commit as of an edit. */

#include "dyr-content-engine.h"
#include "dyr-syncer.h"

G_BEGIN_DECLS

#define DYR_TYPE_CONTENTS (dyr_contents_get_type ())
G_DECLARE_FINAL_TYPE (DyrContents, dyr_contents, DYR, CONTENTS, GObject)

/* `remote` is used by nobody else. `carry` must live as long as the program.
 *
 * Property "busy" (gboolean): something is on its way, or is just being looked for.
 * Signal "progress" (gint64 file, gint64 done, gint64 size): of what goes or comes; bytes;
 * size 0: it does not move any more. */
DyrContents *dyr_contents_new (DyrDatabase *database,
                               DyrRemote *remote,
                               GObject *carrier,
                               const DyrCarrier *carry);

/* Works as long as that one does; once. */
void dyr_contents_follow (DyrContents *self, DyrSyncer *syncer);
/* On a network that is paid by volume: only what a person asked for. */
void dyr_contents_set_asked_only (DyrContents *self, gboolean asked_only);
/* The syncer is about to end: nothing new begins before its next run. */
void dyr_contents_rest (DyrContents *self);
/* Ends for good: what is on its way is given up. */
void dyr_contents_end (DyrContents *self);

gboolean dyr_contents_is_busy (DyrContents *self);
/* How far a file is that goes or comes now; FALSE: it does not. */
gboolean dyr_contents_get_progress (DyrContents *self, gint64 file, gint64 *done, gint64 *size);
/* When something is tried again; 0: nothing waits for a time. */
gint64 dyr_contents_get_next (DyrContents *self);
/* Contents that arrived there, and here, since it was made. */
guint dyr_contents_get_n_sent (DyrContents *self);
guint dyr_contents_get_n_fetched (DyrContents *self);
/* Why nothing moves though the syncer reaches the CRM; DYR_STOP_NONE: nothing stopped it. */
DyrStop dyr_contents_get_stop (DyrContents *self);

G_END_DECLS
